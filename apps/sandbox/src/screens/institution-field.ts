import { html } from 'hono/html';
import type { SandboxServices } from '../services.ts';

/** The clinics that have spoken to the sandbox, and a field for one that has not yet. */
export function institutionField(services: SandboxServices, chosen: string) {
  const known = Object.entries(services.store.state.institutions).sort(([a], [b]) => a.localeCompare(b));
  const selected = known.some(([code]) => code === chosen) ? chosen : (known[0]?.[0] ?? '');
  return html`<fieldset><legend>診療所</legend>
${known.map(
  ([code, institution]) =>
    html`<label class="choice"><input type="radio" name="institutionCode" value="${code}" ${code === selected ? 'checked' : ''}> ${institution.name ?? '名称はまだ届いていません'}（${code}）</label>`,
)}
<label class="choice">ほかの診療所（医療機関コード10桁）<input type="text" name="otherInstitutionCode" inputmode="numeric" pattern="[0-9]{10}" maxlength="10" size="12"></label>
</fieldset>`;
}
