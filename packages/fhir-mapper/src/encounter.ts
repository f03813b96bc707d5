import type { Encounter } from '@medplum/fhirtypes';
import type { EncounterRecord } from '@shirube/core/records';
import { japaneseInstant } from './instants.ts';
import { PROFILES } from './profiles.ts';
import { IDENTIFIER_SYSTEMS, SYSTEMS } from './systems.ts';
import { present, textOf } from './text.ts';

/** Local id of the contained Encounter; unique within the resource that contains it. */
export const ENCOUNTER_ID = 'encounter';

/**
 * The contained JP_Encounter: the visit at which the fact was recorded (patient-org-practitioner §7).
 * Its profile URL carries no version, because R9013C compares the whole string; `status` is fixed to finished even while
 * the visit goes on.
 *
 * assumed: every visit of a clinic is 外来 (AMB); the record does not tell 在宅 (HH) apart.
 */
export function toContainedEncounter(encounter: EncounterRecord): Encounter {
  const value = textOf(encounter.id);
  return present({
    resourceType: 'Encounter' as const,
    id: ENCOUNTER_ID,
    meta: { profile: [PROFILES.encounter] },
    identifier: value === undefined ? undefined : [{ system: IDENTIFIER_SYSTEMS.resourceInstance, value }],
    status: 'finished' as const,
    class: { system: SYSTEMS.encounterClass, code: 'AMB', display: '外来' },
    period: { start: japaneseInstant(encounter.startedAt) },
  });
}
