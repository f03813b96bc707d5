import { Prisma } from './generated/client.ts';
import type { UnitOfWork } from './unit-of-work.ts';

/** A table of clinics as an export reads it: with what it is made of. */
export interface ClinicTable {
  name: string;
  columns: { name: string; type: string }[];
  /** the primary key without the clinic, by which it is read page by page */
  key: { name: string; type: string }[];
}

/** Every table of clinics that the app role may read, from the database's own catalogue: none is forgotten. */
export async function listClinicTables(uow: UnitOfWork): Promise<ClinicTable[]> {
  return uow.tables.$queryRaw<ClinicTable[]>`
    SELECT c.relname AS name,
           (SELECT jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) ORDER BY a.attnum)
              FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
           coalesce((SELECT jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) ORDER BY k.n)
              FROM unnest(i.indkey) WITH ORDINALITY AS k(attnum, n)
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
             WHERE a.attname NOT IN ('tenant_id') AND NOT (c.relname = 'tenant' AND a.attname = 'id')), '[]'::jsonb) AS key
      FROM pg_class c JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND c.relname <> '_prisma_migrations' AND has_table_privilege(c.oid, 'SELECT')
     ORDER BY c.relname`;
}

const name = (text: string) => Prisma.raw(`"${text.replaceAll('"', '""')}"`);

/**
 * A page of a table's rows as JSON texts, numbers digit by digit as they are stored, in the order of its key: `after` is the key of the last row before. Row-level security shows
 * this clinic's rows only. Names come from the catalogue (listClinicTables), values go as parameters.
 */
export async function readClinicTable(
  uow: UnitOfWork,
  table: ClinicTable,
  after: readonly string[] | null,
  limit: number,
): Promise<{ row: string; key: string[] }[]> {
  const columns = table.key.map((column) => name(column.name));
  if (columns.length === 0) {
    // one row a clinic
    if (after !== null) return [];
    const rows = await uow.tables.$queryRaw<{ row: string }[]>`
      SELECT to_jsonb(t)::text AS row FROM ${name(table.name)} t`;
    return rows.map(({ row }) => ({ row, key: [] }));
  }
  const beyond =
    after === null
      ? Prisma.empty
      : Prisma.sql`WHERE (${Prisma.join(columns)}) > (${Prisma.join(
          table.key.map((column, index) => Prisma.sql`${after[index]}::text::${Prisma.raw(column.type)}`),
        )})`;
  return uow.tables.$queryRaw<{ row: string; key: string[] }[]>`
    SELECT to_jsonb(t)::text AS row, ARRAY[${Prisma.join(columns.map((column) => Prisma.sql`${column}::text`))}] AS key
      FROM ${name(table.name)} t ${beyond} ORDER BY ${Prisma.join(columns)} LIMIT ${limit}`;
}
