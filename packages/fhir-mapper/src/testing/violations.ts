import type { AllergyIntolerance, Bundle, Condition, Patient } from '@medplum/fhirtypes';
import { allergiesToBundle, conditionsToBundle } from '../bundle-clins.ts';
import { validateBundle } from '../validation/validate-bundle.ts';
import { ACUTE, ALLERGY, CONDITION, SUSPECTED, UNIT } from './records.ts';

// Violations are made in plain JSON, because FHIR's types would not allow most of them.
// biome-ignore lint/suspicious/noExplicitAny: see above
export type Json = any;
/** What is done to a valid Bundle (or resource), and the error that must follow. */
export type Violation = [
  name: string,
  violate: (json: Json) => void,
  ruleId: string,
  path: string,
  message: string,
];

export function conditionBundle(): Bundle<Patient | Condition> {
  const { conditionId } = CONDITION;
  return conditionsToBundle({
    ...UNIT,
    conditions: [
      {
        ...CONDITION,
        isMain: true,
        modifiers: [ACUTE, SUSPECTED],
        endDate: '2025-01-31',
        outcome: 'cured',
        longTerm: true,
      },
      { ...CONDITION, conditionId: conditionId.replace(/1$/, '2'), onsetDate: '2025-02-01' },
    ],
  });
}

export function allergyBundle(): Bundle<Patient | AllergyIntolerance> {
  const { allergyId } = ALLERGY;
  return allergiesToBundle({
    ...UNIT,
    allergies: [
      ALLERGY,
      {
        ...ALLERGY,
        allergyId: allergyId.replace(/1$/, '2'),
        category: 'medication',
        code: 'GCM1124001F1ZZZ',
        displayName: 'ある成分',
      },
    ],
  });
}

export function issuesAfter(bundle: Bundle, violate: (json: Json) => void) {
  const json = structuredClone(bundle) as Json;
  violate(json);
  return validateBundle(json);
}
