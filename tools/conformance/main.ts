import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Issue, validateBundle } from '../../packages/fhir-mapper/src/index.ts';
import { readPackageDirectory, validateWithPackage } from '../../packages/fhir-mapper/src/package/index.ts';
import { say, skippedCode } from '../lib/ensure.mjs';
import { writeArtifacts } from './artifacts.ts';
import { comparison, jsonFilesBelow, usedElements } from './elements.ts';
import { readExamples, writeExamples } from './examples.ts';
import {
  agreementLines,
  countLines,
  defectLines,
  exampleLines,
  versionLines,
  warningLines,
} from './findings.ts';
import { definitionsDirectory, type JudgedFile, judge, whatIsMissing } from './judge.ts';
import { writeMutants } from './mutants.ts';
import { isPageTrue, writePage } from './page.ts';
import { type Expected, unproven, type Verdict, verdictOf } from './verdict.ts';

/**
 * `npm run conformance`: makes what the demo clinics would send, has it judged by the HAPI FHIR validator over the published definitions
 * and by our own validation, and says how many of each kind are valid. It holds docs/conformance.md to what it finds; `-- --write` writes
 * that page anew. `-- --quick` begins documents for some of the patients only, and `-- --only DIR` judges the JSON files of a directory.
 * The exit code is 1 when something is found that is not explained, 77 when the judge cannot be asked here.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const root = path.resolve(import.meta.dirname, '../..');
const folder = path.join(root, '.data/conformance');
const expected: Expected = JSON.parse(fs.readFileSync(path.join(root, 'conformance/expected.json'), 'utf8'));

const missing = whatIsMissing();
if (missing !== null) {
  console.error(`The independent judge of our FHIR did not run: ${missing}`);
  process.exit(skippedCode);
}
process.exitCode = (values.only === undefined ? await judgeEverything() : await judgeOnly(values.only))
  ? 0
  : 1;

async function judgeOnly(given: string): Promise<boolean> {
  const directory = path.resolve(given);
  const { files } = await judge(directory, say);
  return tell(files.map((file) => verdictOf(file, ownIssues(directory, file), expected)));
}

async function judgeEverything(): Promise<boolean> {
  fs.rmSync(folder, { recursive: true, force: true });
  say('Making what the demo clinics would send …');
  await writeArtifacts(path.join(folder, 'ours'), values.quick);
  const examples = readExamples();
  writeExamples(examples, path.join(folder, 'official'));
  if (!values.quick) writeMutants(examples, path.join(folder, 'official'), path.join(folder, 'spoiled'));
  say('Judging it and the official examples …');
  const { files, amendments } = await judge(folder, say);
  const below = (name: string): JudgedFile[] =>
    files
      .filter(({ file }) => file.startsWith(`${name}/`))
      .map((each) => ({ ...each, file: each.file.slice(name.length + 1) }));
  const [ours, official, spoiled] = [below('ours'), below('official'), below('spoiled')];
  say('Asking our own validation …');
  const directory = path.join(folder, 'ours');
  const verdicts = ours.map((file) => verdictOf(file, ownIssues(directory, file), expected));
  const isFine = tell(verdicts);
  const stale = unproven(expected, official);
  for (const { text, example } of stale)
    console.log(`conformance/expected.json: ${example} does not raise "${text}"`);

  const fhirPackage = readPackageDirectory(definitionsDirectory);
  const byPackage = (group: string, file: string): number =>
    validateWithPackage(fhirPackage, readJson(path.join(folder, group, file))).filter(
      ({ severity }) => severity === 'error',
    ).length;
  const blocks = new Map([
    ['versions', versionLines()],
    ['defects', defectLines(expected, amendments)],
    ['warnings', warningLines(expected)],
    [
      'examples',
      exampleLines(
        examples,
        official,
        (file) => ownErrorCount(path.join(folder, 'official'), file),
        (file) => byPackage('official', file),
      ),
    ],
    ['elements', elementLines()],
  ]);
  if (!values.quick) {
    const groups = [
      { name: 'official', files: official },
      { name: 'spoiled', files: spoiled },
      { name: 'ours', files: ours },
    ];
    blocks.set('counts', countLines(verdicts));
    blocks.set('agreement', agreementLines(groups, byPackage, expected));
  }
  if (values.write) writePage(blocks);
  const isTrue = isPageTrue(blocks);
  if (!isTrue)
    console.log(
      'docs/conformance.md says something else than this run found: npm run conformance -- --write',
    );
  return isFine && isTrue && stale.length === 0;
}

/** The official valid examples beside what ours are made of: generated records and fixtures, the same in every run. */
function elementLines(): string[] {
  const valid = readExamples().filter(({ status }) => status !== 'invalid');
  const theirs = usedElements(valid.map(({ file }) => path.join(folder, 'official', file)));
  const generated = jsonFilesBelow(path.join(folder, 'ours')).filter((file) =>
    /\/(random-\w+|fixtures)\//.test(file),
  );
  return comparison(theirs, usedElements(generated));
}

function ownErrorCount(directory: string, file: string): number | null {
  if (!path.basename(file).startsWith('Bundle')) return null;
  return ownIssues(directory, { file }).filter(({ severity }) => severity === 'error').length;
}

function readJson(file: string) {
  return JSON.parse(fs.readFileSync(file, 'utf8'));
}

/** What our own validation says of a Bundle; it has nothing to say of a single resource. */
function ownIssues(directory: string, { file }: { file: string }): Issue[] {
  const resource = readJson(path.join(directory, file));
  return resource.resourceType === 'Bundle' ? validateBundle(resource) : [];
}

/** Prints what is not explained, each message once, and the counts. True when everything is explained. */
function tell(verdicts: readonly Verdict[]): boolean {
  const told = new Map<string, string[]>();
  const note = (what: string, file: string) => told.set(what, [...(told.get(what) ?? []), file]);
  for (const { file, outcome, unexplained, own, unexplainedWarnings } of verdicts) {
    for (const { severity, location, id, message } of [...unexplained, ...unexplainedWarnings])
      note(
        `judge: ${severity} at ${withoutIndexes(location ?? '')} (${id})\n  ${message.slice(0, 600)}`,
        file,
      );
    if (outcome === 'wrong')
      for (const { ruleId, path: at, message } of own)
        note(`ours: error at ${withoutIndexes(at)} (${ruleId})\n  ${message}`, file);
  }
  for (const [what, files] of told) console.log(`${what}\n  ${files.length} files, one is ${files[0]}\n`);
  const counts: Record<string, Record<string, number>> = {};
  for (const { file, outcome, unexplained, warnings } of verdicts) {
    const type = path.dirname(file);
    counts[type] ??= { files: 0, valid: 0, 'held back': 0, wrong: 0, errors: 0, warnings: 0 };
    const row = counts[type];
    for (const [name, by] of Object.entries({
      files: 1,
      [outcome]: 1,
      errors: unexplained.length,
      warnings: warnings.length,
    }))
      row[name] = (row[name] ?? 0) + by;
  }
  console.table(counts);
  return told.size === 0;
}

function withoutIndexes(location: string): string {
  return location.replace(/\[\d+\]/g, '[]').replace(/\/\*.*?\*\//g, '');
}
