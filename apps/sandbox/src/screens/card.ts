import { html } from 'hono/html';
import type { DemoPerson } from '../knowledge/people.ts';
import type { SandboxServices } from '../services.ts';
import { CONSENT_SCOPES, type ConsentScope } from '../state/state.ts';
import { institutionField } from './institution-field.ts';
import { type notice, page } from './layout.ts';

const CONSENT_LABELS: Record<ConsentScope, string> = {
  medication: '薬剤情報',
  diagnosis: '診療情報',
  checkup: '特定健診情報',
  surgery: '過去の手術情報',
  sharedDiagnoses: '電子カルテ情報（傷病名・手術・感染症）',
  sharedClinical: '電子カルテ情報（診療・薬剤・アレルギー等・検査）',
};

/** 「カードリーダー」: works without scripts; one submit leaves the face file. */
export function cardScreen(
  services: SandboxServices,
  shown: { institutionCode: string; personId: string; message: ReturnType<typeof notice> | '' },
) {
  return page(
    'カードリーダー',
    html`${shown.message}
<form method="post" action="/screens/card">
${institutionField(services, shown.institutionCode)}
<fieldset><legend>マイナ保険証を置いた人</legend>
${services.people.people.map((person) => personChoice(person, shown.personId))}
</fieldset>
<fieldset><legend>情報の提供に同意しますか（同意するものにチェック。24時間有効）</legend>
${CONSENT_SCOPES.map(
  (scope) =>
    html`<label class="choice"><input type="checkbox" name="consent" value="${scope}" checked> ${CONSENT_LABELS[scope]}</label>`,
)}
</fieldset>
<fieldset><legend>処方箋の発行形態</legend>
<label class="choice"><input type="radio" name="issueSelect" value="electronic" checked> 電子処方箋</label>
<label class="choice"><input type="radio" name="issueSelect" value="paper"> 紙の処方箋</label>
<label class="choice"><input type="radio" name="issueSelect" value=""> 選ばない</label>
</fieldset>
<fieldset><legend>照会番号（患者番号を登録してある場合だけ）</legend>
<input type="text" name="referenceNumber" maxlength="20" aria-label="照会番号">
</fieldset>
<div class="actions"><button class="primary large">受け付ける</button></div>
</form>`,
  );
}

function personChoice(person: DemoPerson, chosen: string) {
  return html`<label class="choice"><input type="radio" name="personId" value="${person.id}" required ${person.id === chosen ? 'checked' : ''}>
<span>${person.familyName} ${person.givenName}（${person.familyKana} ${person.givenKana}）　${person.birthDate.replaceAll('-', '/')}生
<small>${person.note}</small></span></label>`;
}
