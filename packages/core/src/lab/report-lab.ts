import type { UnitOfWork } from '@shirube/db';
import type { z } from 'zod';
import { DomainError, notFound } from '../shared/errors.ts';
import { toDateColumn } from '../shared/rows.ts';
import { wantUnit } from '../sharing/want-unit.ts';
import type { correctLabInput, labResultSchema, reportLabInput } from './schema.ts';

type Result = z.output<typeof labResultSchema>;

/**
 * 検査結果報告: writes a report of the laboratory with its results, and has it shared as a unit of its own.
 * @throws DomainError not_found for a patient, visit or doctor of another clinic; invalid for an item the master does not know, or one that
 *   stands twice in the report
 */
export async function reportLab(
  uow: UnitOfWork,
  input: z.output<typeof reportLabInput>,
): Promise<{ reportId: string }> {
  const patient = await uow.tables.patient.findFirst({
    where: { id: input.patientId },
    select: { id: true },
  });
  if (!patient) throw notFound('患者');
  const encounter =
    input.encounterId === null
      ? null
      : await uow.tables.encounter.findFirst({
          where: { id: input.encounterId, patientId: input.patientId },
        });
  if (input.encounterId !== null && !encounter) throw notFound('診察');
  const doctor = await uow.tables.staff.findFirst({ where: { id: input.doctorId }, select: { id: true } });
  if (!doctor) throw notFound('担当の医師');
  const tenant = await uow.tables.tenant.findFirstOrThrow({ select: { departmentCode: true } });
  const report = await uow.tables.labReport.create({
    data: {
      tenantId: uow.tenantId,
      patientId: input.patientId,
      encounterId: input.encounterId,
      doctorId: input.doctorId,
      orderNumber: input.orderNumber,
      collectedOn: toDateColumn(input.collectedOn),
      collectedAt: input.collectedAt,
      departmentCode: encounter?.departmentCode ?? tenant.departmentCode,
      reportedAt: input.reportedAt,
    },
  });
  await writeResults(uow, report, input.results, input.reportedAt, () => null);
  return done(uow, report, 'lab.report', input.results.length);
}

/**
 * A corrected report: each result takes the place of the one of the same item, which stays readable; the report unit is replaced as a whole.
 * @throws DomainError not_found; invalid as reportLab
 */
export async function correctLab(
  uow: UnitOfWork,
  input: z.output<typeof correctLabInput>,
): Promise<{ reportId: string }> {
  const report = await uow.tables.labReport.findFirst({
    where: { id: input.reportId, patientId: input.patientId },
  });
  if (!report) throw notFound('検査結果の報告');
  await lockResultsOf(uow, input.patientId);
  const before = await uow.tables.observation.findMany({
    where: { reportId: report.id },
    select: { id: true, jlac10: true, replacesId: true },
  });
  const inForce = before.filter((row) => !before.some((later) => later.replacesId === row.id));
  await writeResults(
    uow,
    report,
    input.results,
    input.reportedAt,
    (result) => inForce.find((row) => row.jlac10 === result.jlac10)?.id ?? null,
  );
  return done(uow, report, 'lab.correct', input.results.length);
}

/** The patient's row is the lock: of two corrections at once the second takes the place of the first, and no result stands twice. */
export async function lockResultsOf(uow: UnitOfWork, patientId: string): Promise<void> {
  await uow.tables.$queryRaw`SELECT id::text FROM patient WHERE id = ${patientId}::uuid FOR UPDATE`;
}

async function done(
  uow: UnitOfWork,
  report: { id: string; patientId: string; doctorId: string },
  action: 'lab.report' | 'lab.correct',
  results: number,
): Promise<{ reportId: string }> {
  uow.audit({
    action,
    patientId: report.patientId,
    entityType: 'lab_report',
    entityId: report.id,
    detail: { results },
  });
  await wantUnit(uow, {
    patientId: report.patientId,
    kind: 'Observation',
    sourceId: report.id,
    responsibleId: report.doctorId,
  });
  return { reportId: report.id };
}

/** Names and units are the master's; a coded value keeps its table, a number the text it was written as. */
async function writeResults(
  uow: UnitOfWork,
  report: { id: string; patientId: string; encounterId: string | null; collectedOn: Date },
  results: readonly Result[],
  reportedAt: string,
  replaces: (result: Result) => string | null,
): Promise<void> {
  const items = await uow.tables.labItem.findMany({
    where: { jlac10: { in: results.map((result) => result.jlac10) } },
  });
  if (new Set(results.map((result) => result.jlac10)).size !== results.length)
    throw new DomainError('invalid', '同じ検査項目が２回あります。報告を確かめてください。', 'results');
  const data = results.map((result) => {
    const item = items.find((each) => each.jlac10 === result.jlac10);
    if (!item)
      throw new DomainError(
        'invalid',
        `検査項目 ${result.jlac10} は検査マスターにありません。`,
        result.jlac10,
      );
    const { value } = result;
    const replacesId = replaces(result);
    return {
      tenantId: uow.tenantId,
      patientId: report.patientId,
      encounterId: report.encounterId,
      reportId: report.id,
      jlac10: item.jlac10,
      name: item.name,
      localCode: result.localCode,
      valueNumber: value.kind === 'quantity' ? value.value : null,
      valueText: value.kind === 'quantity' ? value.value : value.kind === 'absent' ? null : value.text,
      valueCode: value.kind === 'coded' ? `${value.table}:${value.code}` : null,
      comparator: value.kind === 'quantity' ? value.comparator : null,
      absentReason: value.kind === 'absent' ? value.reason : null,
      unit: value.kind === 'quantity' ? value.unit : null,
      refLow: result.referenceLow,
      refHigh: result.referenceHigh,
      interpretation: result.interpretation,
      specimen: result.specimen,
      status: replacesId !== null && result.status === 'final' ? 'corrected' : result.status,
      effectiveOn: report.collectedOn,
      replacesId,
      reportedAt,
    };
  });
  await uow.tables.observation.createMany({ data });
}
