import { charactersWithoutGlyph, embeddedFontCss, FORM_FONT_STACK } from '@shirube/pdf';
import { html, Markup } from './markup.ts';

/** What stands for a character that no font of the forms has, as in the electronic records. */
const unknownCharacter = '■';

/** Every font size is relative to the box, so that a box can take smaller letters (`data-fit`, see fittedPdf). */
const common = `
* { box-sizing: border-box; margin: 0; padding: 0; }
html { font-family: ${FORM_FONT_STACK}; color: #000; background: #fff; }
h1, h2, p, dl, dd, ul, li { font-weight: 400; list-style: none; }
i { font-style: normal; }
[data-fit] { overflow: hidden; }
.fit-0 { white-space: nowrap; }
.fit-1 { white-space: nowrap; } .fit-1 > span { font-size: .88em; }
.fit-2 { white-space: nowrap; } .fit-2 > span { font-size: .76em; }
.fit-3, .fit-4, .fit-5, .fit-6 { overflow-wrap: anywhere; line-height: 1.15; }
.fit-3 > span { font-size: .76em; } .fit-4 > span { font-size: .66em; }
.fit-5 > span { font-size: .56em; } .fit-6 > span { font-size: .46em; }
.symbol { display: block; }
`;

export interface PageParts {
  title: string;
  style: string;
  body: Markup;
  /** `@font-face` rules; made from the text of the body when left out */
  fonts?: string;
}

/** A whole print page: no script, nothing to load, the fonts inside. */
export async function printPage({ title, style, body, fonts }: PageParts): Promise<string> {
  return assemblePage({ title, style, body, fonts: fonts ?? (await embeddedFontCss(body.text)) });
}

/** As printPage, with the fonts at hand. */
export function assemblePage({ title, style, body, fonts }: Required<PageParts>): string {
  const styles = new Markup(`<style>${fonts}${common}${style}</style>`);
  return html`<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>${title}</title>${styles}</head><body>${body}</body></html>`
    .text;
}

export interface Printable<Content> {
  content: Content;
  /** characters that stand as ■, each once */
  missing: string[];
}

/**
 * The content as it can be drawn: a character that no font of the forms has stands as ■, to be written by hand, because an
 * empty box would look like no character at all. Whoever prints says so on the paper.
 */
export async function drawable<Content>(given: Content): Promise<Printable<Content>> {
  const content = inStrings(given, composed);
  const missing = await charactersWithoutGlyph(JSON.stringify(content));
  if (missing.length === 0) return { content, missing };
  const marked = (text: string) =>
    [...text].map((each) => (missing.includes(each) ? unknownCharacter : each)).join('');
  return { content: inStrings(content, marked), missing };
}

/**
 * Letters and their marks as one character, half-width kana in full width as on every form: in two characters they would come from two
 * files of a font, and neither would draw them. Kanji stay as they are: composing would change some into others.
 */
function composed(text: string): string {
  return text
    .replace(/[\uff61-\uff9f]+/g, (run) => run.normalize('NFKC'))
    .replace(/[\p{Script=Latin}\p{Script=Kana}\p{Script=Hiragana}][\u0300-\u036f\u3099\u309a]+/gu, (letter) =>
      letter.normalize('NFC'),
    );
}

function inStrings<Content>(content: Content, change: (text: string) => string): Content {
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return change(value);
    if (Array.isArray(value)) return value.map(walk);
    if (value !== null && typeof value === 'object')
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, walk(each)]));
    return value;
  };
  return walk(content) as Content;
}

/** How a paper with ■ in it says what to do; '' when there is none. */
export function missingInWords(missing: readonly string[]): string {
  return missing.length === 0 ? '' : '■は印刷できない文字です。手書きで書き入れてください。';
}
