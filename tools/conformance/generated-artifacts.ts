import fc from 'fast-check';
import type { AllergyRecord } from '../../packages/core/src/records/index.ts';
import {
  allergiesToBundle,
  careSummaryToBundle,
  checkupToBundle,
  conditionsToBundle,
  dischargeSummaryToBundle,
  observationsToBundle,
  referralToBundle,
  reportUnitLocalId,
} from '../../packages/fhir-mapper/src/index.ts';
import {
  allergyRecord,
  conditionRecord,
  labReport,
  reportUnit,
} from '../../packages/fhir-mapper/src/testing/arbitraries.ts';
import { CHECKUP } from '../../packages/fhir-mapper/src/testing/checkup.ts';
import {
  CARE_SUMMARY,
  DISCHARGE_SUMMARY,
  documentInput,
  FULL_REFERRAL,
  MINIMAL_REFERRAL,
} from '../../packages/fhir-mapper/src/testing/documents.ts';
import type { Artifact } from './artifact.ts';

/** How many of each kind, and the seed: the same records in every run. */
const COUNT = 40;
const SEED = 20261120;

/** Generated allergens have codes of the right form that the published lists need not have. */
const LISTED: Partial<Record<AllergyRecord['category'], string>> = {
  food: 'J9FC11310000',
  environment: 'J9NJ11000000',
};
const listed = (record: AllergyRecord): AllergyRecord => ({
  ...record,
  code: LISTED[record.category] ?? record.code,
});

/** What tests take for granted, judged: the fixtures, and records with edge dates, 外字, empty optionals and maximum lengths. */
export function generatedArtifacts(): Artifact[] {
  const fixtures = {
    'referral-full': referralToBundle(documentInput(FULL_REFERRAL)),
    'referral-minimal': referralToBundle(documentInput(MINIMAL_REFERRAL)),
    'discharge-summary': dischargeSummaryToBundle(documentInput(DISCHARGE_SUMMARY)),
    'care-summary': careSummaryToBundle(documentInput(CARE_SUMMARY)),
    checkup: checkupToBundle(CHECKUP),
  };
  const sample = <T>(arbitrary: fc.Arbitrary<T>): T[] => fc.sample(arbitrary, { seed: SEED, numRuns: COUNT });
  const several = <T>(arbitrary: fc.Arbitrary<T>) => fc.array(arbitrary, { minLength: 1, maxLength: 4 });
  const bundles: Record<string, unknown[]> = {
    'random-conditions': sample(fc.tuple(reportUnit, several(conditionRecord))).map(([unit, conditions]) =>
      conditionsToBundle({ ...unit, bundleLocalId: reportUnitLocalId('Condition', 'x'), conditions }),
    ),
    'random-allergies': sample(fc.tuple(reportUnit, several(allergyRecord.map(listed)))).map(
      ([unit, allergies]) =>
        allergiesToBundle({
          ...unit,
          bundleLocalId: reportUnitLocalId('AllergyIntolerance', 'x'),
          allergies,
        }),
    ),
    'random-results': sample(fc.tuple(reportUnit, labReport)).map(([unit, report]) =>
      observationsToBundle({ ...unit, bundleLocalId: reportUnitLocalId('Observation', 'x'), report }),
    ),
  };
  return [
    ...Object.entries(fixtures).map(([name, bundle]) => ({ type: 'fixtures', name, bundle })),
    ...Object.entries(bundles).flatMap(([type, made]) =>
      made.map((bundle, index) => ({ type, name: String(index + 1).padStart(3, '0'), bundle })),
    ),
  ];
}
