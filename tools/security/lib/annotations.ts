/** A test that says which controls it proves. */
export interface Proof {
  /** path from the root of the repository */
  file: string;
  /** as it stands in the source, placeholders of `it.each` and templates included */
  title: string;
  ids: string[];
}

export interface Scan {
  proofs: Proof[];
  /** sentences for whoever has to put it right, each with file and line */
  problems: string[];
}

const mark = /^\s*\/\/\s*@proves\b(.*)$/;
/** In a comment, but not on a line of its own: it would be overlooked in silence. */
const misplaced = /(?:\/\/|\/\*|^\s*\*).*@proves\b/;
const call = /^[ \t]*(?:await\s+)?(?:it|test|describe)((?:\.\w+)*)(?=[<(`])/;
export const controlId = /^(?:[A-H]\d{1,2}|V\d{1,2}\.\d{1,2}\.\d{1,2})$/;
const neverRuns = ['skip', 'todo', 'fixme'];

export const isTestFile = (file: string): boolean => /\.(?:test\.tsx?|e2e\.ts)$/.test(file);

/** Finds the annotations of one file. An annotation belongs to the call that follows it, with nothing but comments between. */
export function scanFile(file: string, text: string): Scan {
  const scan: Scan = { proofs: [], problems: [] };
  const lines = text.split('\n');
  lines.forEach((line, index) => {
    const found = mark.exec(line);
    const place = `${file}:${index + 1}`;
    if (!found) {
      if (misplaced.test(line)) scan.problems.push(`${place}: @proves needs a comment line of its own`);
      return;
    }
    if (!isTestFile(file)) {
      scan.problems.push(`${place}: @proves stands in a file that is not a test`);
      return;
    }
    const ids = (found[1] ?? '').trim().split(/\s+/).filter(Boolean);
    for (const id of ids.filter((each) => !controlId.test(each)))
      scan.problems.push(`${place}: "${id}" does not look like a control`);
    if (ids.length === 0) scan.problems.push(`${place}: @proves names no control`);

    let next = index + 1;
    while (/^\s*\/\//.test(lines[next] ?? '')) next += 1;
    const rest = lines.slice(next).join('\n');
    const start = call.exec(rest);
    if (!start) {
      scan.problems.push(`${place}: @proves stands above nothing; it(, test( or describe( must follow`);
      return;
    }
    if (neverRuns.some((word) => start[1]?.split('.').includes(word))) {
      scan.problems.push(`${place}: a test that is skipped proves nothing`);
      return;
    }
    const title = titleAt(rest, start[0].length);
    if (title === undefined)
      scan.problems.push(`${place}: the title of the test is not a literal and can not be shown`);
    else scan.proofs.push({ file, title, ids: ids.filter((id) => controlId.test(id)) });
  });
  return scan;
}

/**
 * The first literal among the arguments of a call. Arguments of a modifier come first: `it.each(rows)('title'`,
 * `it.each`…`('title'`, `it.skipIf(condition)('title'`.
 */
function titleAt(text: string, from: number): string | undefined {
  let at = text[from] === '<' ? endOfTypes(text, from) : from;
  for (;;) {
    if (text[at] === '`') at = endOfLiteral(text, at);
    else if (text[at] === '(') {
      const end = endOfParentheses(text, at);
      const after = skipSpace(text, end);
      if (text[after] !== '(') break;
      at = after;
    } else return undefined;
    at = skipSpace(text, at);
  }
  const first = skipSpace(text, at + 1);
  if (!`'"\``.includes(text[first] ?? ' ')) return undefined;
  const raw = text.slice(first + 1, endOfLiteral(text, first) - 1);
  return raw.replace(/\\(['"`\\])/g, '$1').replace(/\s+/g, ' ');
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (/\s/.test(text[at] ?? '')) at += 1;
  return at;
}

/** The index after the closing quote. */
function endOfLiteral(text: string, from: number): number {
  const quote = text[from];
  let at = from + 1;
  while (at < text.length && text[at] !== quote) at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

/** The index after the bracket that closes the type arguments at `from`; the arrow of a function type closes nothing. */
function endOfTypes(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '<') depth += 1;
    if (text[at] === '>' && text[at - 1] !== '=') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return text.length;
}

/** The index after the parenthesis that closes the one at `from`; parentheses in literals and comments do not count. */
function endOfParentheses(text: string, from: number): number {
  let depth = 0;
  let at = from;
  while (at < text.length) {
    const character = text[at] as string;
    if (`'"\``.includes(character)) at = endOfLiteral(text, at);
    else if (text.startsWith('//', at)) at = text.indexOf('\n', at);
    else {
      if (character === '(') depth += 1;
      if (character === ')') depth -= 1;
      at += 1;
      if (depth === 0) return at;
    }
    if (at < 0) break;
  }
  return text.length;
}
