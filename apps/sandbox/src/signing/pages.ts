import { html } from 'hono/html';
import { page } from '../screens/layout.ts';
import type { Signer } from './signers.ts';

/** 「HPKI 認証（模擬）」: stands for the smartphone prompt of the HPKI second certificate. */
export function authorizationPage(
  action: string,
  request: Readonly<Record<string, string>>,
  chosen: Signer | undefined,
  signers: readonly Signer[],
) {
  const fields = Object.entries(request).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  const who =
    chosen === undefined
      ? html`<fieldset><legend>認証する人</legend>${signers.map(
          (signer, index) =>
            html`<label class="choice"><input type="radio" name="credential_id" value="${signer.credentialId}" ${index === 0 ? 'checked' : ''}> ${signer.name}（${signer.roleLabel}）</label>`,
        )}</fieldset>`
      : html`<p class="person">${chosen.name}<small>${chosen.roleLabel}</small></p><input type="hidden" name="credential_id" value="${chosen.credentialId}">`;
  return page(
    'HPKI 認証（模擬）',
    html`<div class="narrow">
<p>電子署名のための認証です。スマートフォンの代わりに、この画面で答えます。</p>
<form method="post" action="${action}">
${fields}${who}
<div class="actions">
<button class="primary large" name="decision" value="approve">スマートフォンで認証する</button>
<button class="large" name="decision" value="deny">中止する</button>
</div>
</form>
</div>`,
    { navigation: false },
  );
}
