import type { Encounter, Organization, Patient, Practitioner } from '@medplum/fhirtypes';
import type { CheckupReportRecord, PractitionerRecord } from '@shirube/core/records';
import { localPractitionerSystem } from '../identifiers.ts';
import { humanNames } from '../names.ts';
import { toPatient } from '../patient.ts';
import { IDENTIFIER_SYSTEMS } from '../systems.ts';
import { present, presentList, textOf } from '../text.ts';
import { type CheckupContext, practitionerKey } from './context.ts';
import { CHECKUP_IDENTIFIER_SYSTEMS, CHECKUP_PROFILES, CHECKUP_SYSTEMS } from './systems.ts';

/** JP_Patient_eCheckupGeneral of /clins/: the patient of the 6情報 without the institution extension, one profile only (1..1). */
export function toCheckupPatient(context: CheckupContext): Patient {
  const { record, timestamp } = context;
  const head = context.head('Patient', record.patient.patientNumber, CHECKUP_PROFILES.patient);
  const { extension: _, ...patient } = toPatient(record.patient, {
    id: head.id,
    institutionCode: record.facility.institutionCode,
    lastUpdated: timestamp,
  });
  return { ...patient, meta: head.meta };
}

/** The author first, then whoever else judged a finding; each person once. */
export function practitionersOf(record: CheckupReportRecord): PractitionerRecord[] {
  const doctors = record.results.flatMap(({ finding }) => (finding?.doctor ? [finding.doctor] : []));
  const byKey = new Map<string, PractitionerRecord>();
  for (const person of [record.author, ...doctors]) {
    if (!byKey.has(practitionerKey(person))) byKey.set(practitionerKey(person), person);
  }
  return [...byKey.values()];
}

/** JP_Practitioner_eCheckupGeneral. 医籍登録番号 is known of the author only. */
export function toCheckupPractitioner(person: PractitionerRecord, context: CheckupContext): Practitioner {
  const { author, facility } = context.record;
  const code = textOf(person.code);
  const registration = person === author ? textOf(author.medicalRegistrationNumber) : undefined;
  return present({
    resourceType: 'Practitioner' as const,
    ...context.head('Practitioner', practitionerKey(person), CHECKUP_PROFILES.practitioner),
    identifier:
      code === undefined
        ? undefined
        : [{ system: localPractitionerSystem(facility.institutionCode), value: code }],
    name: presentList(humanNames(person)),
    qualification:
      registration === undefined
        ? undefined
        : [
            {
              identifier: [{ system: CHECKUP_IDENTIFIER_SYSTEMS.medicalRegistration, value: registration }],
              code: { coding: [{ system: CHECKUP_SYSTEMS.medicalLicense, code: 'medical-registration' }] },
            },
          ],
  });
}

/** JP_Organization_eCheckupGeneral: this clinic examined (実施機関) and writes the report (報告作成機関). */
export function toCheckupOrganization(context: CheckupContext): Organization {
  const { facility } = context.record;
  const address = textOf(facility.address);
  const phone = textOf(facility.phone);
  const types = { 'exec-org': '実施機関', 'doc-org': '報告作成機関' };
  return present({
    resourceType: 'Organization' as const,
    ...context.head('Organization', facility.institutionCode, CHECKUP_PROFILES.organization),
    identifier: [{ system: IDENTIFIER_SYSTEMS.institution, value: facility.institutionCode }],
    type: Object.entries(types).map(([code, display]) => ({
      coding: [{ system: CHECKUP_SYSTEMS.organizationType, code, display }],
    })),
    name: textOf(facility.name),
    telecom: phone === undefined ? undefined : [{ system: 'phone' as const, value: phone }],
    address:
      address === undefined
        ? undefined
        : [present({ text: address, postalCode: textOf(facility.postalCode), country: 'JP' })],
  });
}

/** JP_Encounter_eCheckupGeneral: the day of the check-up, and whether alone or in a group. */
export function toCheckupEncounter(context: CheckupContext): Encounter {
  const { record } = context;
  const [code, display] = record.setting === 'group' ? ['2', '集団受診'] : ['1', '個別受診'];
  return present({
    resourceType: 'Encounter' as const,
    ...context.head('Encounter', record.documentId, CHECKUP_PROFILES.encounter),
    identifier:
      record.encounter === null
        ? undefined
        : [{ system: IDENTIFIER_SYSTEMS.resourceInstance, value: record.encounter.id }],
    status: 'finished' as const,
    class: { system: CHECKUP_SYSTEMS.encounterClass, code: 'checkup', display: '健診' },
    serviceType: { coding: [{ system: CHECKUP_SYSTEMS.encounterType, code, display }] },
    subject: { reference: context.urlOf('Patient', record.patient.patientNumber) },
    period: { start: record.examinedOn, end: record.examinedOn },
    serviceProvider: { reference: context.urlOf('Organization', record.facility.institutionCode) },
  });
}
