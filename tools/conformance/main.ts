import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { validateBundle } from '../../packages/fhir-mapper/src/index.ts';
import { say, skippedCode } from '../lib/ensure.mjs';
import { writeDemoArtifacts } from './artifacts.ts';
import { type JudgedFile, judge, whatIsMissing } from './judge.ts';

/**
 * `npm run conformance`: makes what the demo clinics would send, has it judged by the HAPI FHIR validator over the published definitions
 * and by our own validation, and says how many of each kind are valid. `-- --only DIR` judges the JSON files of a directory instead.
 * The exit code is 1 when an error is found that is not explained, 77 when the judge cannot be asked here.
 */
const { values } = parseArgs({ options: { only: { type: 'string' } } });
const root = path.resolve(import.meta.dirname, '../..');
const artifacts = path.join(root, '.data/conformance/artifacts');

const missing = whatIsMissing();
if (missing !== null) {
  console.error(`The independent judge of our FHIR did not run: ${missing}`);
  process.exit(skippedCode);
}
if (values.only === undefined) {
  say('Making what the demo clinics would send …');
  await writeDemoArtifacts(artifacts);
}
const directory = path.resolve(values.only ?? artifacts);
say(`Judging the files of ${path.relative(process.cwd(), directory)} …`);
const judged = await judge(directory, say);
const rows = new Map<
  string,
  { files: number; valid: number; errors: number; warnings: number; own: number }
>();
for (const file of judged) {
  const type = path.dirname(file.file);
  const row = rows.get(type) ?? { files: 0, valid: 0, errors: 0, warnings: 0, own: 0 };
  const errors = errorsOf(file);
  const own = ownErrors(file);
  row.files += 1;
  row.valid += errors.length === 0 && own.length === 0 ? 1 : 0;
  row.errors += errors.length;
  row.warnings += file.messages.filter(({ severity }) => severity === 'warning').length;
  row.own += own.length;
  rows.set(type, row);
  for (const { location, id, message } of errors)
    console.log(`${file.file}\n  judge  ${location} ${id}\n         ${message}`);
  for (const { path: at, ruleId, message } of own)
    console.log(`${file.file}\n  ours   ${at} ${ruleId}\n         ${message}`);
}
console.table(Object.fromEntries(rows));
process.exitCode = [...rows.values()].some(({ files, valid }) => valid < files) ? 1 : 0;

function errorsOf({ messages }: JudgedFile) {
  return messages.filter(({ severity }) => severity === 'error' || severity === 'fatal');
}

function ownErrors({ file }: JudgedFile) {
  const resource = JSON.parse(fs.readFileSync(path.join(directory, file), 'utf8'));
  if (resource.resourceType !== 'Bundle') return [];
  return validateBundle(resource).filter(({ severity }) => severity === 'error');
}
