import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ClinicFixture, createTestDatabase, insertClinic, type TestDatabase } from './testing/index.ts';
import { repositoryRoot } from './tooling/paths.ts';

let database: TestDatabase;
let app: pg.Client;
let owner: pg.Client;
let admin: pg.Client;
let clinic: ClinicFixture;
let partitions: string[];

const insert = (client: pg.Client, at: string, tenantId = clinic.tenantId) =>
  client.query(
    `INSERT INTO audit_event (tenant_id, id, at, actor_name, actor_role, action, outcome) VALUES ($1, $2, $3, 'x', 'doctor', 'test', 'success')`,
    [tenantId, randomUUID(), at],
  );

async function asTenant<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  try {
    await client.query(`SET LOCAL app.tenant_id = '${clinic.tenantId}'`);
    return await work();
  } finally {
    await client.query('ROLLBACK');
  }
}

beforeAll(async () => {
  database = await createTestDatabase();
  app = await database.connect('app');
  owner = await database.connect('owner');
  admin = await database.connect('admin');
  clinic = await insertClinic(app, '甲');
  const { rows } = await admin.query(
    `SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = 'public.audit_event'::regclass ORDER BY 1`,
  );
  partitions = rows.map((row) => row.relname);
});
afterAll(() => database?.drop());

describe('a month of the audit trail', () => {
  it('is there for this month and the next three, and there is a place for all others', () => {
    const months = [0, 1, 2, 3].map((ahead) => {
      const [year = 0, month = 1] = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo' })
        .format(new Date())
        .split('-')
        .map(Number);
      return new Date(Date.UTC(year, month - 1 + ahead, 1)).toISOString().slice(0, 7).replace('-', '_');
    });
    expect(partitions).toEqual([...months.map((month) => `events_${month}`), 'events_default']);
  });

  it('takes an event of any time, and changes at midnight in Tokyo', async () => {
    await asTenant(app, async () => {
      for (const at of [
        '1999-12-31T00:00:00Z',
        '2026-11-30T14:59:59.999Z',
        '2026-11-30T15:00:00Z',
        '2099-01-01T00:00:00Z',
      ])
        await insert(app, at);
    });
    await asTenant(owner, async () => {
      await owner.query(`SELECT ops.make_audit_month('2031-05-20'), ops.make_audit_month('2031-06-01')`);
      for (const at of ['2031-05-31T14:59:59.999Z', '2031-05-31T15:00:00Z']) await insert(owner, at);
      const { rows } = await owner.query(
        `SELECT tableoid::regclass::text AS part, at FROM audit_event WHERE at >= '2031-01-01' ORDER BY at`,
      );
      expect(rows.map((row) => row.part)).toEqual(['audit.events_2031_05', 'audit.events_2031_06']);
    });
  });

  // @proves E2
  it('is guarded like the table itself', async () => {
    const { rows } = await admin.query(
      `SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity AS forced,
              (SELECT array_agg(pg_get_expr(polqual, polrelid) = pg_get_expr(polwithcheck, polrelid)) FROM pg_policy WHERE polrelid = c.oid) AS policies,
              (SELECT count(*)::int FROM pg_trigger WHERE tgrelid = c.oid AND tgfoid = 'ops.refuse_change'::regproc AND tgenabled = 'O') AS refusals,
              (SELECT count(*)::int FROM pg_trigger WHERE tgrelid = c.oid AND tgfoid = 'ops.chain_audit_event'::regproc AND tgenabled = 'O') AS chains
         FROM pg_class c WHERE c.relnamespace = 'audit'::regnamespace AND c.relkind = 'r' ORDER BY 1`,
    );
    expect(rows).toEqual(
      partitions.map((relname) => ({ relname, forced: true, policies: [true], refusals: 2, chains: 1 })),
    );
  });

  // @proves E2
  it('can not be reached by the app role, nor emptied by the owner', async () => {
    for (const part of partitions) {
      await expect(app.query(`SELECT 1 FROM audit.${part}`)).rejects.toMatchObject({ code: '42501' });
      await expect(insert(app, '2026-11-20T00:00:00Z')).rejects.toMatchObject({ code: '42501' });
      const { rows } = await admin.query(
        `SELECT has_table_privilege('shirube_app', 'audit.' || $1, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE') AS may,
                has_schema_privilege('shirube_app', 'audit', 'USAGE') AS enter`,
        [part],
      );
      expect(rows).toEqual([{ may: false, enter: false }]);
      await expect(owner.query(`TRUNCATE audit.${part}`)).rejects.toMatchObject({ code: 'SH001' });
    }
  });

  it('is made again by the daily round without harm, also by the app role', async () => {
    const { rows } = await app.query('SELECT ops.ensure_audit_months() AS left');
    expect(rows).toEqual([{ left: [] }]);
    await expect(app.query(`SELECT ops.make_audit_month('2040-01-01')`)).rejects.toMatchObject({
      code: '42501',
    });
    await expect(app.query(`SELECT ops.retire_audit_month('2020-01-01')`)).rejects.toMatchObject({
      code: '42501',
    });
  });

  it('is not made over events that wait in the default partition: they stay where they are', async () => {
    await asTenant(owner, async () => {
      await insert(owner, '2045-03-03T00:00:00Z');
      const { rows } = await owner.query(`SELECT ops.make_audit_month('2045-03-01') AS made`);
      expect(rows).toEqual([{ made: false }]);
      expect((await owner.query(`SELECT 1 FROM audit_event WHERE at > '2045-01-01'`)).rowCount).toBe(1);
    });
  });
});

describe('the head of the chain', () => {
  // @proves E2 V16.4.2
  it('can not be read or written by the app role', async () => {
    for (const statement of [
      'SELECT * FROM ops.audit_head',
      `UPDATE ops.audit_head SET seq = 0`,
      `INSERT INTO ops.audit_head VALUES ('${clinic.tenantId}', 0, '\\x00')`,
      'DELETE FROM ops.audit_head',
    ])
      await expect(app.query(statement)).rejects.toMatchObject({ code: '42501' });
  });

  it('numbers and chains whatever the app role sends', async () => {
    await asTenant(app, async () => {
      await app.query(
        `INSERT INTO audit_event (tenant_id, id, seq, recorded_at, prev_hash, hash, actor_name, actor_role, action, outcome)
         VALUES ($1, $2, 77, '2000-01-01', '\\x01', '\\x02', 'x', 'doctor', 'test', 'success'),
                ($1, $3, 77, '2000-01-01', '\\x01', '\\x02', 'x', 'doctor', 'test', 'success')`,
        [clinic.tenantId, randomUUID(), randomUUID()],
      );
      const { rows } = await app.query(
        `SELECT seq::int, recorded_at > now() - interval '1 minute' AS recent, encode(prev_hash, 'hex') AS prev, encode(hash, 'hex') AS hash
           FROM audit_event ORDER BY seq`,
      );
      expect(rows).toMatchObject([
        { seq: 1, recent: true, prev: '00'.repeat(32) },
        { seq: 2, recent: true, prev: rows[0].hash },
      ]);
    });
  });
});

describe('what was recorded before the chain', () => {
  it('joins it in the order of time, each clinic for itself', async () => {
    const folder = path.join(repositoryRoot, 'prisma/migrations');
    const migrations = fs
      .readdirSync(folder)
      .filter((name) => /^\d/.test(name))
      .sort();
    const sql = (name: string) => fs.readFileSync(path.join(folder, name, 'migration.sql'), 'utf8');
    const chain = migrations.findIndex((name) => name.endsWith('_audit_chain'));
    await admin.query(`CREATE DATABASE before_chain TEMPLATE template0 OWNER shirube_owner`);
    const { Client } = (await import('pg')).default;
    const at = (url: string) => {
      const changed = new URL(url);
      changed.pathname = '/before_chain';
      return new Client({ connectionString: changed.toString() });
    };
    const old = at(database.urls.owner);
    const old2 = at(database.urls.app);
    await old.connect();
    try {
      for (const name of migrations.slice(0, chain)) await old.query(sql(name));
      await old2.connect();
      const clinics = [await insertClinic(old2, '一'), await insertClinic(old2, '二')];
      for (const [index, { tenantId, patientId }] of clinics.entries())
        for (const month of ['2026-09', '2026-11', '2026-10'].slice(index)) {
          await old2.query('BEGIN');
          await old2.query(`SET LOCAL app.tenant_id = '${tenantId}'`);
          await old2.query(
            `INSERT INTO audit_event (tenant_id, id, at, actor_name, actor_role, action, outcome, patient_id) VALUES ($1, $2, $3, 'x', 'doctor', 'test', 'success', $4)`,
            [tenantId, randomUUID(), `${month}-05T00:00:00Z`, patientId],
          );
          await old2.query('COMMIT');
        }
      await old.query(sql(migrations[chain] as string));
      const rows: unknown[] = [];
      for (const { tenantId } of clinics) {
        await old2.query('BEGIN');
        await old2.query(`SET LOCAL app.tenant_id = '${tenantId}'`);
        rows.push(
          (
            await old2.query(
              `SELECT seq::int, to_char(at, 'MM') AS month, tableoid::regclass::text AS part, prev_hash = coalesce(lag(hash) OVER (ORDER BY seq), prev_hash) AS linked
                 FROM audit_event ORDER BY seq`,
            )
          ).rows,
        );
        await old2.query('ROLLBACK');
      }
      const row = (seq: number, month: string) => ({
        seq,
        month,
        part: `audit.events_2026_${month}`,
        linked: true,
      });
      expect(rows).toEqual([
        [row(1, '09'), row(2, '10'), row(3, '11')],
        [row(1, '10'), row(2, '11')],
      ]);
    } finally {
      await old.end();
      await old2.end();
      await admin.query('DROP DATABASE before_chain');
    }
  });
});
