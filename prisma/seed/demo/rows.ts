import type pg from 'pg';

/** The clinic that is being filled, and who writes in it. */
export interface ClinicIds {
  tenantId: string;
  doctorId: string;
  clerkId: string;
}

export async function inTransaction(client: pg.Client, work: () => Promise<void>): Promise<void> {
  await client.query('BEGIN');
  try {
    await work();
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

/** Rows as one statement: the columns are those of the first row. */
export async function insertRows(
  client: pg.Client,
  table: string,
  rows: Record<string, unknown>[],
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first);
  await client.query(
    `INSERT INTO ${table} (${columns.join(', ')})
     SELECT ${columns.map((column) => `r.${column}`).join(', ')} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb) r`,
    [JSON.stringify(rows)],
  );
}
