import fs from 'node:fs';
import type { Mutant } from './instrument.ts';

/** Rows of an earlier report keep their word: file, original and changed are the key. */
const keyOf = (file: string, original: string, changed: string): string =>
  [file, original, changed].join(' | ');

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('`', "'");

/**
 * Writes the list of surviving mutants. The word on each (why it may survive, or what test is missing) is kept from the report before;
 * a new one has none yet and is marked so.
 */
export function writeReport(file: string, folder: string, total: number, survivors: readonly Mutant[]): void {
  const words = new Map<string, string>();
  if (fs.existsSync(file))
    for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
      const cells = line.split(/(?<!\\)\|/).map((each) => each.trim());
      if (cells.length === 7 && cells[2]?.startsWith('`'))
        words.set(keyOf(cells[1]!.replace(/:\d+$/, ''), cells[2]!, cells[3]!), cells[5]!);
    }
  const rows = survivors.map((each) => {
    const [original, changed] = [`\`${cell(each.original)}\``, `\`${cell(each.changed)}\``];
    const word = words.get(keyOf(each.file, original, changed)) ?? '**no word yet**';
    return `| ${each.file}:${each.line} | ${original} | ${changed} | ${each.kind} | ${word} |`;
  });
  const killed = total - survivors.length;
  fs.writeFileSync(
    file,
    [
      '# Surviving mutants of the safety engine',
      '',
      `\`npm run mutate -- safety\` changes \`${folder}\` one small thing at a time (operators, boundaries, conditions, logic, numbers, calls,`,
      'returns, statements) and runs the unit tests beside it. What no test notices is listed here with a word on each.',
      '',
      `**${killed} of ${total} noticed (${((100 * killed) / total).toFixed(1)} %), ${survivors.length} survive.**`,
      '',
      '| place | original | changed | kind | word |',
      '|---|---|---|---|---|',
      ...rows,
      '',
    ].join('\n'),
  );
}
