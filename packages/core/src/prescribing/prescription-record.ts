import type { UnitOfWork } from '@shirube/db';
import { todayInTokyo } from '@shirube/terminology';
import type { PatientInsuranceKey } from '../ports/index.ts';
import type {
  CalendarDate,
  FacilityRecord,
  PatientRecord,
  PractitionerRecord,
  PrescriptionRecord,
  RpRecord,
} from '../records/index.ts';
import { notFound } from '../shared/errors.ts';
import { toCalendarDate, toDateColumn } from '../shared/rows.ts';
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

export function prescriptionRecordOf(
  parties: PrescriptionParties,
  order: { id: string; issueType: 'electronic' | 'paper'; issuedOn: CalendarDate; rps: RpRecord[] },
): PrescriptionRecord {
  return {
    id: order.id,
    issueType: order.issueType,
    ...parties,
    issuedOn: order.issuedOn,
    validUntil: validUntil(order.issuedOn),
    rps: order.rps,
    remarks: [],
    accessCode: null,
  };
}
