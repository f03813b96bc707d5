import type { Practitioner } from '@medplum/fhirtypes';
import type { PractitionerRecord } from '@shirube/core/records';
import { localPractitionerSystem } from './identifiers.ts';
import { humanNames } from './names.ts';
import { PROFILES } from './profiles.ts';
import { present, presentList, textOf } from './text.ts';

/** Local id of the contained Practitioner; unique within the resource that contains it. */
export const RECORDER_ID = 'recorder';

/**
 * The contained JP_Practitioner: who recorded the fact (or performed, or ordered it), by local staff number and name (patient-org-practitioner §6).
 * Unversioned profile URL, as for the Encounter. Undefined when neither number nor name is recorded.
 */
export function toContainedPractitioner(
  practitioner: PractitionerRecord,
  institutionCode: string,
  id: string = RECORDER_ID,
): Practitioner | undefined {
  const value = textOf(practitioner.code);
  const names = presentList(humanNames(practitioner));
  if (value === undefined && names === undefined) return undefined;
  return present({
    resourceType: 'Practitioner' as const,
    id,
    meta: { profile: [PROFILES.practitioner] },
    identifier:
      value === undefined ? undefined : [{ system: localPractitionerSystem(institutionCode), value }],
    name: names,
  });
}
