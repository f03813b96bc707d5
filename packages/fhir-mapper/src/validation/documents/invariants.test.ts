import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROFILES } from '../../profiles.ts';

/** The published definitions, kept beside the repository where they are at hand. */
const DEFINITIONS = join(import.meta.dirname, '../../../../../../shared/spec/clins/package');
const hasDefinitions = existsSync(join(DEFINITIONS, 'index.json'));
if (!hasDefinitions) console.error('note: the JP-CLINS definitions are not at hand; a test is skipped');

/** Rules that are named by the number they are published with. */
const NUMBERED: Readonly<Record<string, string>> = {
  'valid-system-bundleIdenfifier': 'R02151',
  'valid-value-bundleIdenfifier': 'R2152',
  'valid-system-local-patientID': 'R1010',
  'valid-system-insurance-patientIdentifier': 'R1012',
  'valid-value-insurance-patientIdentifier': 'R1013',
  'kanjiName-kanaName-donot-contain-ZenkakuKuuhaku': 'R1113',
  'valid-value-institutionNumberExtension': 'R9012',
  'needs-performer-on-CLINS': 'R9017O',
  'warn-localCode-observation-laboresult': 'R6021',
  'warning-anyOf-YJ-or-KikakubetsuYakuzaiSeibun-medicationCode': 'R3010',
};
/** Rules that no document of ours can come near, and those that are told by the rule on a mandatory element instead. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'bdl-9': 'identifier is checked as such (R02151, R2152)',
  'bdl-10': 'timestamp is mandatory',
  'bdl-12': 'of messages only',
  'org-1': 'name and number are mandatory',
  'dom-6': 'a recommendation: the words of a document stand in its sections',
  'prr-1': 'of the details of an order, of which only the number is sent',
  'ext-1': 'of extensions, which are written in one place each',
};

interface Definition {
  url: string;
  snapshot: { element: { constraint?: { key: string; severity: string }[] }[] };
}

/** The profiles of the documents and of everything in them. */
function definitions(): Definition[] {
  const { resources } = JSON.parse(readFileSync(join(DEFINITIONS, 'index.json'), 'utf8')) as {
    resources: { url: string; resourceType: string; file: string }[];
  };
  const used: readonly string[] = Object.values(PROFILES);
  return resources
    .filter(({ url, resourceType }) => resourceType === 'StructureDefinition' && used.includes(url))
    .filter(({ url }) => !url.endsWith('JP_Bundle_CLINS') && !url.includes('heckup'))
    .map(({ file }) => JSON.parse(readFileSync(join(DEFINITIONS, file), 'utf8')) as Definition);
}

/** Everything the tests of the validation say. */
function testSources(): string {
  const root = join(import.meta.dirname, '..');
  const tests = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.test.ts'),
  );
  const helpers = join(root, '../testing');
  return [
    ...tests.map((file) => join(root, file)),
    ...readdirSync(helpers).map((file) => join(helpers, file)),
  ]
    .filter((file) => file !== import.meta.filename)
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
}

test.skipIf(!hasDefinitions)('every published rule of the profiles has a test that breaks it', () => {
  const all = definitions();
  expect(all.length).toBeGreaterThanOrEqual(18);
  const sources = testSources();
  const untested = all.flatMap(({ url, snapshot }) => {
    const keys = snapshot.element.flatMap(({ constraint = [] }) => constraint.map(({ key }) => key));
    return [...new Set(keys)]
      .filter((key) => ELSEWHERE[key] === undefined)
      .filter((key) => !sources.includes(`'${NUMBERED[key] ?? key}'`))
      .map((key) => `${url.split('/').at(-1)}: ${key}`);
  });
  expect(untested).toEqual([]);
});
