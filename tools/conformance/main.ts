import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Issue, validateBundle } from '../../packages/fhir-mapper/src/index.ts';
import { say, skippedCode } from '../lib/ensure.mjs';
import { writeArtifacts } from './artifacts.ts';
import { readExamples, writeExamples } from './examples.ts';
import { type JudgedFile, judge, whatIsMissing } from './judge.ts';
import { type Expected, unproven, type Verdict, verdictOf } from './verdict.ts';

/**
 * `npm run conformance`: makes what the demo clinics would send, has it judged by the HAPI FHIR validator over the published definitions
 * and by our own validation, and says how many of each kind are valid. `-- --only DIR` judges the JSON files of a directory instead.
 * The exit code is 1 when something is found that is not explained, 77 when the judge cannot be asked here.
 */
const { values } = parseArgs({ options: { only: { type: 'string' } } });
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
  await writeArtifacts(path.join(folder, 'ours'));
  const examples = readExamples();
  writeExamples(examples, path.join(folder, 'official'));
  say('Judging it and the official examples …');
  const { files } = await judge(folder, say);
  const below = (name: string): JudgedFile[] =>
    files
      .filter(({ file }) => file.startsWith(`${name}/`))
      .map((each) => ({ ...each, file: each.file.slice(name.length + 1) }));
  const ours = path.join(folder, 'ours');
  const isFine = tell(below('ours').map((file) => verdictOf(file, ownIssues(ours, file), expected)));
  const stale = unproven(expected, below('official'));
  for (const { text, example } of stale)
    console.log(`conformance/expected.json: ${example} does not raise "${text}"`);
  return isFine && stale.length === 0;
}

/** What our own validation says of a Bundle; it has nothing to say of a single resource. */
function ownIssues(directory: string, { file }: JudgedFile): Issue[] {
  const resource = JSON.parse(fs.readFileSync(path.join(directory, file), 'utf8'));
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
