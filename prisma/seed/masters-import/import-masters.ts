import { addDays } from '@shirube/terminology';
import { MasterImportError } from './errors.ts';
import { type CurrentRow, type ImportPlan, planImport } from './plan.ts';
import type { Edition, MasterEditions, MasterRows, MasterTableName, MasterTables } from './rows.ts';
import { columnName, columnsOf, MASTER_TABLE_NAMES, MASTER_TABLES } from './tables.ts';

/** The part of a node-postgres client that is needed. */
export interface SqlExecutor {
  query(sql: string, parameters?: unknown[]): Promise<{ rows: unknown[] }>;
}

export interface ImportOptions {
  /** the edition of every table that is loaded */
  editions: MasterEditions;
  /** tables whose loss of more than a tenth of their rows the operator has confirmed */
  confirmShrink?: readonly MasterTableName[];
}

export interface TableReport {
  tableName: MasterTableName;
  added: number;
  changed: number;
  ended: number;
  unchanged: number;
}

interface TableWork<Name extends MasterTableName> {
  name: Name;
  edition: Edition;
  plan: ImportPlan<MasterRows[Name]>;
  rowCount: number;
}

/** Rows sent in one statement: a few megabytes of JSON. */
const ROWS_PER_STATEMENT = 5_000;

/**
 * Loads whole editions of code tables. Rows are never silently overwritten: what changes or ends is first appended to
 * master.master_revision; a row absent from the new edition stays and gets valid_to (the day before the edition is in force,
 * inclusive), so that codes already used in records stay resolvable. Loading the same edition again changes nothing.
 * `executor` must be one connection inside a transaction that the caller commits; all tables are planned before
 * the first change. Table and column names come from MASTER_TABLES only, never from the files.
 * @throws MasterImportError row_count_fell | edition_missing, before anything is written
 */
export async function importMasters(
  executor: SqlExecutor,
  tables: MasterTables,
  { editions, confirmShrink = [] }: ImportOptions,
): Promise<TableReport[]> {
  // Two imports at once would both read the old rows: the second waits here until the first has committed.
  await executor.query(`SELECT pg_advisory_xact_lock(hashtext('shirube.master_import'))`);
  const work: TableWork<MasterTableName>[] = [];
  for (const name of MASTER_TABLE_NAMES) {
    const next = tables[name];
    if (next === undefined) continue;
    const edition = editions[name];
    if (edition === undefined) {
      throw new MasterImportError(
        'edition_missing',
        `${MASTER_TABLES[name].label}の版・出典・適用日を指定してください。`,
      );
    }
    const current = await readCurrent(executor, name);
    const plan = planImport(name, current, next, confirmShrink.includes(name));
    work.push({ name, edition, plan, rowCount: next.length });
  }
  for (const table of work) await applyPlan(executor, table);
  return work.map(({ name, plan }) => ({
    tableName: name,
    added: plan.added.length,
    changed: plan.changed.length,
    ended: plan.ended.length,
    unchanged: plan.unchangedCount,
  }));
}

async function readCurrent<Name extends MasterTableName>(
  executor: SqlExecutor,
  name: Name,
): Promise<CurrentRow<MasterRows[Name]>[]> {
  const { rows } = await executor.query(`SELECT to_jsonb(t) AS content FROM master.${name} t`);
  const columns = columnsOf(name);
  return rows.map((entry) => {
    const { content } = entry as { content: Record<string, unknown> };
    const row = Object.fromEntries(columns.map(([property, column]) => [property, content[column] ?? null]));
    return { row: row as unknown as MasterRows[Name], isEnded: (content.valid_to ?? null) !== null };
  });
}

async function applyPlan<Name extends MasterTableName>(
  executor: SqlExecutor,
  { name, edition, plan, rowCount }: TableWork<Name>,
): Promise<void> {
  const { key, hasValidity } = MASTER_TABLES[name];
  const keyColumns = key.map(columnName);
  const keysOf = (rows: MasterRows[Name][]): string =>
    JSON.stringify(rows.map((row) => key.map((property) => row[property])));
  // the rows whose keys are the parameter: a JSON list of lists
  const isAmong = (parameter: string): string =>
    `(${keyColumns.map((column) => `t.${column}::text`).join(', ')}) IN
       (SELECT ${keyColumns.map((_, index) => `k ->> ${index}`).join(', ')} FROM jsonb_array_elements(${parameter}::jsonb) k)`;

  const replaced = [...plan.changed, ...plan.ended];
  if (replaced.length > 0) {
    await executor.query(
      `INSERT INTO master.master_revision (table_name, code, edition, content)
       SELECT $1, concat_ws(' ', ${keyColumns.map((column) => `t.${column}`).join(', ')}), t.edition, to_jsonb(t)
       FROM master.${name} t
       WHERE ${isAmong('$2')}`,
      [name, keysOf(replaced)],
    );
  }
  const written = [...plan.added, ...plan.changed];
  for (let at = 0; at < written.length; at += ROWS_PER_STATEMENT) {
    await executor.query(
      upsertSql(name),
      upsertParameters(name, written.slice(at, at + ROWS_PER_STATEMENT), edition),
    );
  }
  if (plan.ended.length > 0) {
    if (hasValidity) {
      await executor.query(`UPDATE master.${name} t SET valid_to = $2::date WHERE ${isAmong('$1')}`, [
        keysOf(plan.ended),
        addDays(edition.validFrom, -1),
      ]);
    } else {
      await executor.query(`DELETE FROM master.${name} t WHERE ${isAmong('$1')}`, [keysOf(plan.ended)]);
    }
  }
  await executor.query(
    `INSERT INTO master.master_edition (id, table_name, edition, source, valid_from, row_count)
     VALUES (gen_random_uuid(), $1, $2, $3, $4::date, $5::integer)
     ON CONFLICT (table_name, edition) DO UPDATE
     SET source = excluded.source, valid_from = excluded.valid_from, row_count = excluded.row_count, loaded_at = now()
     WHERE (master_edition.source, master_edition.valid_from, master_edition.row_count)
       IS DISTINCT FROM (excluded.source, excluded.valid_from, excluded.row_count)`,
    [name, edition.edition, edition.source, edition.validFrom, rowCount],
  );
}

function upsertSql(name: MasterTableName): string {
  const { key, hasValidity } = MASTER_TABLES[name];
  const columns = columnsOf(name);
  const names = columns.map(([, column]) => column);
  const types = columns.map(([, column, { type }]) => `${column} ${type}`);
  const filled = hasValidity
    ? { names: ['edition', 'valid_from', 'valid_to'], values: ['$2', '$3::date', 'NULL'] }
    : { names: ['edition'], values: ['$2'] };
  const all = [...names, ...filled.names];
  return `INSERT INTO master.${name} (${all.join(', ')})
    SELECT ${[...names.map((column) => `r.${column}`), ...filled.values].join(', ')}
    FROM jsonb_to_recordset($1::jsonb) AS r(${types.join(', ')})
    ON CONFLICT (${key.map(columnName).join(', ')}) DO UPDATE
    SET ${all.map((column) => `${column} = excluded.${column}`).join(', ')}`;
}

function upsertParameters<Name extends MasterTableName>(
  name: Name,
  rows: MasterRows[Name][],
  { edition, validFrom }: Edition,
): unknown[] {
  const columns = columnsOf(name);
  const json = JSON.stringify(
    rows.map((row) =>
      Object.fromEntries(columns.map(([property, column]) => [column, row[property as keyof typeof row]])),
    ),
  );
  return MASTER_TABLES[name].hasValidity ? [json, edition, validFrom] : [json, edition];
}
