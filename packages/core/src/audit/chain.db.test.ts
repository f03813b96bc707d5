import fc from 'fast-check';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTwoClinics, type TwoClinics } from '../patients/testing/clinics.ts';
import { createTestAuthority } from './testing/stamps.ts';
import { verifyAudit } from './verify.ts';

let clinics: TwoClinics;
let admin: pg.Client;

beforeAll(async () => {
  clinics = await openTwoClinics();
  admin = await clinics.test.connect('admin');
});
afterAll(() => clinics?.close());

const verify = async (clinic: TwoClinics['a']) =>
  (
    await verifyAudit(
      { run: (work) => clinics.run(clinic, work, 'system'), now: () => new Date() },
      createTestAuthority(() => new Date()),
    )
  ).problems;
const numbers = async (clinic: TwoClinics['a']): Promise<number[]> => {
  const { rows } = await admin.query('SELECT seq::int FROM audit_event WHERE tenant_id = $1 ORDER BY seq', [
    clinic.tenantId,
  ]);
  return rows.map((row) => row.seq);
};

describe('the chain of a clinic', () => {
  it('has no gap after many units of work at once, some of which fail', async () => {
    const work = (clinic: TwoClinics['a'], n: number) =>
      clinics.run(clinic, async (uow) => {
        uow.audit({ action: 'chart.open', patientId: clinic.patientId, detail: { n } });
        if (n % 2 === 0) uow.audit({ action: 'patient.view', patientId: clinic.patientId });
        if (n % 5 === 0) throw new Error('rolled back');
      });
    const results = await Promise.allSettled(
      Array.from({ length: 60 }, (_, n) => work(n % 3 === 0 ? clinics.b : clinics.a, n)),
    );
    expect(results.filter((result) => result.status === 'rejected')).toHaveLength(12);
    for (const clinic of [clinics.a, clinics.b]) {
      const seqs = await numbers(clinic);
      expect(seqs).toEqual(seqs.map((_, index) => index + 1));
      expect(seqs.length).toBeGreaterThan(15);
      expect(await verify(clinic)).toEqual([]);
    }
  });

  it('leaves no gap when the insert itself is rolled back', async () => {
    const before = (await numbers(clinics.a)).length;
    const app = await clinics.test.connect('app');
    await app.query('BEGIN');
    await app.query(`SET LOCAL app.tenant_id = '${clinics.a.tenantId}'`);
    await app.query(
      `INSERT INTO audit_event (tenant_id, id, actor_name, actor_role, action, outcome) VALUES ($1, gen_random_uuid(), 'x', 'x', 'x', 'success')`,
      [clinics.a.tenantId],
    );
    await app.query('ROLLBACK');
    await clinics.run(clinics.a, async (uow) => uow.audit({ action: 'chart.open' }));
    expect(await numbers(clinics.a)).toHaveLength(before + 1);
    expect(await verify(clinics.a)).toEqual([]);
  });

  it('of one clinic does not wait for that of another, and waits for its own', async () => {
    const app = await clinics.test.connect('app');
    await app.query('BEGIN');
    await app.query(`SET LOCAL app.tenant_id = '${clinics.a.tenantId}'`);
    await app.query(
      `INSERT INTO audit_event (tenant_id, id, actor_name, actor_role, action, outcome) VALUES ($1, gen_random_uuid(), 'x', 'x', 'x', 'success')`,
      [clinics.a.tenantId],
    );
    const order: string[] = [];
    const own = clinics
      .run(clinics.a, async (uow) => uow.audit({ action: 'chart.open' }))
      .then(() => order.push('own'));
    await clinics.run(clinics.b, async (uow) => uow.audit({ action: 'chart.open' }));
    order.push('other');
    await app.query('COMMIT');
    await own;
    expect(order).toEqual(['other', 'own']);
  });
});

/** Every column, and a value that differs from any a row holds. */
const columns: Record<string, string> = {
  id: 'gen_random_uuid()',
  at: `at + interval '1 millisecond'`,
  seq: 'seq + 1000000',
  recorded_at: `recorded_at + interval '1 microsecond'`,
  actor_id: 'CASE WHEN actor_id IS NULL THEN gen_random_uuid() END',
  actor_name: `actor_name || ' '`,
  actor_role: `actor_role || ',admin'`,
  on_behalf_of_id: 'gen_random_uuid()',
  action: `action || 's'`,
  patient_id: 'CASE WHEN patient_id IS NULL THEN gen_random_uuid() END',
  entity_type: `coalesce(entity_type, '') || 'x'`,
  entity_id: 'gen_random_uuid()',
  outcome: `CASE outcome WHEN 'success' THEN 'refused'::audit_outcome ELSE 'success' END`,
  reason: `coalesce(reason, '') || 'x'`,
  detail: `CASE WHEN detail IS NULL THEN '{}'::jsonb END`,
  request_id: `coalesce(request_id, '') || 'x'`,
  client: `coalesce(client, '') || 'x'`,
  ip: `coalesce(ip, '') || '1'`,
  session_id: `coalesce(session_id, '') || 'x'`,
  authentication: `coalesce(authentication, '') || 'x'`,
  api_client_id: 'gen_random_uuid()',
  prev_hash: `sha256(prev_hash)`,
  hash: 'sha256(hash)',
};

describe('whatever is changed', () => {
  it('the list of columns is complete', async () => {
    const { rows } = await admin.query(
      `SELECT attname FROM pg_attribute WHERE attrelid = 'audit_event'::regclass AND attnum > 0 AND NOT attisdropped`,
    );
    expect(rows.map((row) => row.attname).sort()).toEqual(['tenant_id', ...Object.keys(columns)].sort());
  });

  // @proves A5
  it('in any column of any row of any chain, or moved to another clinic, is found', async () => {
    const text = fc.option(
      fc.string({ unit: 'grapheme', maxLength: 12 }).map((value) => value.replaceAll('\0', '')),
      {
        nil: undefined,
      },
    );
    const entry = fc.record({
      reason: text,
      entityType: text,
      detail: fc.option(
        fc.dictionary(
          fc.constantFrom('a', 'b', '標'),
          fc.oneof(fc.integer(), fc.boolean(), fc.constant('x"')),
        ),
        {
          nil: undefined,
        },
      ),
      patient: fc.boolean(),
      outcome: fc.constantFrom('success' as const, 'refused' as const, 'failed' as const),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(entry, { minLength: 1, maxLength: 4 }),
        fc.nat(),
        fc.constantFrom(...Object.keys(columns), 'tenant_id', 'DELETE'),
        async (entries, pick, column) => {
          await clinics.run(clinics.a, async (uow) => {
            for (const { patient, reason, entityType, detail, outcome } of entries)
              uow.audit({
                action: 'chart.open',
                outcome,
                patientId: patient ? clinics.a.patientId : null,
                ...(reason === undefined ? {} : { reason }),
                ...(entityType === undefined ? {} : { entityType }),
                ...(detail === undefined ? {} : { detail }),
              });
          });
          expect(await verify(clinics.a)).toEqual([]);
          const seqs = await numbers(clinics.a);
          const seq = seqs[pick % seqs.length];
          await admin.query('SET session_replication_role = replica');
          await admin.query('CREATE TEMP TABLE kept AS SELECT * FROM audit_event');
          const where = `WHERE tenant_id = '${clinics.a.tenantId}' AND seq = ${seq}`;
          await admin.query(
            column === 'DELETE'
              ? `DELETE FROM audit_event ${where}`
              : `UPDATE audit_event SET ${column} = ${column === 'tenant_id' ? `'${clinics.b.tenantId}'` : columns[column]} ${where}`,
          );
          const found = [...(await verify(clinics.a)), ...(await verify(clinics.b))];
          await admin.query('DELETE FROM audit_event');
          await admin.query('INSERT INTO audit_event SELECT * FROM kept');
          await admin.query('DROP TABLE kept');
          expect([column, found.length > 0]).toEqual([column, true]);
        },
      ),
      { numRuns: 120 },
    );
  }, 120_000);
});
