import type { Prisma, UnitOfWork } from '@shirube/db';
import type { PractitionerRecord } from '../records/index.ts';
import type { EncounterRecord, LabReportRecord, LabResultRecord, LabValue } from '../records/lab.ts';
import { nullable, toCalendarDate, toInstant } from '../shared/rows.ts';

type ObservationRow = Prisma.ObservationGetPayload<{ include: { labItem: true } }>;

/** A result with what its item is: an infection goes by other rules than the rest (感染症). */
export interface ReportedResult extends LabResultRecord {
  isInfection: boolean;
}

export interface ReportedLab extends Omit<LabReportRecord, 'results'> {
  results: ReportedResult[];
}

/** The infections among the items: category of the lab master. */
const infectionCategory = '感染症検査';

/**
 * The lab reports of a patient with the results in force (a corrected result takes the place of what it replaces), newest first.
 * ids: only these reports.
 */
export async function loadLabReports(
  uow: UnitOfWork,
  patientId: string,
  ids?: readonly string[],
): Promise<ReportedLab[]> {
  const reports = await uow.tables.labReport.findMany({
    where: { patientId, ...(ids ? { id: { in: [...ids] } } : {}) },
    orderBy: [{ collectedOn: 'desc' }, { id: 'desc' }],
  });
  if (reports.length === 0) return [];
  const [rows, staff, encounters, tenant] = [
    await uow.tables.observation.findMany({
      where: { patientId, reportId: { in: reports.map((each) => each.id) } },
      include: { labItem: true },
      orderBy: [{ labItem: { sortNo: 'asc' } }, { id: 'asc' }],
    }),
    await uow.tables.staff.findMany({ where: { id: { in: reports.map((each) => each.doctorId) } } }),
    await uow.tables.encounter.findMany({
      where: { id: { in: reports.flatMap((each) => (each.encounterId ? [each.encounterId] : [])) } },
    }),
    await uow.tables.tenant.findFirstOrThrow(),
  ];
  const replaced = new Set(rows.flatMap((row) => (row.replacesId ? [row.replacesId] : [])));
  return reports.map((report) => {
    const doctor = staff.find((each) => each.id === report.doctorId);
    if (!doctor) throw new Error('a lab report without its doctor');
    const visit = encounters.find((each) => each.id === report.encounterId);
    const encounter: EncounterRecord = {
      id: visit?.id ?? report.id,
      startedAt: toInstant(visit?.startedAt ?? report.reportedAt),
      departmentCode: visit?.departmentCode ?? report.departmentCode,
      departmentName: visit?.departmentName ?? tenant.departmentName,
    };
    const performer: PractitionerRecord = {
      code: doctor.doctorCode,
      familyName: doctor.familyName,
      givenName: doctor.givenName,
      familyKana: doctor.familyKana,
      givenKana: doctor.givenKana,
    };
    return {
      reportId: report.id,
      collectedAt: nullable(report.collectedAt, toInstant) ?? toCalendarDate(report.collectedOn),
      issuedAt: toInstant(report.reportedAt),
      orderNumber: report.orderNumber,
      encounter,
      performer,
      results: rows
        .filter((row) => row.reportId === report.id && !replaced.has(row.id))
        .map((row) => ({ ...toResult(row), isInfection: row.labItem.category === infectionCategory })),
    };
  });
}

function toResult(row: ObservationRow): LabResultRecord {
  return {
    observationId: row.id,
    status: row.status as LabResultRecord['status'],
    jlac10: row.jlac10,
    localCode: row.localCode ?? row.jlac10,
    localName: row.name,
    name: row.name,
    value: labValueOf(row),
    referenceLow: nullable(row.refLow, (value) => value.toString()),
    referenceHigh: nullable(row.refHigh, (value) => value.toString()),
    referenceText: null,
    interpretation: row.interpretation as LabResultRecord['interpretation'],
    specimen: row.specimen ?? '',
    longTerm: row.longTerm,
    note: null,
  };
}

function labValueOf(row: ObservationRow): LabValue {
  if (row.absentReason !== null) return { kind: 'absent', reason: row.absentReason };
  if (row.valueCode !== null)
    return { kind: 'coded', table: codeTableOf(row), code: row.valueCode, text: row.valueText ?? '' };
  if (row.valueNumber !== null)
    return {
      kind: 'quantity',
      // the words of the laboratory, where they were kept beside the number: "5.10" is not "5.1"
      value: row.valueText ?? row.valueNumber.toString(),
      comparator: row.comparator as (LabValue & { kind: 'quantity' })['comparator'],
      unit: row.unit,
      ucum: row.labItem.ucum,
    };
  return { kind: 'text', text: row.valueText ?? '' };
}

/** Which of the code tables of JP_Observation_LabResult_eCS an item answers with: 血液型 by JLAC10 (5H010 ABO, 5H020 Rh), 尿検査, else 陽性・陰性. */
function codeTableOf({ jlac10, labItem }: ObservationRow): (LabValue & { kind: 'coded' })['table'] {
  if (jlac10.startsWith('5H010')) return 'abo';
  if (jlac10.startsWith('5H020')) return 'rh';
  return labItem.category === '尿検査' ? 'urine' : 'posneg';
}
