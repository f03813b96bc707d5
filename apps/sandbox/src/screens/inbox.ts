import { html } from 'hono/html';
import { groupedAccessCode } from '../gateway/copy.ts';
import { screenTime } from '../jst.ts';
import type { SandboxServices } from '../services.ts';
import { page } from './layout.ts';
import { STATUS_LABEL } from './pharmacy.ts';
import { KIND_LABEL } from './sharing.ts';
import { table } from './table.ts';

const MESSAGES_SHOWN = 50;

/** 「届いたもの」: what the services hold and what came, per clinic. */
export function inboxScreen(services: SandboxServices) {
  const codes = Object.keys(services.store.state.institutions).sort();
  return page(
    '届いたもの',
    codes.length === 0
      ? html`<p>まだどの診療所からも届いていません。</p>`
      : html`${codes.map((code) => clinic(services, code))}`,
  );
}

function clinic(services: SandboxServices, code: string) {
  const { state } = services.store;
  const prescriptions = state.prescriptions.filter((held) => held.institutionCode === code).toReversed();
  const bundles = state.bundles.filter((held) => held.institutionCode === code).toReversed();
  const messages = state.messages.filter((message) => message.institutionCode === code);
  return html`<section aria-label="${code}">
<h2>${state.institutions[code]?.name ?? '名称はまだ届いていません'}（${code}）</h2>
<h3>処方箋 ${prescriptions.length}件</h3>
${table(
  ['登録', '引換番号', '患者', '状態'],
  prescriptions.map((held) => [
    screenTime(new Date(held.createdAt)),
    groupedAccessCode(held.accessCode),
    held.patientName,
    STATUS_LABEL[held.status],
  ]),
)}
<h3>電子カルテ情報 ${bundles.length}件</h3>
${table(
  ['受理', '文書ID', '種別', '件数', '版'],
  bundles.map((held) => [
    screenTime(new Date(held.acceptedAt)),
    held.identifier,
    KIND_LABEL[held.kind] ?? held.kind,
    String(held.entryCount - 1),
    String(held.revision),
  ]),
)}
<h3>通信 ${messages.length}件${messages.length > MESSAGES_SHOWN ? `（新しい${MESSAGES_SHOWN}件）` : ''}</h3>
${table(
  ['時刻', '内容', '識別子', '結果'],
  messages
    .toReversed()
    .slice(0, MESSAGES_SHOWN)
    .map((message) => [
      screenTime(new Date(message.at)),
      message.operation,
      message.identifier,
      message.outcome,
    ]),
)}
</section>`;
}
