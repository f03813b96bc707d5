/** Elements whose content is nothing to read: it is left out with them. */
const HIDDEN = new Set([
  'script',
  'style',
  'template',
  'head',
  'noscript',
  'iframe',
  'object',
  'embed',
  'svg',
  'math',
]);
/** Elements that begin and end a line. */
const BLOCKS = new Set(
  'address article aside blockquote caption dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody tfoot thead tr ul'.split(
    ' ',
  ),
);
const CELLS = new Set(['td', 'th']);

/**
 * Where a block begins or ends, where the source only breaks its line, and where a cell ends: noncharacters of Unicode, which are taken
 * out of the source first.
 */
const EDGE = '\uFDD0';
const WRAP = '\uFDD1';
const CELL = '\uFDD2';

/** A tag, from where it begins. A "<" inside of one ends the attempt, as in XML, which also keeps the reading linear. */
const TAG = /<(\/?)([A-Za-z][A-Za-z0-9:-]*)((?:"[^"<]*"|'[^'<]*'|[^<>"'])*)>/y;

/**
 * The xhtml of a narrative as plain text: line breaks and blocks become lines, everything else of the markup goes, scripts and styles
 * with their content. Blanks are kept as they stand; only where the source breaks its own lines they are one blank. Whatever is not
 * well-formed is read as far as it goes: nothing throws, and no "<" of the source survives that was not written as an entity.
 */
export function plainTextOf(xhtml: string): string {
  const source = readable(xhtml);
  let text = '';
  let at = 0;
  let preformatted = 0;
  while (at < source.length) {
    const next = source.indexOf('<', at);
    const run = source.slice(at, next === -1 ? source.length : next);
    text += decoded(preformatted > 0 ? run.replace(/\r\n?/g, '\n') : unwrapped(run));
    if (next === -1) break;
    at = next;
    const special = specialAt(source, at);
    TAG.lastIndex = at;
    const tag = special === undefined ? TAG.exec(source) : null;
    if (special !== undefined) {
      text += special.text;
      at = special.end;
    } else if (tag === null) {
      // A "<" that begins nothing: shown in full width, so that it cannot become a tag with what follows.
      text += '＜';
      at += 1;
    } else {
      const [whole, closing, rawName = '', attributes = ''] = tag;
      const name = rawName.toLowerCase().replace(/^.*:/, '');
      const opens = closing === '' && !attributes.trimEnd().endsWith('/');
      at += whole.length;
      if (name === 'pre') preformatted = Math.max(0, preformatted + (opens ? 1 : -1));
      if (!HIDDEN.has(name)) text += textOfTag(name, closing !== '', attributes);
      else if (opens) at = afterClosing(source, at, name);
    }
  }
  return joined(text);
}

/** Without control characters and noncharacters, which no text should hold. */
function readable(xhtml: string): string {
  return xhtml.replace(/[\p{Cc}\uFDD0-\uFDEF]/gu, (character) =>
    '\t\r\n'.includes(character) ? character : '',
  );
}

function textOfTag(name: string, isClosing: boolean, attributes: string): string {
  if (name === 'br') return isClosing ? '' : '\n';
  if (name === 'li') return isClosing ? EDGE : `${EDGE}・`;
  if (name === 'img' && !isClosing) {
    const alternative = /\balt\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(attributes);
    const label = decoded(alternative?.[1] ?? alternative?.[2] ?? '').replaceAll('<', '＜');
    return `［画像${label === '' ? '' : `：${label}`}］`;
  }
  if (CELLS.has(name)) return isClosing ? CELL : '';
  return BLOCKS.has(name) ? EDGE : '';
}

/** Comments, declarations and instructions go; the text of a CDATA section stays. */
function specialAt(source: string, at: number): { text: string; end: number } | undefined {
  const endOf = (end: string): number => {
    const found = source.indexOf(end, at);
    return found === -1 ? source.length : found + end.length;
  };
  if (source.startsWith('<!--', at)) return { text: '', end: endOf('-->') };
  if (source.startsWith('<![CDATA[', at)) {
    const end = endOf(']]>');
    const content = source.slice(at + '<![CDATA['.length, end).replace(/]]>$/, '');
    return { text: content.replaceAll('<', '＜'), end };
  }
  if (source.startsWith('<!', at) || source.startsWith('<?', at)) return { text: '', end: endOf('>') };
  return undefined;
}

/** Where an element that is left out ends; the end of everything when it never does. */
function afterClosing(source: string, at: number, name: string): number {
  const closing = new RegExp(`</(?:[A-Za-z0-9-]+:)?${name}\\s*>`, 'gi');
  closing.lastIndex = at;
  return closing.test(source) ? closing.lastIndex : source.length;
}

/** Line breaks of the source with the blanks around them as one mark. */
function unwrapped(run: string): string {
  return run.replace(/[ \t\r\n]+/g, (blanks) => (/[\r\n]/.test(blanks) ? WRAP : blanks));
}

/** What stands between two texts: as many lines as were broken, else one line at an edge, else a blank. */
function joined(text: string): string {
  return text
    .replace(/[\uFDD0-\uFDD2\n]+/g, (marks) => {
      const breaks = marks.replace(/[^\n]/g, '');
      if (breaks !== '') return breaks;
      if (marks.includes(EDGE)) return '\n';
      return marks.includes(CELL) ? '　' : ' ';
    })
    .trim();
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  yen: '¥',
  deg: '°',
  plusmn: '±',
  times: '×',
  divide: '÷',
  micro: 'µ',
  middot: '·',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  copy: '©',
  reg: '®',
};

/** Entities as their characters; unknown ones stay as they are written, those of control characters go. */
function decoded(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z]{2,8}));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return NAMED[String(name)] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(String(hex), 16);
    return isCharacter(code) ? String.fromCodePoint(code) : '';
  });
}

function isCharacter(code: number): boolean {
  const isControl = (code < 0x20 && code !== 0x09 && code !== 0x0a) || (code >= 0x7f && code <= 0x9f);
  const isMark = code >= 0xfdd0 && code <= 0xfdef;
  return code <= 0x10ffff && !isControl && !isMark && !(code >= 0xd800 && code <= 0xdfff);
}
