import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const page = path.join(root, 'docs/conformance.md');

/** The parts of docs/conformance.md that are written by the run, by name; the words between them are written by hand. */
export type Blocks = ReadonlyMap<string, readonly string[]>;

/** Puts the blocks between their marks. */
function rendered(text: string, blocks: Blocks): string {
  let result = text;
  for (const [name, lines] of blocks) {
    const [begin, end] = [
      `<!-- ${name}: written by npm run conformance -- --write -->`,
      `<!-- end of ${name} -->`,
    ];
    const [from, to] = [result.indexOf(begin), result.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`docs/conformance.md has no place for ${name}`);
    result = `${result.slice(0, from + begin.length)}\n${lines.join('\n')}\n${result.slice(to)}`;
  }
  return result;
}

/** Writes the blocks into the page. */
export function writePage(blocks: Blocks): void {
  fs.writeFileSync(page, rendered(fs.readFileSync(page, 'utf8'), blocks));
}

/** Whether the page says what the run found, in the blocks of this run. */
export function isPageTrue(blocks: Blocks): boolean {
  const text = fs.readFileSync(page, 'utf8');
  return rendered(text, blocks) === text;
}

/** A Markdown table. */
export const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] => [
  `| ${head.join(' | ')} |`,
  `|${'---|'.repeat(head.length)}`,
  ...rows.map((row) => `| ${row.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`),
];
