import type { UnitOfWork } from '@shirube/db';
import { readLabReport, resultOf } from '../lab/read-report.ts';
import type { EncounterRecord, LabReportRecord, PractitionerRecord } from '../records/index.ts';
import { toCalendarDate, toInstant } from '../shared/rows.ts';

/** Nobody is named as answering for results that came before reports were kept. */
const unnamed: PractitionerRecord = {
  code: null,
  familyName: '',
  givenName: '',
  familyKana: '',
  givenKana: '',
};

/** All results in force of some charts: by report, and those of older days that belong to none. None is left out. */
export async function reportsOf(uow: UnitOfWork, charts: readonly string[]): Promise<LabReportRecord[]> {
  const patientId = { in: [...charts] };
  const reports: LabReportRecord[] = [];
  const rows = await uow.tables.labReport.findMany({
    where: { patientId },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  for (const { id } of rows) {
    const report = await readLabReport(uow, id);
    if (report) reports.push(report);
  }
  return [...reports, ...(await withoutReport(uow, patientId))];
}

async function withoutReport(uow: UnitOfWork, patientId: { in: string[] }): Promise<LabReportRecord[]> {
  const rows = await uow.tables.observation.findMany({
    where: { patientId, reportId: null },
    include: { labItem: { select: { ucum: true } } },
    orderBy: { id: 'asc' },
  });
  const later = await uow.tables.observation.findMany({
    where: { patientId, replacesId: { not: null } },
    select: { replacesId: true },
  });
  const visits = await uow.tables.encounter.findMany({
    where: { id: { in: rows.flatMap(({ encounterId }) => (encounterId ? [encounterId] : [])) } },
  });
  const tenant = await uow.tables.tenant.findFirstOrThrow();
  const replaced = new Set(later.map(({ replacesId }) => replacesId));
  return rows
    .filter(({ id }) => !replaced.has(id))
    .map((row) => {
      const visit = visits.find(({ id }) => id === row.encounterId);
      const day = toCalendarDate(row.effectiveOn);
      const encounter: EncounterRecord = {
        id: visit?.id ?? row.id,
        startedAt: toInstant(visit?.startedAt ?? new Date(`${day}T00:00:00+09:00`)),
        departmentCode: visit?.departmentCode ?? tenant.departmentCode,
        departmentName: visit?.departmentName ?? tenant.departmentName,
      };
      return {
        reportId: row.id,
        collectedAt: day,
        issuedAt: toInstant(row.reportedAt),
        orderNumber: null,
        encounter,
        performer: unnamed,
        results: [resultOf(row, row.unit === null ? null : row.labItem.ucum)],
      };
    });
}
