import { randomUUID } from 'node:crypto';
import type { UnitOfWork } from '@shirube/db';
import { todayInTokyo } from '@shirube/terminology';
import { formerCharts, mergedInto } from '../patients/merge/former-charts.ts';
import { messageKind, type UnitKind } from './kinds.ts';

/** What a report unit is made from, and who answers for it. */
export interface WantedUnit {
  patientId: string;
  kind: UnitKind;
  /** the patient (diagnoses, allergies), the lab report or the document */
  sourceId: string;
  /** the doctor who sees what is refused; null: whoever answered for it before */
  responsibleId: string | null;
}

/**
 * What should be registered may have changed: counts the unit's wanted revision up, and puts one message for it in the outbox. Call it in the
 * transaction of the change. The first call gives the unit its identifier, which it keeps: institution, year (Asia/Tokyo) and the unit's own
 * id, so that sending after New Year replaces what was registered before. Whether something is registered or cancelled is decided when it is
 * sent, from the record as it then stands.
 */
export async function wantUnit(uow: UnitOfWork, unit: WantedUnit): Promise<{ unitId: string }> {
  const tenant = await uow.tables.tenant.findFirstOrThrow({ select: { institutionCode: true } });
  const id = randomUUID();
  const identifier = `${tenant.institutionCode}^${todayInTokyo(uow.now).slice(0, 4)}^${id}`;
  const rows = await uow.tables.$queryRaw<{ id: string; wanted_revision: number }[]>`
    INSERT INTO report_unit AS u (tenant_id, id, patient_id, kind, source_id, identifier, responsible_id, wanted_at, wanted_since)
    VALUES (${uow.tenantId}::uuid, ${id}::uuid, ${unit.patientId}::uuid, ${unit.kind}, ${unit.sourceId}::uuid, ${identifier},
            ${unit.responsibleId}::uuid, ${uow.now}, ${uow.now})
    ON CONFLICT (tenant_id, kind, source_id) DO UPDATE
       SET wanted_revision = u.wanted_revision + 1, wanted_at = greatest(excluded.wanted_at, u.wanted_at + interval '1 millisecond'),
           wanted_since = coalesce(u.wanted_since, excluded.wanted_at),
           responsible_id = coalesce(excluded.responsible_id, u.responsible_id), row_version = u.row_version + 1
    RETURNING id::text, wanted_revision`;
  const [row] = rows;
  if (!row) throw new Error('a unit without its row');
  await enqueueUnit(uow, { ...unit, unitId: row.id, revision: row.wanted_revision });
  return { unitId: row.id };
}

/** The one message of a unit and revision. */
export async function enqueueUnit(
  uow: UnitOfWork,
  unit: { unitId: string; patientId: string; kind: UnitKind; revision: number },
): Promise<void> {
  await uow.enqueue({
    kind: messageKind(unit.kind),
    patientId: unit.patientId,
    aggregateId: unit.unitId,
    idempotencyKey: `${unit.unitId}-${unit.revision}`,
    payload: { revision: unit.revision },
  });
}

/** Every unit of a patient, of the charts that were merged into theirs too: what they want changed, or their chart was merged. */
export const wantUnitsOf = (uow: UnitOfWork, patientId: string): Promise<void> =>
  wantEach(uow, { patientId });

/** What is registered under the insurance of the day: a new one replaces it. A document stays with what it was written with. */
export const wantInformationOf = (uow: UnitOfWork, patientId: string): Promise<void> =>
  wantEach(uow, { patientId, kind: { in: ['Condition', 'AllergyIntolerance', 'Observation'] } });

async function wantEach(
  uow: UnitOfWork,
  { patientId, ...where }: { patientId: string; kind?: { in: UnitKind[] } },
): Promise<void> {
  const units = await uow.tables.reportUnit.findMany({
    where: { ...where, patientId: { in: [patientId, ...(await formerCharts(uow, patientId))] } },
    select: { patientId: true, kind: true, sourceId: true },
    orderBy: { id: 'asc' },
  });
  for (const unit of units)
    await wantUnit(uow, {
      patientId: unit.patientId,
      kind: unit.kind as UnitKind,
      sourceId: unit.sourceId,
      responsibleId: null,
    });
}

/** The diagnoses of a patient: one set, of the chart that remains where two were merged. */
export const wantConditions = (uow: UnitOfWork, patientId: string, responsibleId: string | null) =>
  wantOfChart(uow, 'Condition', patientId, responsibleId);

/** The allergies of a patient, likewise. */
export const wantAllergies = (uow: UnitOfWork, patientId: string, responsibleId: string | null) =>
  wantOfChart(uow, 'AllergyIntolerance', patientId, responsibleId);

async function wantOfChart(
  uow: UnitOfWork,
  kind: UnitKind,
  recordedIn: string,
  responsibleId: string | null,
): Promise<void> {
  const patientId = (await mergedInto(uow, recordedIn)) ?? recordedIn;
  await wantUnit(uow, { patientId, kind, sourceId: patientId, responsibleId });
}
