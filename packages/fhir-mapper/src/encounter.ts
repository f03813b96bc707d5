import type { Encounter } from '@medplum/fhirtypes';
import type { EncounterRecord, Instant } from '@shirube/core/records';
import { departmentExtension } from './extensions.ts';
import { japaneseInstant } from './instants.ts';
import { PROFILES, versioned } from './profiles.ts';
import type { ResourceContext } from './resource-context.ts';
import { IDENTIFIER_SYSTEMS, SYSTEMS } from './systems.ts';
import { present, textOf } from './text.ts';

/** Local id of the contained Encounter; unique within the resource that contains it. */
export const ENCOUNTER_ID = 'encounter';

/**
 * JP_Encounter_eCS as a resource of its own: one visit of a patient. `status` is fixed to finished even while the visit goes on.
 * @throws MapperError invalid_instant
 */
export function toEncounter(
  encounter: EncounterRecord & { endedAt: Instant | null },
  context: ResourceContext,
): Encounter {
  const { endedAt, startedAt } = encounter;
  const { meta: _unversioned, id: _contained, period: _start, ...visit } = toContainedEncounter(encounter);
  return present({
    ...visit,
    id: context.id,
    meta: {
      lastUpdated: japaneseInstant(endedAt ?? startedAt),
      profile: [versioned(PROFILES.encounterEcs, context.version)],
    },
    // The extensions of institution and department are not allowed on an Encounter; the department is its kind of service.
    serviceType: departmentExtension(encounter.departmentCode, encounter.departmentName)
      ?.valueCodeableConcept,
    subject: { reference: context.patientReference },
    period: present({
      start: japaneseInstant(startedAt),
      end: endedAt === null ? undefined : japaneseInstant(endedAt),
    }),
  });
}

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
