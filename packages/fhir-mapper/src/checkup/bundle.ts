import type { Bundle, Resource } from '@medplum/fhirtypes';
import { IDENTIFIER_SYSTEMS } from '../systems.ts';
import { toCheckupComposition } from './composition.ts';
import { type CheckupInput, checkupContext } from './context.ts';
import { toInsuranceCoverage, toInsurer, toTicketCoverage } from './coverage.ts';
import { toCheckupObservation, toJudgement } from './observation.ts';
import { groupsOf, toObservationGroup } from './observation-group.ts';
import {
  practitionersOf,
  toCheckupEncounter,
  toCheckupOrganization,
  toCheckupPatient,
  toCheckupPractitioner,
} from './people.ts';
import { CHECKUP_PROFILES } from './systems.ts';

/**
 * 健康診断結果報告書 as JP_Bundle_eCheckupGeneral (bundle-types §7). The same record, identifier and timestamp give the same
 * bytes. What the record lacks is left out and found by validateBundle.
 * @throws MapperError invalid_instant
 */
export function checkupToBundle(input: CheckupInput): Bundle {
  const context = checkupContext(input);
  const { record, timestamp, edition } = context;
  const resources: Resource[] = [
    toCheckupComposition(context),
    toCheckupPatient(context),
    ...practitionersOf(record).map((person) => toCheckupPractitioner(person, context)),
    toCheckupOrganization(context),
    toCheckupEncounter(context),
    ...(record.ticketNumber === null ? [] : [toTicketCoverage(record.ticketNumber, context)]),
    ...(record.coverage === null
      ? []
      : [toInsuranceCoverage(record.coverage, context), toInsurer(record.coverage, context)]),
    ...groupsOf(record.groups, record.results).map((group) => toObservationGroup(group, context)),
    ...record.results.map((result) => toCheckupObservation(result, context)),
    ...(record.overallJudgement === null ? [] : [toJudgement(record.overallJudgement, context)]),
  ];
  return {
    resourceType: 'Bundle',
    id: context.idOf('Bundle', 'checkup'),
    meta: {
      lastUpdated: timestamp,
      profile: [`${CHECKUP_PROFILES.bundle}|${edition.profileVersion}`],
    },
    identifier: { system: IDENTIFIER_SYSTEMS.bundle, value: input.identifier },
    type: 'document',
    timestamp,
    entry: resources.map((resource) => ({ fullUrl: `urn:uuid:${resource.id}`, resource })),
  };
}
