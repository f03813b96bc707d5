import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bundle, Condition, Resource } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';
import { conditionsToBundle } from '../bundle-clins.ts';
import { readInformation } from '../reading/information.ts';
import { CONDITION, UNIT } from '../testing/records.ts';
import { Findings } from './issue.ts';
import { objectOf } from './json.ts';
import { checkMedicationRequest } from './medication-rules.ts';
import { validateBundle } from './validate-bundle.ts';

/** The published examples, kept beside the repository where they are at hand; they are not ours to redistribute. */
const EXAMPLES = join(import.meta.dirname, '../../../../../shared/spec/clins/examples');
const isPresent = existsSync(join(EXAMPLES, 'index.json'));
if (!isPresent) console.error('note: the JP-CLINS examples are not at hand; their tests are skipped');

interface Example {
  file: string;
  type: string;
  status: string;
  structure1_10_0?: string;
}
const examples: Example[] = isPresent
  ? JSON.parse(readFileSync(join(EXAMPLES, 'index.json'), 'utf8')).examples
  : [];
const read = (file: string): unknown => JSON.parse(readFileSync(join(EXAMPLES, file), 'utf8'));
const errorsOf = (bundle: unknown) =>
  validateBundle(bundle as Bundle).filter(({ severity }) => severity === 'error');
const OURS = [
  'clins-bundle-condition',
  'clins-bundle-allergy',
  'clins-bundle-observation',
  'clins-bundle-infection',
  'eCheckup',
  'eReferral',
  'eDischargeSummary',
];
const isOurs = ({ type }: Example): boolean => OURS.includes(type);

test.skipIf(!isPresent)('the published Bundles of every kind pass, deliberate errors do not', () => {
  const bundles = examples.filter(isOurs);
  expect(bundles.length).toBeGreaterThanOrEqual(OURS.length);
  for (const { file, status } of bundles) {
    if (status === 'invalid') expect(errorsOf(read(file)), file).not.toEqual([]);
    else expect(errorsOf(read(file)), file).toEqual([]);
  }
});

test.skipIf(!isPresent)(
  'the published plan summary is refused for what it lacks since 1.10.0: nothing unchecked counts as checked',
  () => {
    const others = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' })
      .filter((file) => /(^|\/)Bundle-.*\.json$/.test(file))
      .filter((file) => !examples.some((example) => example.file === file && isOurs(example)));
    expect(others.length).toBeGreaterThan(0);
    for (const file of others) expect(errorsOf(read(file)), file).not.toEqual([]);
  },
);

test.skipIf(!isPresent)(
  'published diagnoses that predate 1.10.0 are refused for their missing display',
  () => {
    const deviating = examples.filter(
      (example) => example.type === 'condition' && example.structure1_10_0 === 'deviates',
    );
    expect(deviating.length).toBeGreaterThan(0);
    for (const { file } of deviating) {
      const bundle = conditionsToBundle({ ...UNIT, conditions: [CONDITION] });
      const entry = bundle.entry?.[1];
      if (entry) entry.resource = read(file) as Condition;
      expect(
        errorsOf(bundle).map(({ path }) => path),
        file,
      ).toEqual(
        expect.arrayContaining([
          'Bundle.entry[1].resource.clinicalStatus.coding[0].display',
          'Bundle.entry[1].resource.verificationStatus.coding[0].display',
        ]),
      );
    }
  },
);

test.skipIf(!isPresent)('every published part of a check-up report passes in its place', () => {
  const report = read('eCheckup/Bundle-eCheckupReport-Sample-02-GroupItems.json') as Bundle;
  const parts = examples.filter(({ type }) => type.startsWith('checkup-'));
  expect(parts.length).toBeGreaterThanOrEqual(6);
  for (const { file } of parts) {
    const part = read(file) as Resource & { subject?: unknown; hasMember?: { reference: string }[] };
    const bundle = structuredClone(report);
    const profile = part.meta?.profile?.[0];
    const entry = bundle.entry?.find(
      ({ resource }) =>
        resource?.resourceType === part.resourceType && resource.meta?.profile?.[0] === profile,
    );
    // The parts stand alone: they refer to nothing of this report until they are told to.
    if (part.subject) part.subject = { reference: bundle.entry?.[1]?.fullUrl };
    for (const member of part.hasMember ?? []) member.reference = bundle.entry?.at(-1)?.fullUrl ?? '';
    if (entry) entry.resource = part;
    expect(entry, file).toBeDefined();
    expect(errorsOf(bundle), file).toEqual([]);
  }
});

test.skipIf(!isPresent)(
  'published prescriptions have no error but the patient, whom they name by number',
  () => {
    const files = examples.filter(({ type, status }) => type === 'medication-request' && status === 'valid');
    expect(files.length).toBeGreaterThanOrEqual(6);
    for (const { file } of files) {
      const findings = new Findings();
      const resource = objectOf(read(file));
      checkMedicationRequest({ resource, path: 'M', name: '処方' }, 'urn:uuid:0', '1.10.0', findings);
      const errors = findings.issues.filter(({ severity }) => severity === 'error');
      expect(
        errors.map(({ path }) => path),
        file,
      ).toEqual(['M.subject']);
    }
  },
);

test.skipIf(!isPresent)('everything published that is of 6情報 is read as what it is', () => {
  const read6 = (type: string) =>
    examples
      .filter((example) => example.type === type)
      .map(({ file }) => readInformation({ entry: [{ fullUrl: file, resource: read(file) }] }).items[0]);
  expect(read6('observation-lab')).toMatchObject([
    {
      kind: 'result',
      collectedAt: '2021-07-05T11:19:41.000+09:00',
      source: { facilityCode: '1318814790', departmentName: '循環器診療科', doctorName: '田中 宏' },
      result: {
        name: 'カリウム',
        jlac10: '3H015000002326101',
        localCode: '10000181802',
        specimen: '血清',
        value: { kind: 'quantity', value: '3.5', unit: 'mEq/L' },
      },
    },
  ]);
  const drugs = read6('medication-request');
  expect(drugs.length).toBeGreaterThanOrEqual(7);
  for (const drug of drugs) {
    expect(drug).toMatchObject({
      kind: 'medication',
      name: expect.stringMatching(/[ァ-ヶ]/),
      startsOn: expect.stringMatching(/^202\d-\d{2}-\d{2}$/),
      quantity: { unitCode: expect.stringMatching(/^(?:TAB|KO)$/) },
    });
  }
  for (const item of [...read6('condition'), ...read6('allergy')]) {
    expect(item).toMatchObject({ displayName: expect.stringMatching(/[\p{Lo}]/u) });
  }
});
