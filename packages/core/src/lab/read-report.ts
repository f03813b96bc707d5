import type { UnitOfWork } from '@shirube/db';
import type { CalendarDate, LabReportRecord, LabResultRecord, LabValue } from '../records/index.ts';
import { nullable, toCalendarDate, toInstant } from '../shared/rows.ts';

type ObservationRow = Awaited<ReturnType<UnitOfWork['tables']['observation']['findMany']>>[number];
type ReportRow = Awaited<ReturnType<UnitOfWork['tables']['labReport']['findMany']>>[number];

/** `observation.value_code` of a coded value: its table and its code in it. */
const codedValue = /^(posneg|urine|abo|rh):([0-9]{1,2})$/;

/** 材料 where the laboratory named none: what nearly all of these items are made of. */
const unnamedSpecimen = '不明';

/**
 * One report with the results in force: those that none of its later results replaces. null: there is no such report in this clinic.
 */
export async function readLabReport(uow: UnitOfWork, reportId: string): Promise<LabReportRecord | null> {
  const [report] = await recordsOf(uow, await uow.tables.labReport.findMany({ where: { id: reportId } }));
  return report ?? null;
}

/** All reports of some charts, the newest first. */
export async function readLabReports(uow: UnitOfWork, charts: readonly string[]): Promise<LabReportRecord[]> {
  const reports = await uow.tables.labReport.findMany({
    where: { patientId: { in: [...charts] } },
    orderBy: [{ collectedOn: 'desc' }, { id: 'desc' }],
  });
  return recordsOf(uow, reports);
}

async function recordsOf(uow: UnitOfWork, reports: readonly ReportRow[]): Promise<LabReportRecord[]> {
  if (reports.length === 0) return [];
  const [allRows, doctors, encounters, tenant] = [
    await uow.tables.observation.findMany({
      where: { reportId: { in: reports.map((report) => report.id) } },
      orderBy: [{ reportedAt: 'asc' }, { id: 'asc' }],
    }),
    await uow.tables.staff.findMany({ where: { id: { in: reports.map((report) => report.doctorId) } } }),
    await uow.tables.encounter.findMany({
      where: { id: { in: reports.flatMap((report) => (report.encounterId ? [report.encounterId] : [])) } },
    }),
    await uow.tables.tenant.findFirstOrThrow(),
  ];
  const items = await uow.tables.labItem.findMany({
    where: { jlac10: { in: allRows.map((row) => row.jlac10) } },
  });
  const replaced = new Set(allRows.flatMap((row) => (row.replacesId === null ? [] : [row.replacesId])));
  return reports.map((report) => {
    const rows = allRows.filter((row) => row.reportId === report.id);
    const encounter = encounters.find((each) => each.id === report.encounterId);
    const doctor = doctors.find((each) => each.id === report.doctorId);
    if (!doctor) throw new Error('a report without its doctor');
    return {
      reportId: report.id,
      collectedAt: nullable(report.collectedAt, toInstant) ?? toCalendarDate(report.collectedOn),
      issuedAt: toInstant(rows.at(-1)?.reportedAt ?? report.reportedAt),
      orderNumber: report.orderNumber,
      encounter: {
        id: encounter?.id ?? report.id,
        startedAt: toInstant(encounter?.startedAt ?? startOfDay(toCalendarDate(report.collectedOn))),
        departmentCode: encounter?.departmentCode ?? report.departmentCode,
        departmentName: encounter?.departmentName ?? tenant.departmentName,
      },
      performer: {
        code: doctor.doctorCode,
        familyName: doctor.familyName,
        givenName: doctor.givenName,
        familyKana: doctor.familyKana,
        givenKana: doctor.givenKana,
      },
      results: rows
        .filter((row) => !replaced.has(row.id))
        .map((row) => resultOf(row, items.find((item) => item.jlac10 === row.jlac10)?.ucum ?? null)),
    };
  });
}

/** Midnight in Tokyo. */
const startOfDay = (day: CalendarDate): Date => new Date(`${day}T00:00:00+09:00`);

/** One row as a result; `ucum` is the UCUM code of its item's unit. */
export function resultOf(row: ObservationRow, ucum: string | null): LabResultRecord {
  return {
    observationId: row.id,
    status: row.status as LabResultRecord['status'],
    jlac10: row.jlac10,
    localCode: row.localCode ?? row.jlac10,
    localName: row.name,
    name: row.name,
    value: labValueOf(row, ucum),
    referenceLow: nullable(row.refLow, String),
    referenceHigh: nullable(row.refHigh, String),
    referenceText: null,
    interpretation: row.interpretation as LabResultRecord['interpretation'],
    specimen: row.specimen ?? unnamedSpecimen,
    longTerm: row.longTerm,
    note: null,
  };
}

function labValueOf(row: ObservationRow, ucum: string | null): LabValue {
  if (row.absentReason !== null) return { kind: 'absent', reason: row.absentReason };
  const coded = codedValue.exec(row.valueCode ?? '');
  if (coded)
    return {
      kind: 'coded',
      table: coded[1] as Extract<LabValue, { kind: 'coded' }>['table'],
      code: coded[2] as string,
      text: row.valueText ?? '',
    };
  if (row.valueNumber === null) return { kind: 'text', text: row.valueText ?? '' };
  return {
    kind: 'quantity',
    // the number as the laboratory wrote it stands beside the number that is compared: "5.10" is not "5.1"
    value: row.valueText ?? String(row.valueNumber),
    comparator: row.comparator as Extract<LabValue, { kind: 'quantity' }>['comparator'],
    unit: row.unit,
    ucum: row.unit === null ? null : ucum,
  };
}
