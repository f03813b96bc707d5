import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTwoClinics, type TwoClinics } from '../patients/testing/clinics.ts';
import {
  auditListSchema,
  listAuditEvents,
  listOutbox,
  outboxListSchema,
  recordRefusal,
  redriveOutbox,
} from './index.ts';

let clinics: TwoClinics;
beforeAll(async () => {
  clinics = await openTwoClinics();
});
afterAll(() => clinics?.close());

describe('the audit trail', () => {
  const list = (input: Parameters<typeof listAuditEvents>[1]) =>
    clinics.run(clinics.a, (uow) => listAuditEvents(uow, input));
  const at = async (instant: string, action: string, count = 1, as: 'doctor' | 'system' = 'doctor') => {
    clinics.setNow(instant);
    await clinics.run(
      clinics.a,
      async (uow) => {
        for (let n = 0; n < count; n += 1) uow.audit({ action, patientId: clinics.a.patientId });
      },
      as,
    );
  };

  beforeAll(async () => {
    await at('2026-11-19T23:59:59+09:00', 'encounter.end');
    await at('2026-11-20T00:30:00+09:00', 'chart.open', 5);
    await at('2026-11-20T10:00:00+09:00', 'inbound.record', 1, 'system');
    clinics.setNow('2026-11-20T12:00:00+09:00');
  });

  it('is newest first, in words, and looking at it is an event', async () => {
    const events = auditListSchema.parse(await list({}));
    expect(events.slice(0, 2)).toMatchObject([
      { label: 'カードの読み取り結果が届いた', actorName: 'システム', patientNumber: '00000001' },
      { label: 'カルテを開いた', actorName: '検証 医師', actorRole: 'doctor', outcome: 'success' },
    ]);
    expect(await list({ limit: 1 })).toMatchObject([{ action: 'audit.list', label: '監査証跡を見た' }]);
  });

  it('is narrowed by day in Tokyo, by person and by patient', async () => {
    const actions = async (input: Parameters<typeof list>[0]) =>
      (await list(input)).map((event) => event.action).filter((action) => action !== 'audit.list');
    expect(await actions({ to: '2026-11-19' })).toEqual(['encounter.end']);
    expect(await actions({ from: '2026-11-20' })).toEqual(['inbound.record', ...Array(5).fill('chart.open')]);
    expect(await actions({ from: '2026-11-21' })).toEqual([]);
    expect(await actions({ actorId: clinics.a.doctorId, to: '2026-11-19' })).toEqual(['encounter.end']);
    expect(await actions({ actorId: clinics.a.doctorId })).not.toContain('inbound.record');
    expect(await actions({ patientId: clinics.a.patientId })).toHaveLength(7);
  });

  it('is turned page by page without losing events of the same instant', async () => {
    const seen: string[] = [];
    let last: { at: string; id: string } | undefined;
    for (let page = 0; page < 10; page += 1) {
      const events = await list({
        to: '2026-11-20',
        patientId: clinics.a.patientId,
        limit: 2,
        before: last?.at ?? '2026-11-20T11:00:00+09:00',
        beforeId: last?.id ?? null,
      });
      if (events.length === 0) break;
      seen.push(...events.map((event) => event.id));
      last = events.at(-1);
    }
    expect(seen).toHaveLength(7);
    expect(new Set(seen).size).toBe(7);
  });

  it('of a patient of another clinic is not there', async () => {
    await expect(list({ patientId: clinics.b.patientId })).rejects.toMatchObject({ code: 'not_found' });
    await expect(list({ patientId: randomUUID() })).rejects.toMatchObject({ code: 'not_found' });
    const other = await clinics.run(clinics.b, (uow) => listAuditEvents(uow, {}));
    expect(other).toEqual([]);
  });

  it('keeps a refusal, and names no patient of another clinic in it', async () => {
    for (const patientId of [clinics.a.patientId, clinics.b.patientId])
      await clinics.run(clinics.a, (uow) =>
        recordRefusal(uow, { action: 'chart.open', reason: 'permission', patientId }),
      );
    const refused = (await list({})).filter((event) => event.outcome === 'refused');
    expect(refused).toMatchObject([
      { action: 'chart.open', reason: 'permission' },
      { action: 'chart.open', reason: 'permission' },
    ]);
    expect(refused.map((event) => event.patientNumber).sort()).toEqual(['00000001', null]);
  });
});

describe('the outbox', () => {
  const enqueue = async (state: 'pending' | 'delivered' | 'refused' | 'dead', attempts = 0) => {
    const id = await clinics.run(clinics.a, (uow) =>
      uow.enqueue({
        kind: 'prescription.register',
        patientId: clinics.a.patientId,
        aggregateId: randomUUID(),
        idempotencyKey: randomUUID(),
        payload: { secret: '頭痛' },
      }),
    );
    await clinics.run(clinics.a, (uow) =>
      uow.tables.outboxMessage.update({
        where: { tenantId_id: { tenantId: clinics.a.tenantId, id } },
        data: { state, attempts, lastError: state === 'pending' ? null : '送れませんでした。' },
      }),
    );
    return id;
  };
  const redrive = (messageId: string, clinic = clinics.a) =>
    clinics.run(clinic, (uow) => redriveOutbox(uow, { messageId }));
  const list = () => clinics.run(clinics.a, (uow) => listOutbox(uow));

  it('shows what is stuck before what has arrived, without the content', async () => {
    const stuck = await enqueue('dead', 20);
    const arrived = await enqueue('delivered', 1);
    const rows = outboxListSchema.parse(await list());
    expect(rows.map((row) => row.id)).toEqual([stuck, arrived]);
    expect(rows[0]).toMatchObject({ state: 'dead', attempts: 20, patientNumber: '00000001' });
    expect(JSON.stringify(await list())).not.toContain('頭痛');
  });

  it.each(['refused', 'dead'] as const)('drives a %s message again and wakes the worker', async (state) => {
    const id = await enqueue(state, 20);
    const admin = await clinics.test.connect('admin');
    await admin.query('DELETE FROM graphile_worker._private_jobs');
    expect(await redrive(id)).toEqual({ state: 'pending' });
    const row = (await list()).find((each) => each.id === id);
    // by the attempts a sender knows that the other side may hold it already
    expect(row).toMatchObject({ state: 'pending', lastError: null, attempts: 20 });
    const jobs = await admin.query(`SELECT payload->>'messageId' AS id FROM graphile_worker._private_jobs`);
    expect(jobs.rows).toEqual([{ id }]);
    expect((await clinics.audited(clinics.a)).map((event) => event.action)).toContain('outbox.redrive');
  });

  it.each(['pending', 'delivered'] as const)('does not send a %s message again', async (state) => {
    const id = await enqueue(state, 1);
    await expect(redrive(id)).rejects.toMatchObject({ code: 'conflict' });
    expect((await list()).find((row) => row.id === id)?.state).toBe(state);
  });

  it('drives a message again once, when two people click', async () => {
    const id = await enqueue('refused', 1);
    const both = await Promise.allSettled([redrive(id), redrive(id)]);
    expect(both.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('knows no message of another clinic', async () => {
    const id = await enqueue('refused', 1);
    await expect(redrive(id, clinics.b)).rejects.toMatchObject({ code: 'not_found' });
    expect(await clinics.run(clinics.b, (uow) => listOutbox(uow))).toEqual([]);
    expect((await list()).find((row) => row.id === id)?.state).toBe('refused');
  });
});
