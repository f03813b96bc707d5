import { html } from 'hono/html';
import { groupedAccessCode } from '../gateway/copy.ts';
import { screenTime } from '../jst.ts';
import type { SandboxServices } from '../services.ts';
import type { PrescriptionStatus, StoredPrescription } from '../state/state.ts';
import { type notice, page } from './layout.ts';

export const STATUS_LABEL: Record<PrescriptionStatus, string> = {
  registered: '未受付',
  dispensing: '調剤中',
  dispensed: '調剤済',
  cancelled: '取消済',
};

const ISSUE_LABEL: Record<StoredPrescription['issueType'], string> = {
  '1': '電子処方箋',
  '2': '紙の処方箋',
  '3': '院内処方情報（薬局では扱いません）',
};

/** 「薬局（厚労薬局）」: found by 引換番号, received, dispensed. */
export function pharmacyScreen(
  services: SandboxServices,
  accessCode: string,
  message: ReturnType<typeof notice> | '',
) {
  const wanted = accessCode.normalize('NFKC').replace(/\D/g, '');
  const prescriptions = services.store.state.prescriptions
    .filter((held) => wanted === '' || held.accessCode.startsWith(wanted))
    .toReversed();
  return page(
    '薬局（厚労薬局）',
    html`${message}
<form method="get" action="/screens/pharmacy" class="row-actions">
<label>引換番号 <input type="text" name="accessCode" inputmode="numeric" size="22" value="${accessCode}"></label>
<button>探す</button>
</form>
${
  prescriptions.length === 0
    ? html`<p>該当する処方箋はありません。</p>`
    : html`<div class="table"><table><thead><tr><th>引換番号</th><th>患者・医療機関</th><th>お薬</th><th>状態</th><th>操作</th></tr></thead>
<tbody>${prescriptions.map(row)}</tbody></table></div>`
}`,
  );
}

function row(held: StoredPrescription) {
  return html`<tr>
<td class="number">${groupedAccessCode(held.accessCode)}<small>${ISSUE_LABEL[held.issueType]}</small></td>
<td>${held.patientName}<small>${held.facilityName} ${held.prescriberName}</small><small>${screenTime(new Date(held.createdAt))} 登録</small></td>
<td class="drugs">${held.lines.map((line) => html`<div>${line.name} ${line.dose}${line.unit}<small>${line.usageText}</small></div>`)}</td>
<td class="state">${STATUS_LABEL[held.status]}${held.refillTotal === null ? '' : html`<small>リフィル ${held.dispensings.length} / ${held.refillTotal} 回</small>`}${held.pharmacyMessage === null ? '' : html`<small>伝達: ${held.pharmacyMessage}</small>`}</td>
<td>${actions(held)}</td>
</tr>`;
}

function actions(held: StoredPrescription) {
  const action = (name: string, label: string, extra: ReturnType<typeof html> | '' = '') =>
    html`<form method="post" action="/screens/pharmacy" class="row-actions"><input type="hidden" name="prescriptionId" value="${held.prescriptionId}">${extra}<button name="action" value="${name}">${label}</button></form>`;
  if (held.issueType === '3') return '';
  if (held.status === 'registered') return action('receive', '受け付ける');
  if (held.status !== 'dispensing') return '';
  const message = html`<input type="text" name="message" placeholder="伝達事項（なければ空）" maxlength="200" aria-label="伝達事項"><input type="text" name="inquiry" placeholder="疑義照会の結果（なければ空）" maxlength="200" aria-label="疑義照会の結果"><label><input type="checkbox" name="substitute" value="1"> 後発品に変える</label>`;
  return html`${action('dispense', '調剤を終える', message)}${action('return', '受付を取り消す')}`;
}
