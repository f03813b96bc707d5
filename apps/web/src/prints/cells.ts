import { html, type Markup } from './markup.ts';

/** A number in boxes, one digit each, from the right; empty boxes where there is no number. A number too long for them gets more. */
export function cells(number: string, count: number): Markup {
  const digits = [...number.replace(/[-\s]/g, '')];
  const empty = Array.from({ length: Math.max(0, count - digits.length) }, () => '');
  return html`<span class="cells">${[...empty, ...digits].map((digit) => html`<i>${digit}</i>`)}</span>`;
}

/** □ as on the form, with the mark over it when it is chosen. */
export function tickBox(chosen: boolean): Markup {
  return html`<span class="tick">□${chosen ? html`<b>✓</b>` : null}</span>`;
}
