import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type JsonObject, object, objects, string } from '../json.ts';
import { checkBundle } from './check-bundle.ts';
import { checkDischargeSummary } from './discharge-summary.ts';

/** The published examples, kept beside the repository where they are at hand; they are not ours to redistribute. */
const REPOSITORY = join(import.meta.dirname, '../../../../..');
const EXAMPLES =
  ['..', '../..']
    .map((above) => join(REPOSITORY, above, 'shared/spec/clins/examples'))
    .find((path) => existsSync(path)) ?? '';
const isPresent = existsSync(join(EXAMPLES, 'index.json'));
if (!isPresent) console.error('note: the JP-CLINS examples are not at hand; their tests are skipped');

const read = (path: string): JsonObject => object(JSON.parse(readFileSync(join(EXAMPLES, path), 'utf8')));
const institutionOf = (bundle: JsonObject): string => string(object(bundle.identifier).value).slice(0, 10);

test.skipIf(!isPresent).each([
  ['clins-bundle-allergy/Bundle-Derived-CLINS-AllergyIntolerance-01.json', []],
  ['clins-bundle-condition/Bundle-Derived-CLINS-Condition-01.json', []],
  ['clins-bundle-infection/Bundle-Derived-CLINS-Infection-01.json', []],
  ['clins-bundle-observation/Bundle-CLINS-Observations-Example-01.json', []],
  ['eCheckup/Bundle-eCheckupReport-Sample-02-GroupItems.json', []],
  // made for the first versions of the profiles, and without the display that 1.10.0 asks for
  ['ePatientCareSummary/Bundle-CLINS-PCS-Example-01.json', ['VERSION', 'CARD', 'CARD', 'CARD', 'CARD']],
  // its Bundle and its letter name two institutions
  ['eReferral/Bundle-CLINS-Referral-NoEntry-Example-01.json', ['VERSION', 'INSTITUTION']],
])('the published example %s', (path, expected) => {
  const bundle = read(path);
  const { findings } = checkBundle(bundle, institutionOf(bundle));
  expect(findings.map(({ ruleId }) => ruleId)).toEqual(expected);
});

test.skipIf(!isPresent)('the example of a discharge summary, which may only travel inside a letter', () => {
  const bundle = read('eDischargeSummary/Bundle-Derived-eDischargeSummary-01.json');
  const findings: string[] = [];
  checkDischargeSummary(bundle, institutionOf(bundle), (ruleId, path) => findings.push(`${ruleId} ${path}`));
  expect(findings).toEqual([]);
  expect(objects(bundle.entry).length).toBeGreaterThan(5);
  expect(checkBundle(bundle, institutionOf(bundle)).findings.map(({ ruleId }) => ruleId)).toEqual(['ALONE']);
});
