import fs from 'node:fs';
import path from 'node:path';
import type { Example } from './examples.ts';
import { definitionsDirectory, type JudgedFile } from './judge.ts';
import { table } from './page.ts';
import { type Expected, isError, type Verdict } from './verdict.ts';

/** What a run found, as blocks of docs/conformance.md. */

/** By what it was judged: the validator, and the packages of definitions. */
export function versionLines(): string[] {
  const pom = fs.readFileSync(path.resolve(import.meta.dirname, '../../conformance/pom.xml'), 'utf8');
  const index = path.join(definitionsDirectory, 'index.json');
  const { sources = [] }: { sources?: { package: string }[] } = fs.existsSync(index)
    ? JSON.parse(fs.readFileSync(index, 'utf8'))
    : {};
  return [
    `- Judge: HAPI FHIR validation ${/<hapi\.version>([^<]+)/.exec(pom)?.[1]} (R4), without a terminology server`,
    ...sources.map((source) => `- Definitions: ${source.package}`),
  ];
}

export function defectLines(expected: Expected, amendments: readonly string[]): string[] {
  return [
    ...table(
      ['message', 'official valid example that raises it', 'why'],
      expected.errors.map(({ text, example, why }) => [`\`${text}\``, example, why]),
    ),
    '',
    ...amendments.map(
      (place) =>
        `- \`${place}\`: a slice that is sliced again. The validator gives up on such a profile, with every official example of it; the judge takes the inner slices as slices beside it (\`Definitions.java\`).`,
    ),
  ];
}

export const warningLines = ({ warnings, heldBack }: Expected): string[] => [
  ...table(
    ['warning', 'why it says nothing about our Bundles'],
    warnings.map(({ text, why }) => [`\`${text}\``, why]),
  ),
  '',
  'What our own validation keeps from being sent, with the judge agreeing:',
  '',
  ...table(
    ['rule', 'why'],
    heldBack.map(({ ruleId, why }) => [ruleId, why]),
  ),
];

/** Ours and the judge's word on each official example. */
export function exampleLines(
  examples: readonly Example[],
  judged: readonly JudgedFile[],
  own: (file: string) => number | null,
  byPackage: (file: string) => number,
): string[] {
  return table(
    ['example', 'published as', 'judge: errors', 'validateBundle: errors', 'by package: errors'],
    examples.map(({ file, status, structure1_10_0 }) => {
      const messages = judged.find((each) => each.file === file)?.messages ?? [];
      const stated = structure1_10_0 === 'deviates' ? `${status}, before 1.10.0` : status;
      return [file, stated, messages.filter(isError).length, own(file) ?? '–', byPackage(file)];
    }),
  );
}

/** How many of each type, and what became of them. */
export function countLines(verdicts: readonly Verdict[]): string[] {
  const types = [...new Set(verdicts.map(({ file }) => path.dirname(file)))].sort();
  return table(
    [
      'Bundles',
      'made',
      'valid',
      'held back',
      'errors unexplained',
      'defects of the definitions',
      'warnings (all explained above)',
    ],
    types.map((type) => {
      const of = verdicts.filter(({ file }) => path.dirname(file) === type);
      const sum = (count: (verdict: Verdict) => number) => of.reduce((total, each) => total + count(each), 0);
      return [
        type,
        of.length,
        sum(({ outcome }) => Number(outcome === 'valid')),
        sum(({ outcome }) => Number(outcome === 'held back')),
        sum(({ unexplained }) => unexplained.length),
        sum(({ defects }) => defects.length),
        sum(({ warnings }) => warnings.length),
      ];
    }),
  );
}

/** Where the validation by packages and the judge say the same: error or no error. */
export function agreementLines(
  groups: readonly { name: string; files: readonly JudgedFile[] }[],
  byPackage: (group: string, file: string) => number,
  expected: Expected,
): string[] {
  const errors = ({ messages }: JudgedFile) =>
    messages.filter(
      (message) => isError(message) && !expected.errors.some(({ text }) => message.message.includes(text)),
    ).length;
  return table(
    ['files', 'judged', 'agree', 'only the judge finds an error', 'only ours does'],
    groups.map(({ name, files }) => {
      const pairs = files.map((file) => ({ judge: errors(file) > 0, ours: byPackage(name, file.file) > 0 }));
      const count = (judge: boolean, ours: boolean) =>
        pairs.filter((pair) => pair.judge === judge && pair.ours === ours).length;
      return [
        name,
        files.length,
        count(true, true) + count(false, false),
        count(true, false),
        count(false, true),
      ];
    }),
  );
}
