import { html } from 'hono/html';
import { consentEnds } from '../gateway/eligibility.ts';
import { screenTime } from '../jst.ts';
import type { SandboxServices } from '../services.ts';
import { institutionOf } from '../sharing/registration.ts';
import { contentOf, isKept } from '../sharing/retention.ts';
import { wordsOf } from '../sharing/words.ts';
import type { ReferralState, StoredBundle } from '../state/sharing.ts';
import { page } from './layout.ts';
import { type Markup, nowrap, table } from './table.ts';

export const KIND_LABEL: Record<string, string> = {
  Condition: '傷病名',
  AllergyIntolerance: 'アレルギー',
  Observation: '検査・感染症',
  referral: '診療情報提供書',
  checkup: '健診結果報告書',
  care_summary: '患者サマリー',
};

export const STATE_LABEL: Record<ReferralState, string> = {
  on_hold: '閲覧保留（患者さんの同意待ち）',
  readable: '閲覧可',
  received: '受領済',
  cancelled: '取消',
};

const LINES_SHOWN = 4;

/** 「電子カルテ情報共有」: whose consent holds, and what is held for whom, clinic by clinic. */
export function sharingScreen(services: SandboxServices) {
  const kept = services.store.state.bundles.filter((stored) => isKept(stored, services.now()));
  const codes = [...new Set(kept.map(({ institutionCode }) => institutionCode))].sort();
  return page(
    '電子カルテ情報共有サービス',
    html`<h2>いま有効な同意</h2>
${consents(services)}
${codes.map((code) => institution(services, code, kept))}`,
  );
}

function consents(services: SandboxServices): Markup {
  const { cards } = services.store.state;
  const latest = cards.filter(
    (card) =>
      cards.findLast(
        (other) => other.institutionCode === card.institutionCode && other.personId === card.personId,
      ) === card && services.now() < consentEnds(card.tappedAt),
  );
  const given = latest.filter(({ consents: c }) => c.sharedDiagnoses || c.sharedClinical);
  return table(
    ['患者', '医療機関', '傷病名・感染症', 'アレルギー・検査・処方', '見られる期限'],
    given.map((card) => [
      nowrap(personName(services, card.personId)),
      institutionName(services, card.institutionCode),
      card.consents.sharedDiagnoses ? '同意' : '同意なし',
      card.consents.sharedClinical ? '同意' : '同意なし',
      screenTime(consentEnds(card.tappedAt)),
    ]),
  );
}

function institution(services: SandboxServices, code: string, kept: readonly StoredBundle[]): Markup {
  const own = kept.filter(({ institutionCode }) => institutionCode === code);
  const people = [...new Set(own.map(({ personId }) => personId))].sort();
  return html`<section aria-label="${code}">
<h2>${institutionName(services, code)}（${code}）${own.length}件</h2>
${table(
  ['患者', '種別', '内容', '版', '登録', '見る'],
  people.flatMap((personId) =>
    own
      .filter((stored) => stored.personId === personId)
      .map((stored) => [
        nowrap(personName(services, personId)),
        html`${KIND_LABEL[stored.kind] ?? stored.kind}${stored.referral === null ? '' : html`<small>${STATE_LABEL[stored.referral.state]}</small>`}`,
        shortened(wordsOf(contentOf(stored))),
        String(stored.revision),
        screenTime(new Date(stored.acceptedAt)),
        html`<a href="/screens/sharing/${stored.acknowledgementId}">中身</a>`,
      ]),
  ),
)}
</section>`;
}

function shortened(words: readonly string[]): Markup {
  const rest = words.length - LINES_SHOWN;
  return html`${words.slice(0, LINES_SHOWN).map((line) => html`<div>${line}</div>`)}${rest > 0 ? html`<small>ほか${rest}件</small>` : ''}`;
}

/** One registration: in words, and as it was sent. Addressed by the acknowledgement, which names nobody. */
export function registrationScreen(services: SandboxServices, acknowledgementId: string) {
  const stored = services.store.state.bundles.find((each) => each.acknowledgementId === acknowledgementId);
  if (stored === undefined) return null;
  const content = contentOf(stored);
  return page(
    KIND_LABEL[stored.kind] ?? stored.kind,
    html`<p class="person">${personName(services, stored.personId)}</p>
<p>${institutionName(services, stored.institutionCode)}　第${stored.revision}版　${screenTime(new Date(stored.acceptedAt))} 登録</p>
<p>文書ID ${stored.identifier}</p>
<ul>${wordsOf(content).map((line) => html`<li>${line}</li>`)}</ul>
<details><summary>送られたままの内容（FHIR）</summary><pre>${JSON.stringify(content, shortData, 2)}</pre></details>
<p><a href="/screens/sharing">一覧に戻る</a></p>`,
  );
}

/** Files would fill the page: their length is enough. */
function shortData(name: string, value: unknown): unknown {
  return name === 'data' && typeof value === 'string' && value.length > 200
    ? `（base64 ${value.length}文字）`
    : value;
}

export function personName(services: SandboxServices, personId: string): string {
  const person = services.people.byId(personId);
  return person === undefined ? personId : `${person.familyName} ${person.givenName}`;
}

export function institutionName(services: SandboxServices, institutionCode: string): string {
  return institutionOf(services, institutionCode)?.name ?? institutionCode;
}
