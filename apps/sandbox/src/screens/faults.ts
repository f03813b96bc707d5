import { html } from 'hono/html';
import type { SandboxServices } from '../services.ts';
import { OPERATION_LABEL } from '../sharing/routes.ts';
import {
  FAULT_MODES,
  FAULT_SERVICES,
  type Fault,
  type FaultMode,
  type FaultService,
  SHARING_OPERATIONS,
} from '../state/state.ts';
import { type notice, page } from './layout.ts';

const SERVICE_LABEL: Record<FaultService, string> = {
  eligibility: '資格確認・薬剤情報',
  eprescription: '電子処方箋管理',
  check: '重複投薬等チェック',
  signing: 'HPKI 電子署名',
  tsa: 'タイムスタンプ',
  sharing: '電子カルテ情報共有',
};

const MODE_LABEL: Record<FaultMode, string> = {
  normal: '正常',
  slow: '遅い（待ってから正常に答える）',
  down: '停止（何もせずに切れる）',
  error: '障害（システム障害と答える）',
  timeout_after_commit: '処理したあと答えが届かない',
  malformed: '答えが途中で切れる',
  partial: '一部の行にだけ答える（重複投薬等チェック）',
  wrong_signature: '署名・検証を誤る',
  one_wrong_signature: '次の署名を1つだけ誤る',
  maintenance: 'メンテナンス中（503）',
  session_ends: '次の署名のあと認証の期限が切れる',
  clock_ahead: '時計が1時間進んでいる',
  too_many_requests: '混雑（429。しばらく待つように答える）',
  refusing: '登録を拒否する（電子カルテ情報共有）',
  duplicate_notices: '紹介状の知らせが2通ずつ届く（電子カルテ情報共有）',
};

/** 「故障のスイッチ」: one switch per service, saved together. */
export function faultsScreen(services: SandboxServices, message: ReturnType<typeof notice> | '') {
  return page(
    '故障のスイッチ',
    html`${message}
<form method="post" action="/screens/faults">
${FAULT_SERVICES.map((service) => {
  const fault = services.faults.of(service);
  return html`<fieldset><legend>${SERVICE_LABEL[service]}</legend>
<div class="row-actions">
<label>動き <select name="${service}.mode">${FAULT_MODES.map(
    (mode) =>
      html`<option value="${mode}" ${mode === fault.mode ? 'selected' : ''}>${MODE_LABEL[mode]}</option>`,
  )}</select></label>
<label>待つ時間（ミリ秒、空なら既定） <input type="number" name="${service}.delayMs" min="0" max="600000" value="${fault.delayMs ?? ''}"></label>
${service === 'sharing' ? operations(fault) : ''}</div></fieldset>`;
})}
<div class="actions"><button class="primary large">この設定にする</button></div>
</form>
<form method="post" action="/screens/faults/normal"><div class="actions"><button class="large">すべて正常に戻す</button></div></form>`,
  );
}

/** The sharing service can fail in one of its operations only. */
function operations(fault: Fault) {
  return html`<label>どの操作で <select name="sharing.operation"><option value="">すべて</option>${SHARING_OPERATIONS.map(
    (operation) =>
      html`<option value="${operation}" ${operation === fault.operation ? 'selected' : ''}>${OPERATION_LABEL[operation]}</option>`,
  )}</select></label>`;
}
