import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bundle, Condition, Resource } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';
import { conditionsToBundle } from '../bundle-clins.ts';
import { CONDITION, UNIT } from '../testing/records.ts';
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
];
const isOurs = ({ type }: Example): boolean => OURS.includes(type);

test.skipIf(!isPresent)(
  'the published Bundles of diagnoses, allergies, results and check-ups pass, deliberate errors do not',
  () => {
    const bundles = examples.filter(isOurs);
    expect(bundles.length).toBeGreaterThanOrEqual(OURS.length);
    for (const { file, status } of bundles) {
      if (status === 'invalid') expect(errorsOf(read(file)), file).not.toEqual([]);
      else expect(errorsOf(read(file)), file).toEqual([]);
    }
  },
);

test.skipIf(!isPresent)(
  'Bundles of every other kind are refused: nothing unchecked counts as checked',
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
