import type { UnitOfWork } from '@shirube/db';
import { mergedInto } from '../patients/merge/former-charts.ts';

/** What belongs to one patient and is read by an id of its own. */
export type OwnedKind = 'condition' | 'allergy' | 'observation' | 'prescription' | 'encounter' | 'document';

/**
 * Whose a record is, by its own id: the patient whose chart it stands in now. Null: there is none in this clinic. Nothing is audited
 * here, because nothing of it has been read yet.
 */
export async function findOwner(uow: UnitOfWork, kind: OwnedKind, id: string): Promise<string | null> {
  const { tables } = uow;
  const select = { patientId: true } as const;
  const found = {
    condition: () => tables.condition.findFirst({ where: { conditionId: id }, select }),
    allergy: () => tables.allergyIntolerance.findFirst({ where: { allergyId: id }, select }),
    observation: () => tables.observation.findFirst({ where: { id }, select }),
    prescription: () => tables.prescription.findFirst({ where: { id }, select }),
    encounter: () => tables.encounter.findFirst({ where: { id }, select }),
    document: () => tables.clinicalDocument.findFirst({ where: { documentId: id }, select }),
  };
  const row = await found[kind]();
  return row === null ? null : ((await mergedInto(uow, row.patientId)) ?? row.patientId);
}

/** The patients that are meant by an id or a 患者番号; a chart that was merged leads to the one that took its place. */
export async function findPatientIds(
  uow: UnitOfWork,
  by: { id: string } | { patientNumber: string },
): Promise<string[]> {
  const rows = await uow.tables.patient.findMany({ where: by, select: { id: true } });
  const ids: string[] = [];
  for (const { id } of rows) ids.push((await mergedInto(uow, id)) ?? id);
  return ids;
}

/** Every patient of the clinic whose chart is in use: those that were merged into another are read with that one. */
export async function listChartIds(uow: UnitOfWork): Promise<string[]> {
  const merged = await uow.tables.patientMerge.findMany({ select: { fromId: true } });
  const rows = await uow.tables.patient.findMany({
    where: { id: { notIn: merged.map(({ fromId }) => fromId) } },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ id }) => id);
}
