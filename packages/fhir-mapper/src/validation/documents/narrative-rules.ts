import type { Findings } from '../issue.ts';
import { type JsonObject, stringOf } from '../json.ts';

/** Elements of a narrative (FHIR R4, narrative): what formats a text, and nothing that acts. */
const ALLOWED = new Set(
  'a abbr acronym address b big blockquote br caption cite code col colgroup dd dfn div dl dt em h1 h2 h3 h4 h5 h6 hr i img li ol p pre q samp small span strong sub sup table tbody td tfoot th thead tr tt ul var'.split(
    ' ',
  ),
);
const XHTML_DIV =
  /^<div(?:\s[^<>]*)?\sxmlns=(?:"http:\/\/www\.w3\.org\/1999\/xhtml"|'http:\/\/www\.w3\.org\/1999\/xhtml')/;
const TAG = /<(\/?)([A-Za-z][A-Za-z0-9]*)((?:\s+[A-Za-z:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/gy;

/** txt-1 and txt-2: xhtml that only formats, and says something. */
export function checkNarrative(text: JsonObject, path: string, name: string, findings: Findings): void {
  const div = stringOf(text.div);
  const place = `${path}.div`;
  if (div === '') {
    findings.error('cardinality', place, `${name}の文章がありません。`);
  } else if (!XHTML_DIV.test(div) || !isWellFormed(div)) {
    findings.error(
      'txt-1',
      place,
      `${name}の文章に、使えない書式かスクリプトが入っています。文章を入力し直してください。`,
    );
  } else if (div.replace(/<[^>]*>/g, '').trim() === '' && !/<img\s/.test(div)) {
    findings.error(
      'txt-2',
      place,
      `${name}の文章が空です。書くことがないときは「なし」などの理由を選んでください。`,
    );
  }
}

/** One element with allowed elements inside, each closed, no handlers, entities of XML alone. */
function isWellFormed(xhtml: string): boolean {
  const open: string[] = [];
  let at = 0;
  let roots = 0;
  while (at < xhtml.length) {
    const next = xhtml.indexOf('<', at);
    const run = xhtml.slice(at, next === -1 ? xhtml.length : next);
    if (/&(?!(?:amp|lt|gt|quot|apos|#[0-9]+|#x[0-9A-Fa-f]+);)/.test(run)) return false;
    if (open.length === 0 && run.trim() !== '') return false;
    if (next === -1) break;
    TAG.lastIndex = next;
    const tag = TAG.exec(xhtml);
    if (tag === null) return false;
    const [whole, closing, name = '', attributes = '', alone] = tag;
    if (!ALLOWED.has(name) || /\son[a-z]+\s*=|javascript:/i.test(attributes)) return false;
    if (closing === '/') {
      if (open.pop() !== name) return false;
    } else {
      if (open.length === 0) roots += 1;
      if (alone === '') open.push(name);
    }
    at = next + whole.length;
  }
  return open.length === 0 && roots === 1;
}
