import { join } from 'node:path';
import { createTestDatabase, type TestDatabase } from '@shirube/db/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDemoMasters } from './demo-layout.ts';
import { importMasters, type SqlExecutor, type TableReport } from './import-masters.ts';
import type { DrugRow, MasterTables } from './rows.ts';

const demo = readDemoMasters(join(import.meta.dirname, '../masters'));
const HALCION = '1124007F2026';

describe('importMasters', () => {
  let database: TestDatabase;
  let client: Awaited<ReturnType<TestDatabase['connect']>>;
  let first: TableReport[];
  let firstMs: number;

  beforeAll(async () => {
    database = await createTestDatabase();
    client = await database.connect('owner');
    const startedAt = performance.now();
    first = await load(demo.tables);
    firstMs = performance.now() - startedAt;
  });
  afterAll(() => database.drop());

  async function load(tables: MasterTables, suffix = '', confirmShrink: ('drug' | 'drug_default')[] = []) {
    const editions = Object.fromEntries(
      Object.entries(demo.editions).map(([name, edition]) => [
        name,
        suffix === '' ? edition : { ...edition, edition: edition.edition + suffix, validFrom: '2026-12-01' },
      ]),
    );
    const executor: SqlExecutor = client;
    await client.query('BEGIN');
    try {
      const report = await importMasters(executor, tables, { editions, confirmShrink });
      await client.query('COMMIT');
      return report;
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    }
  }
  const one = async (sql: string, parameters: unknown[] = []): Promise<Record<string, unknown>> =>
    (await client.query(sql, parameters)).rows[0];
  const withDrug = (change: (drug: DrugRow) => DrugRow): DrugRow[] =>
    demo.tables.drug.map((drug) => (drug.yjCode === HALCION ? change(drug) : drug));

  it('loads the demo tables in well under two seconds', async () => {
    expect(firstMs).toBeLessThan(2_000);
    expect(first.map(({ tableName, added }) => [tableName, added])).toEqual(
      Object.entries(demo.tables).map(([name, rows]) => [name, rows.length]),
    );
  });

  it('keeps every value: text, null, flag, list, number', async () => {
    expect(
      await one('SELECT name, hot9, is_generic, valid_to, edition FROM master.drug WHERE yj_code = $1', [
        HALCION,
      ]),
    ).toMatchObject({
      name: 'ハルシオン０．２５ｍｇ錠',
      is_generic: false,
      valid_to: null,
      edition: 'demo-drug-2025-08-14',
    });
    const pair = demo.tables.interaction.find(({ prefixesB }) => prefixesB.length > 1);
    expect(
      (await one('SELECT prefixes_b FROM master.interaction WHERE id = $1', [pair?.id])).prefixes_b,
    ).toEqual(pair?.prefixesB);
    const platelets = demo.tables.lab_item.find(({ fhirCode }) => fhirCode === 'PLT');
    expect(
      await one('SELECT ref_low_male::float8 AS low, sort_no FROM master.lab_item WHERE jlac10 = $1', [
        platelets?.jlac10,
      ]),
    ).toEqual({ low: 15.8, sort_no: platelets?.sortNo });
  });

  it('changes nothing when the same edition is loaded again', async () => {
    const before = await one('SELECT xmin::text FROM master.drug WHERE yj_code = $1', [HALCION]);
    const report = await load(demo.tables);
    expect(report.map(({ added, changed, ended }) => added + changed + ended)).toEqual(report.map(() => 0));
    expect(await one('SELECT xmin::text FROM master.drug WHERE yj_code = $1', [HALCION])).toEqual(before);
    expect(await one('SELECT count(*)::int AS revisions FROM master.master_revision')).toEqual({
      revisions: 0,
    });
    expect(await one('SELECT count(*)::int AS editions FROM master.master_edition')).toEqual({
      editions: Object.keys(demo.tables).length,
    });
  });

  // @proves C2
  it('keeps the old content of a changed row and ends a row that is gone', async () => {
    const ended = demo.tables.drug.find(
      ({ yjCode }) => yjCode !== HALCION && !demo.tables.drug_default.some((row) => row.yjCode === yjCode),
    );
    const next = withDrug((drug) => ({ ...drug, manufacturer: '新しい会社' })).filter(
      (drug) => drug !== ended,
    );
    const [report] = await load({ drug: next }, '-b');
    expect(report).toMatchObject({
      tableName: 'drug',
      added: 0,
      changed: 1,
      ended: 1,
      unchanged: next.length - 1,
    });
    expect(
      await one('SELECT manufacturer, edition, valid_from::text FROM master.drug WHERE yj_code = $1', [
        HALCION,
      ]),
    ).toEqual({ manufacturer: '新しい会社', edition: 'demo-drug-2025-08-14-b', valid_from: '2026-12-01' });
    const revision = await one(
      `SELECT edition, content->>'manufacturer' AS manufacturer FROM master.master_revision WHERE table_name = 'drug' AND code = $1`,
      [HALCION],
    );
    expect(revision).toEqual({
      edition: 'demo-drug-2025-08-14',
      manufacturer: demo.tables.drug.find(({ yjCode }) => yjCode === HALCION)?.manufacturer,
    });
    expect(await one('SELECT valid_to::text FROM master.drug WHERE yj_code = $1', [ended?.yjCode])).toEqual({
      valid_to: '2026-11-30',
    });
    expect((await load({ drug: demo.tables.drug }, '-c'))[0]).toMatchObject({ changed: 2, ended: 0 });
    expect(await one('SELECT valid_to FROM master.drug WHERE yj_code = $1', [ended?.yjCode])).toEqual({
      valid_to: null,
    });
  });

  it('refuses a partial file and leaves the table as it was, unless confirmed', async () => {
    const few = demo.tables.drug_default.slice(0, 10);
    await expect(load({ drug_default: few }, '-d')).rejects.toMatchObject({ reason: 'row_count_fell' });
    expect(await one('SELECT count(*)::int AS n FROM master.drug_default')).toEqual({
      n: demo.tables.drug_default.length,
    });
    await load({ drug_default: few }, '-d', ['drug_default']);
    expect(await one('SELECT count(*)::int AS n FROM master.drug_default')).toEqual({ n: 10 });
    expect(
      await one(`SELECT count(*)::int AS n FROM master.master_revision WHERE table_name = 'drug_default'`),
    ).toEqual({ n: demo.tables.drug_default.length - 10 });
  });

  it('is not open to the application: it may read the tables only', async () => {
    const app = await database.connect('app');
    await expect(
      importMasters(
        app,
        { drug: withDrug((drug) => ({ ...drug, unit: '個' })) },
        { editions: demo.editions },
      ),
    ).rejects.toMatchObject({
      code: '42501',
    });
  });
});
