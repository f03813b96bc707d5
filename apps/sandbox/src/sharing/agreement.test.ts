import type { Bundle } from '@medplum/fhirtypes';
import {
  allergiesToBundle,
  CLINS_VERSIONS,
  careSummaryToBundle,
  checkupToBundle,
  conditionsToBundle,
  observationsToBundle,
  referralToBundle,
} from '@shirube/fhir-mapper';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allergyRecord,
  conditionRecord,
  labReport,
  reportUnit,
} from '../../../../packages/fhir-mapper/src/testing/arbitraries.ts';
import { CHECKUP } from '../../../../packages/fhir-mapper/src/testing/checkup.ts';
import { checkupReport } from '../../../../packages/fhir-mapper/src/testing/checkup-arbitrary.ts';
import {
  CARE_SUMMARY,
  documentInput,
  FULL_REFERRAL,
  MINIMAL_REFERRAL,
} from '../../../../packages/fhir-mapper/src/testing/documents.ts';
import { object, string } from './json.ts';
import { checkBundle } from './rules/check-bundle.ts';

/** The clinic's mapper and this service were written apart from the same specification: what one makes, the other takes. */
function refusals(bundle: Bundle): string[] {
  const read = object(JSON.parse(JSON.stringify(bundle)));
  const institutionCode = string(object(read.identifier).value).slice(0, 10);
  return checkBundle(read, institutionCode).findings.map(
    ({ ruleId, path, text }) => `${ruleId} ${path} ${text}`,
  );
}
const RUNS = { numRuns: 100 };

describe('report units of generated patients', () => {
  it('diagnoses', () => {
    fc.assert(
      fc.property(
        reportUnit,
        fc.array(conditionRecord, { minLength: 1, maxLength: 4 }),
        (unit, conditions) => {
          expect(refusals(conditionsToBundle({ ...unit, conditions }))).toEqual([]);
        },
      ),
      RUNS,
    );
  });
  it('allergies', () => {
    fc.assert(
      fc.property(reportUnit, fc.array(allergyRecord, { minLength: 1, maxLength: 4 }), (unit, allergies) => {
        expect(refusals(allergiesToBundle({ ...unit, allergies }))).toEqual([]);
      }),
      RUNS,
    );
  });
  it('results and infections', () => {
    fc.assert(
      fc.property(reportUnit, labReport, (unit, report) => {
        expect(refusals(observationsToBundle({ ...unit, report }))).toEqual([]);
      }),
      RUNS,
    );
  });
  it('check-up reports', () => {
    fc.assert(
      fc.property(checkupReport, (record) => {
        expect(refusals(checkupToBundle({ ...CHECKUP, record }))).toEqual([]);
      }),
      RUNS,
    );
  });
});

describe.each(CLINS_VERSIONS)('documents by edition %s', (version) => {
  it.each([
    ['a letter that says everything', FULL_REFERRAL],
    ['a letter that says what it must', MINIMAL_REFERRAL],
  ])('%s', (_what, record) => {
    expect(refusals(referralToBundle({ ...documentInput(record), version }))).toEqual([]);
  });
  it('a plan for the patient', () => {
    expect(refusals(careSummaryToBundle({ ...documentInput(CARE_SUMMARY), version }))).toEqual([]);
  });
});
