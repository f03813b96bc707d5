import type { UnitOfWork } from '@shirube/db';
import { todayInTokyo } from '@shirube/terminology';
import type { PatientInsuranceKey } from '../ports/index.ts';
import {
  type CalendarDate,
  type FacilityRecord,
  type IssueType,
  type PatientRecord,
  type PractitionerRecord,
  type PrescriptionRecord,
  plainLine,
  plainPrescription,
  plainRp,
  type RpRecord,
} from '../records/index.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import { toCalendarDate, toDateColumn } from '../shared/rows.ts';
import type { PrescriptionOptions } from './rules/draft.ts';
import { validUntil } from './rules/order.ts';

/** Who is on a prescription: the facility, the doctor of the visit, the patient with the insurance in force. */
export interface PrescriptionParties {
  facility: FacilityRecord;
  prescriber: PractitionerRecord;
  patient: PatientRecord;
}

export async function loadPrescriptionParties(
  uow: UnitOfWork,
  patientId: string,
  encounterId: string,
): Promise<PrescriptionParties> {
  const today = toDateColumn(todayInTokyo(uow.now));
  const inForce = { OR: [{ validTo: null }, { validTo: { gte: today } }] };
  const encounter = await uow.tables.encounter.findFirst({
    where: { id: encounterId, patientId },
    include: {
      patient: {
        include: {
          coverages: { where: inForce, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: 1 },
          publicSubsidies: { where: inForce, orderBy: { priority: 'asc' }, take: 3 },
        },
      },
    },
  });
  if (!encounter) throw notFound('診察');
  const [tenant, doctor] = await Promise.all([
    uow.tables.tenant.findFirstOrThrow(),
    uow.tables.staff.findFirstOrThrow({ where: { id: encounter.doctorId } }),
  ]);
  const { patient } = encounter;
  const coverage = patient.coverages[0];
  return {
    facility: {
      institutionCode: tenant.institutionCode,
      name: tenant.name,
      postalCode: tenant.postalCode,
      address: tenant.address,
      phone: tenant.phone,
      departmentCode: encounter.departmentCode,
      departmentName: encounter.departmentName,
    },
    prescriber: {
      code: doctor.doctorCode,
      familyName: doctor.familyName,
      givenName: doctor.givenName,
      familyKana: doctor.familyKana,
      givenKana: doctor.givenKana,
    },
    patient: {
      patientNumber: patient.patientNumber,
      familyName: patient.familyName,
      givenName: patient.givenName,
      familyKana: patient.familyKana,
      givenKana: patient.givenKana,
      birthDate: toCalendarDate(patient.birthDate),
      sex: patient.sex,
      postalCode: patient.postalCode,
      address: patient.address,
      phone: patient.phone,
      coverage: coverage
        ? {
            insurerNumber: coverage.insurerNumber,
            symbol: coverage.symbol,
            number: coverage.number,
            branchNumber: coverage.branchNumber,
            isDependent: coverage.isDependent,
            copayPercent: coverage.copayPercent,
          }
        : null,
      publicSubsidies: patient.publicSubsidies.map((subsidy) => ({
        payerNumber: subsidy.payerNumber,
        recipientNumber: subsidy.recipientNumber,
      })),
    },
  };
}

/** null when the patient has no insurance number: the national services find nobody without it. */
export function patientKeyOf(parties: PrescriptionParties): PatientInsuranceKey | null {
  const { coverage, birthDate } = parties.patient;
  if (coverage === null) return null;
  return {
    insurerNumber: coverage.insurerNumber,
    symbol: coverage.symbol,
    number: coverage.number,
    branchNumber: coverage.branchNumber,
    birthDate,
  };
}

/**
 * By whom the service knows the patient of a registered prescription: the insurance, else the first 公費 (医療扶助), whose numbers take
 * the place of the insurance's in the record too (assumed for the search). Null when there is neither.
 */
export function registeredKeyOf(patient: PatientRecord): PatientInsuranceKey | null {
  const { coverage, birthDate } = patient;
  if (coverage !== null) {
    const { insurerNumber, symbol, number, branchNumber } = coverage;
    return { insurerNumber, symbol, number, branchNumber, birthDate };
  }
  const subsidy = patient.publicSubsidies[0];
  if (!subsidy?.recipientNumber) return null;
  return {
    insurerNumber: subsidy.payerNumber,
    symbol: null,
    number: subsidy.recipientNumber,
    branchNumber: null,
    birthDate,
  };
}

/**
 * A prescription as frozen at confirmation. Address and telephone of 麻薬施用 are the patient's.
 *
 * @throws DomainError invalid when a narcotic licence is given and the patient's address or telephone is not registered
 */
export function prescriptionRecordOf(
  parties: PrescriptionParties,
  order: {
    id: string;
    issueType: IssueType;
    issuedOn: CalendarDate;
    rps: RpRecord[];
    options: PrescriptionOptions;
  },
): PrescriptionRecord {
  const { options } = order;
  return {
    id: order.id,
    issueType: order.issueType,
    ...parties,
    issuedOn: order.issuedOn,
    validUntil: options.validUntil ?? validUntil(order.issuedOn),
    rps: order.rps,
    remarks: options.remarks,
    refillCount: options.refillCount,
    split: options.split,
    leftover: options.leftover,
    narcotic: narcoticOf(parties.patient, options.narcoticLicence),
    clinicalNotes: options.clinicalNotes,
    labValues: options.labValues,
    accessCode: null,
  };
}

function narcoticOf(patient: PatientRecord, licenceNumber: string | null): PrescriptionRecord['narcotic'] {
  if (licenceNumber === null) return null;
  if (!patient.address || !patient.phone)
    throw new DomainError(
      'invalid',
      '麻薬の処方には、患者の住所と電話番号が必要です。患者の情報を登録してください。',
    );
  return { licenceNumber, patientAddress: patient.address, patientPhone: patient.phone };
}

/**
 * A kept record in today's shape. Records are frozen JSON: what was confirmed before a field existed lacks it, and means by
 * that what the field's absence means on paper.
 */
export function readPrescriptionRecord(stored: unknown): PrescriptionRecord {
  const record = stored as PrescriptionRecord;
  return {
    ...plainPrescription,
    ...record,
    remarks: record.remarks.map((each) => (typeof each === 'string' ? { kind: null, text: each } : each)),
    rps: record.rps.map((rp) => ({
      ...plainRp,
      ...rp,
      medications: rp.medications.map((line) => ({ ...plainLine, ...line })),
    })),
  };
}
