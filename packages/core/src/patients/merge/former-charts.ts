import type { UnitOfWork } from '@shirube/db';

/**
 * The charts that were merged into a patient's, and those that had been merged into them: what is recorded there is this person's too.
 */
export async function formerCharts(uow: UnitOfWork, patientId: string): Promise<string[]> {
  const rows = await uow.tables.$queryRaw<{ id: string }[]>`
    WITH RECURSIVE former (id) AS (
      SELECT from_id FROM patient_merge WHERE into_id = ${patientId}::uuid
      UNION
      SELECT m.from_id FROM patient_merge m JOIN former f ON m.into_id = f.id)
    SELECT id::text FROM former ORDER BY id`;
  return rows.map((row) => row.id);
}

/** The chart that took a patient's place; null: it is in use itself. */
export async function mergedInto(uow: UnitOfWork, patientId: string): Promise<string | null> {
  const [row] = await uow.tables.$queryRaw<{ id: string }[]>`
    WITH RECURSIVE later (id, step) AS (
      SELECT into_id, 1 FROM patient_merge WHERE from_id = ${patientId}::uuid
      UNION
      SELECT m.into_id, l.step + 1 FROM patient_merge m JOIN later l ON m.from_id = l.id)
    SELECT id::text FROM later ORDER BY step DESC LIMIT 1`;
  return row?.id ?? null;
}
