import { html } from 'hono/html';
import { LETTER_KINDS, type LetterKind } from '../elsewhere/letters.ts';
import { VENDORS } from '../elsewhere/vendors.ts';
import { screenTime } from '../jst.ts';
import type { SandboxServices } from '../services.ts';
import { isKept } from '../sharing/retention.ts';
import { type notice, page } from './layout.ts';
import { institutionName, personName, STATE_LABEL } from './sharing.ts';
import { nowrap, table } from './table.ts';

const KIND_WORDS: Record<LetterKind, string> = {
  plain: 'ふつうの紹介状（処方つき）',
  full: '退院後の紹介状（PDF、画像、退院時サマリー、検査、処方つき）',
  namesake: 'コードのない病名（疑い）だけの紹介状',
};

/** 「紹介状」: letters on their way, and a form by which another institution writes one. */
export function lettersScreen(services: SandboxServices, message: ReturnType<typeof notice> | '') {
  const letters = services.store.state.bundles
    .filter((stored) => stored.referral !== null && isKept(stored, services.now()))
    .toReversed();
  return page(
    '紹介状',
    html`${message}
<h2>届け中の紹介状 ${letters.length}件</h2>
${table(
  ['登録', '患者', '紹介元', '紹介先', '状態', '見る'],
  letters.map((stored) => [
    screenTime(new Date(stored.acceptedAt)),
    nowrap(personName(services, stored.personId)),
    institutionName(services, stored.institutionCode),
    institutionName(services, stored.referral?.to ?? ''),
    stored.referral === null ? '' : STATE_LABEL[stored.referral.state],
    html`<a href="/screens/sharing/${stored.acknowledgementId}">中身</a>`,
  ]),
)}
<h2>ほかの医療機関から紹介状を送る</h2>
<form method="post" action="/screens/letters">
${receivers(services)}
<fieldset><legend>紹介元</legend>
${VENDORS.map(({ institutionCode }, index) => choice('from', institutionCode, institutionName(services, institutionCode), index === 0))}
</fieldset>
<fieldset><legend>患者</legend><label>患者 <select name="personId">${services.people.people.map(
      ({ id, familyName, givenName, birthDate }) =>
        html`<option value="${id}">${familyName} ${givenName}（${birthDate}生）</option>`,
    )}</select></label></fieldset>
<fieldset><legend>内容</legend>
${LETTER_KINDS.map((kind, index) => choice('kind', kind, KIND_WORDS[kind], index === 0))}
</fieldset>
<fieldset><legend>患者さんの同意</legend>
${choice('readable', '1', '紹介元で同意を得た（閲覧可）', true)}
${choice('readable', '0', 'まだ得ていない（閲覧保留）', false)}
</fieldset>
<div class="actions"><button class="primary large">紹介状を送る</button></div>
</form>`,
  );
}

/** Clinics that have spoken to the sandbox, and the demo's own. */
function receivers(services: SandboxServices) {
  const demo = ['1311234569', '1412345678'];
  const played: readonly string[] = VENDORS.map(({ institutionCode }) => institutionCode);
  const seen = Object.keys(services.store.state.institutions);
  const codes = [...new Set([...demo, ...seen])].filter((code) => !played.includes(code));
  return html`<fieldset><legend>紹介先</legend>
${codes.map((code, index) => choice('to', code, `${institutionName(services, code)}（${code}）`, index === 0))}
</fieldset>`;
}

function choice(name: string, value: string, words: string, isChosen: boolean) {
  return html`<label class="choice"><input type="radio" name="${name}" value="${value}" required ${isChosen ? 'checked' : ''}> ${words}</label>`;
}
