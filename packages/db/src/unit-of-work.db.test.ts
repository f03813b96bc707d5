import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase, type Scope } from './database.ts';
import { isUniqueViolation } from './errors.ts';
import { type ClinicFixture, insertClinic } from './testing/fixtures.ts';
import { createTestDatabase, type TestDatabase } from './testing/index.ts';

let test: TestDatabase;
let database: Database;
let a: ClinicFixture;
let b: ClinicFixture;
let admin: pg.Client;

const scopeOf = (clinic: ClinicFixture): Scope => ({
  tenantId: clinic.tenantId,
  actor: { staffId: clinic.doctorId, name: '検証 医師', role: 'doctor', requestId: 'test' },
});

beforeAll(async () => {
  test = await createTestDatabase();
  const app = await test.connect('app');
  a = await insertClinic(app, '甲');
  b = await insertClinic(app, '乙');
  admin = await test.connect('admin');
  database = openDatabase({ url: test.urls.app, poolSize: 1 });
});
afterAll(async () => {
  await database?.close();
  await test?.drop();
});

describe('unit of work', () => {
  // @proves D11
  it('shows each clinic its own rows over one shared connection, and nothing after it', async () => {
    const names = (scope: Scope) =>
      database.run(scope, (uow) => uow.tables.patient.findMany({ select: { familyName: true } }));
    expect(await names(scopeOf(a))).toEqual([{ familyName: '甲' }]);
    expect(await names(scopeOf(b))).toEqual([{ familyName: '乙' }]);
    const pool = await test.connect('app');
    expect((await pool.query('SELECT 1 FROM patient')).rowCount).toBe(0);
  });

  // @proves E1 V2.3.3
  it('commits the change, its audit row, its outbox row and the job together', async () => {
    const messageId = await database.run(scopeOf(a), async (uow) => {
      await uow.tables.patient.update({
        where: { tenantId_id: { tenantId: a.tenantId, id: a.patientId } },
        data: { phone: '03-0000-1111' },
      });
      uow.audit({ action: 'patient.change', patientId: a.patientId });
      return uow.enqueue({
        kind: 'test',
        patientId: a.patientId,
        aggregateId: a.patientId,
        idempotencyKey: 'once',
        payload: { version: 1 },
      });
    });
    const audit = await admin.query('SELECT action, actor_id, patient_id FROM audit_event');
    expect(audit.rows).toEqual([{ action: 'patient.change', actor_id: a.doctorId, patient_id: a.patientId }]);
    const job = await admin.query(`SELECT payload->>'messageId' AS id FROM graphile_worker._private_jobs`);
    expect(job.rows).toEqual([{ id: messageId }]);
    const queue = await test.connect('queue');
    const seen = await queue.query(`SELECT payload->>'messageId' AS id FROM graphile_worker._private_jobs`);
    expect(seen.rows).toEqual(job.rows);
  });

  // @proves V2.3.3
  it('leaves no trace of any of them when the work fails', async () => {
    const counts = async () =>
      (
        await admin.query(
          `SELECT (SELECT count(*) FROM audit_event) AS audit, (SELECT count(*) FROM outbox_message) AS outbox,
                  (SELECT count(*) FROM graphile_worker._private_jobs) AS jobs, (SELECT phone FROM patient WHERE id = $1) AS phone`,
          [a.patientId],
        )
      ).rows[0];
    const before = await counts();
    await expect(
      database.run(scopeOf(a), async (uow) => {
        await uow.tables.patient.update({
          where: { tenantId_id: { tenantId: a.tenantId, id: a.patientId } },
          data: { phone: 'changed' },
        });
        uow.audit({ action: 'patient.change', patientId: a.patientId });
        await uow.enqueue({
          kind: 'test',
          patientId: null,
          aggregateId: a.patientId,
          idempotencyKey: 'never',
          payload: {},
        });
        throw new Error('stop');
      }),
    ).rejects.toThrow('stop');
    expect(await counts()).toEqual(before);
  });

  // @proves E6
  it('stores instants as instants, whatever time zone the server has', async () => {
    const at = new Date('2026-11-20T15:30:00.000Z');
    await database.run(scopeOf(a), (uow) =>
      uow.tables.reception.updateMany({ where: { id: a.receptionId }, data: { calledAt: at } }),
    );
    const { rows } = await admin.query('SELECT called_at FROM reception WHERE id = $1', [a.receptionId]);
    expect(rows[0].called_at).toEqual(at);
    const [raw] = await database.run(
      scopeOf(a),
      (uow) =>
        uow.tables.$queryRaw<
          { same: boolean }[]
        >`SELECT called_at = ${at} AS same FROM reception WHERE id = ${a.receptionId}::uuid`,
    );
    expect(raw?.same).toBe(true);
  });

  it('refuses the same outbound message twice', async () => {
    const again = database.run(scopeOf(a), (uow) =>
      uow.enqueue({
        kind: 'test',
        patientId: null,
        aggregateId: a.patientId,
        idempotencyKey: 'once',
        payload: {},
      }),
    );
    await expect(again).rejects.toSatisfy(isUniqueViolation);
  });

  // @proves D11 V1.2.4
  it('takes nothing but a UUID for a clinic', () => {
    const scope = { ...scopeOf(a), tenantId: `${a.tenantId}'; RESET ALL; --` };
    expect(() => database.run(scope, async () => 1)).toThrow(TypeError);
  });
});
