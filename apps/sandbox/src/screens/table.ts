import { html } from 'hono/html';

export type Markup = ReturnType<typeof html>;

/** A plain table; a word instead of it when it has no rows. */
export function table(headings: readonly string[], rows: readonly (readonly (string | Markup)[])[]): Markup {
  if (rows.length === 0) return html`<p>ありません。</p>`;
  return html`<div class="table"><table><thead><tr>${headings.map((heading) => html`<th>${heading}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table></div>`;
}

/** Words that stay in one line: names. */
export function nowrap(words: string): Markup {
  return html`<span class="nowrap">${words}</span>`;
}
