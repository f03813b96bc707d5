import type { Coverage, Extension, Organization } from '@medplum/fhirtypes';
import type { CoverageRecord } from '@shirube/core/records';
import { insuredPersonIdentifier } from '../identifiers.ts';
import { IDENTIFIER_SYSTEMS } from '../systems.ts';
import { present, presentList, textOf } from '../text.ts';
import type { CheckupContext } from './context.ts';
import {
  CHECKUP_EXTENSIONS,
  CHECKUP_IDENTIFIER_SYSTEMS,
  CHECKUP_PROFILES,
  CHECKUP_SYSTEMS,
} from './systems.ts';

/** 保険者番号 in eight digits. */
function insurerNumber(coverage: CoverageRecord): string {
  return coverage.insurerNumber.trim().padStart(8, '0');
}

/** JP_OrganizationInsurer_eCheckupGeneral: whoever pays. The record has its number; its name is not known to a clinic. */
export function toInsurer(coverage: CoverageRecord, context: CheckupContext): Organization {
  const number = insurerNumber(coverage);
  return {
    resourceType: 'Organization',
    ...context.head('Organization', number, CHECKUP_PROFILES.insurer),
    identifier: [{ system: CHECKUP_IDENTIFIER_SYSTEMS.insurer, value: number }],
    type: [{ coding: [{ system: CHECKUP_SYSTEMS.insurerType, code: 'ins' }] }],
  };
}

/** JP_CoverageInsurance_eCheckupGeneral: by which insurance the person is covered. The patient's share has no place here. */
export function toInsuranceCoverage(coverage: CoverageRecord, context: CheckupContext): Coverage {
  const { edition, record } = context;
  const byIdentifier = edition.coverage === 'member-identifier';
  const [code, display] = coverage.isDependent ? ['2', '被扶養者'] : ['1', '被保険者'];
  return present({
    resourceType: 'Coverage' as const,
    ...context.head('Coverage', 'insurance', CHECKUP_PROFILES.coverageInsurance),
    extension: byIdentifier ? undefined : presentList(insuredPersonExtensions(coverage)),
    identifier: byIdentifier
      ? [{ system: IDENTIFIER_SYSTEMS.insuredPerson, value: insuredPersonIdentifier(coverage) }]
      : undefined,
    status: 'active' as const,
    type: {
      coding: [
        { system: CHECKUP_SYSTEMS.insuranceCategory, code: insuranceCategory(insurerNumber(coverage)) },
      ],
    },
    beneficiary: { reference: context.urlOf('Patient', record.patient.patientNumber) },
    relationship: { coding: [{ system: CHECKUP_SYSTEMS.insuredPersonCategory, code, display }] },
    payor: [{ reference: context.urlOf('Organization', insurerNumber(coverage)) }],
  });
}

/** JP_CoverageService_eCheckupGeneral: the 受診券 the person came with. */
export function toTicketCoverage(ticketNumber: string, context: CheckupContext): Coverage {
  const { record } = context;
  return present({
    resourceType: 'Coverage' as const,
    ...context.head('Coverage', 'ticket', CHECKUP_PROFILES.coverageTicket),
    status: 'active' as const,
    type: { coding: [{ system: CHECKUP_SYSTEMS.ticket, code: '1' }] },
    subscriberId: ticketNumber,
    beneficiary: { reference: context.urlOf('Patient', record.patient.patientNumber) },
    // A ticket without a known insurer cannot be expressed: validation says so.
    payor:
      record.coverage === null
        ? undefined
        : [{ reference: context.urlOf('Organization', insurerNumber(record.coverage)) }],
  }) as Coverage;
}

function insuredPersonExtensions(coverage: CoverageRecord): Extension[] {
  return [
    [CHECKUP_EXTENSIONS.insuredSymbol, coverage.symbol],
    [CHECKUP_EXTENSIONS.insuredNumber, coverage.number],
    [CHECKUP_EXTENSIONS.insuredBranch, coverage.branchNumber],
  ].flatMap(([url, value]) => {
    const valueString = textOf(value ?? null);
    return url === undefined || url === null || valueString === undefined ? [] : [{ url, valueString }];
  });
}

/**
 * 保険種別 by 法別番号: 39 is 後期高齢者; 67, and the six digits of a 国保 that begin with a prefecture, are 国保; everything
 * else is 医保.
 */
function insuranceCategory(number: string): string {
  if (number.startsWith('39')) return '7';
  return /^(?:67|00(?:0[1-9]|[1-4][0-9]))/.test(number) ? '2' : '1';
}
