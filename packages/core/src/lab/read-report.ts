import type { UnitOfWork } from '@shirube/db';
import type { CalendarDate, LabReportRecord, LabResultRecord, LabValue } from '../records/index.ts';
import { nullable, toCalendarDate, toInstant } from '../shared/rows.ts';

type ObservationRow = Awaited<ReturnType<UnitOfWork['tables']['observation']['findMany']>>[number];

/** `observation.value_code` of a coded value: its table and its code in it. */
const codedValue = /^(posneg|urine|abo|rh):([0-9]{1,2})$/;

/** 材料 where the laboratory named none: what nearly all of these items are made of. */
const unnamedSpecimen = '不明';

/**
 * One report with the results in force: those that none of its later results replaces. null: there is no such report in this clinic.
 */
export async function readLabReport(uow: UnitOfWork, reportId: string): Promise<LabReportRecord | null> {
  const report = await uow.tables.labReport.findFirst({ where: { id: reportId } });
  if (!report) return null;
  const [rows, doctor, encounter, tenant] = [
    await uow.tables.observation.findMany({
      where: { reportId },
      orderBy: [{ reportedAt: 'asc' }, { id: 'asc' }],
    }),
    await uow.tables.staff.findFirstOrThrow({ where: { id: report.doctorId } }),
    report.encounterId === null
      ? null
      : await uow.tables.encounter.findFirst({ where: { id: report.encounterId } }),
    await uow.tables.tenant.findFirstOrThrow(),
  ];
  const items = await uow.tables.labItem.findMany({
    where: { jlac10: { in: rows.map((row) => row.jlac10) } },
  });
  const replaced = new Set(rows.flatMap((row) => (row.replacesId === null ? [] : [row.replacesId])));
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
}

/** Midnight in Tokyo. */
const startOfDay = (day: CalendarDate): Date => new Date(`${day}T00:00:00+09:00`);

function resultOf(row: ObservationRow, ucum: string | null): LabResultRecord {
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
