import type { Observation } from '@medplum/fhirtypes';
import type { CheckupGroupRecord, CheckupResultRecord } from '@shirube/core/records';
import { IDENTIFIER_SYSTEMS } from '../systems.ts';
import type { CheckupContext } from './context.ts';
import { CHECKUP_EXTENSIONS, CHECKUP_PROFILES, CHECKUP_SYSTEMS } from './systems.ts';

/** The groups that hold anything, each with the members that were examined or are said not to have been. */
export function groupsOf(
  groups: readonly CheckupGroupRecord[],
  results: readonly CheckupResultRecord[],
): CheckupGroupRecord[] {
  const present = new Set(results.map(({ itemCode }) => itemCode));
  return groups
    .map((group) => ({ ...group, members: group.members.filter(({ itemCode }) => present.has(itemCode)) }))
    .filter(({ members }) => members.length > 0);
}

/** JP_ObservationGroup_eCheckupGeneral: items that belong together (一連検査). It has no value of its own. */
export function toObservationGroup(group: CheckupGroupRecord, context: CheckupContext): Observation {
  const { record } = context;
  return {
    resourceType: 'Observation',
    ...context.head('Observation', `group-${group.code}`, CHECKUP_PROFILES.observationGroup),
    identifier: [
      { system: IDENTIFIER_SYSTEMS.resourceInstance, value: `${record.documentId}-${group.code}` },
    ],
    status: 'final',
    code: { coding: [{ system: CHECKUP_SYSTEMS.group, code: group.code, display: group.name }] },
    subject: { reference: context.urlOf('Patient', record.patient.patientNumber) },
    effectiveDateTime: record.examinedOn,
    hasMember: group.members.map(({ itemCode, relationship }) => ({
      extension: [{ url: CHECKUP_EXTENSIONS.groupRelationship, valueCode: relationship }],
      reference: context.urlOf('Observation', itemCode),
    })),
  };
}
