import { html } from 'hono/html';
import { screenTime } from '../jst.ts';
import type { SandboxServices } from '../services.ts';
import type { JsonObject } from '../sharing/json.ts';
import { contentOf, isKept } from '../sharing/retention.ts';
import { indications } from '../sharing/rules/elements.ts';
import { wordsOf } from '../sharing/words.ts';
import { page } from './layout.ts';
import { institutionName, KIND_LABEL } from './sharing.ts';
import { type Markup, table } from './table.ts';

/** 未告知 and 未提供 are not for the patient's eyes. */
const isForPatient = (resource: JsonObject): boolean =>
  !indications(resource).some((code) => code === 'UNINFORMED' || code === 'UNDELIVERED');

/** 「マイナポータル」: what a person would see of what was registered about them. */
export function portalScreen(services: SandboxServices, personId: string) {
  const person = services.people.byId(personId);
  return page(
    'マイナポータル（患者さんの画面）',
    html`<form method="post" action="/screens/portal" class="row-actions">
<label>見る人 <select name="personId">${services.people.people.map(
      ({ id, familyName, givenName }) =>
        html`<option value="${id}" ${id === personId ? 'selected' : ''}>${familyName} ${givenName}</option>`,
    )}</select></label><button>この人の画面を見る</button></form>
${person === undefined ? '' : html`<p class="person">${person.familyName} ${person.givenName} さん</p>${registered(services, personId)}`}`,
  );
}

function registered(services: SandboxServices, personId: string): Markup {
  const now = services.now();
  const shown = services.store.state.bundles
    .filter((stored) => stored.personId === personId && isKept(stored, now))
    .filter((stored) => stored.referral?.state !== 'cancelled')
    .map((stored) => ({ stored, words: wordsOf(contentOf(stored), isForPatient) }))
    .filter(({ words }) => words.length > 0);
  return table(
    ['登録', '医療機関', '種別', '内容'],
    shown.map(({ stored, words }) => [
      screenTime(new Date(stored.acceptedAt)),
      institutionName(services, stored.institutionCode),
      KIND_LABEL[stored.kind] ?? stored.kind,
      html`${words.map((line) => html`<div>${line}</div>`)}`,
    ]),
  );
}
