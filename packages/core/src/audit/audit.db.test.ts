import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTwoClinics, type TwoClinics } from '../patients/testing/clinics.ts';
import {
  auditListSchema,
  auditPeopleSchema,
  listAuditEvents,
  listAuditPeople,
  listOutbox,
  outboxListSchema,
  readAuditExport,
  recordRefusal,
  redriveOutbox,
  requestAuditExport,
  requestExportInput,
  whoSawPatient,
  whoSawSchema,
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

  it('is narrowed by kind of event and by outcome', async () => {
    const actions = async (input: Parameters<typeof list>[0]) =>
      (await list({ to: '2026-11-20', patientId: clinics.a.patientId, ...input })).map(
        (event) => event.action,
      );
    expect(new Set(await actions({ group: 'chart' }))).toEqual(new Set(['chart.open', 'encounter.end']));
    expect(await actions({ group: 'patient' })).toEqual(['inbound.record']);
    expect(await actions({ group: 'prescription' })).toEqual([]);
    expect(await actions({ outcome: 'refused' })).toEqual([]);
    expect(await actions({ outcome: 'success', group: 'patient' })).toEqual(['inbound.record']);
  });

  it('leaves out the lists that refresh themselves when asked to', async () => {
    clinics.setNow('2026-11-20T11:30:00+09:00');
    await clinics.run(clinics.a, async (uow) => uow.audit({ action: 'reception.list' }));
    const seen = async (lists: boolean) =>
      (await list({ to: '2026-11-20', lists })).filter((event) => event.action === 'reception.list').length;
    expect([await seen(true), await seen(false)]).toEqual([1, 0]);
  });

  it('knows the people it may name', async () => {
    const people = auditPeopleSchema.parse(await clinics.run(clinics.a, (uow) => listAuditPeople(uow)));
    expect(people).toEqual([{ id: clinics.a.doctorId, name: '検証 医師', roles: ['doctor'], active: true }]);
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

describe('who saw a patient', () => {
  const whoSaw = (input: { patientId: string; from?: string; to?: string }, clinic = clinics.a) =>
    clinics.run(clinic, (uow) => whoSawPatient(uow, input)).then((answer) => whoSawSchema.parse(answer));

  // @proves E5
  it('is told person by person, with the accesses that no visit explains', async () => {
    clinics.setNow('2026-10-01T10:00:00+09:00');
    await clinics.run(clinics.a, async (uow) =>
      uow.audit({ action: 'chart.open', patientId: clinics.a.patientId }),
    );
    clinics.setNow('2026-11-20T12:00:00+09:00');
    const { people, patient } = await whoSaw({ patientId: clinics.a.patientId });
    expect(patient).toMatchObject({ patientNumber: '00000001', familyName: '甲' });
    const doctor = people.find((person) => person.actorId === clinics.a.doctorId);
    // five charts and an end on the day of the visit and the day before, one long before it
    expect(doctor).toMatchObject({
      actorName: '検証 医師',
      withoutVisit: 1,
      first: '2026-10-01T01:00:00.000Z',
    });
    expect(doctor?.count).toBeGreaterThanOrEqual(8);
    expect(doctor?.refused).toBe(1);
    expect(people.find((person) => person.actorId === null)).toMatchObject({
      actorName: 'システム',
      count: 1,
    });
  });

  it('does not hold it against anybody that they asked the trail', async () => {
    clinics.setNow('2027-03-01T10:00:00+09:00');
    await whoSaw({ patientId: clinics.a.patientId });
    const { people } = await whoSaw({ patientId: clinics.a.patientId, from: '2027-03-01' });
    expect(people).toMatchObject([{ actorId: clinics.a.doctorId, withoutVisit: 0 }]);
    clinics.setNow('2026-11-20T12:00:00+09:00');
  });

  it('is narrowed to a period, and asking leaves an event on the patient', async () => {
    const { people } = await whoSaw({ patientId: clinics.a.patientId, from: '2026-10-01', to: '2026-10-01' });
    expect(people).toMatchObject([{ count: 1, withoutVisit: 1 }]);
    expect((await clinics.audited(clinics.a)).at(-1)).toMatchObject({
      action: 'audit.who_saw',
      patientId: clinics.a.patientId,
    });
  });

  it('is not told of a patient of another clinic', async () => {
    await expect(whoSaw({ patientId: clinics.b.patientId })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('the file of the trail', () => {
  const request = (input: Record<string, unknown> = {}) =>
    clinics.run(clinics.a, (uow) =>
      requestAuditExport(
        uow,
        requestExportInput.parse({ from: '2026-11-01', to: '2026-11-30', reason: '立入検査', ...input }),
      ),
    );
  const read = (exportId: string, clinic = clinics.a) =>
    clinics
      .run(clinic, (uow) => readAuditExport(uow, { exportId }))
      .then((bytes) => new TextDecoder().decode(bytes));

  it('holds what the filter leaves, one line an event, after a request with a reason', async () => {
    clinics.setNow('2026-11-20T12:30:00+09:00');
    const { exportId, rows } = await request({ group: 'chart', patientId: clinics.a.patientId });
    const text = await read(exportId);
    const lines = text.trimEnd().split('\r\n');
    expect(lines).toHaveLength(rows + 1);
    expect(lines[0]).toContain('"番号","日時","記録時刻","職員"');
    expect(text).toContain('"カルテを開いた","chart.open","00000001","甲 花子"');
    expect(text).toContain('2026-11-20 00:30:00');
    const events = (await clinics.audited(clinics.a)).slice(-2);
    expect(events).toMatchObject([
      { action: 'audit.export', patientId: clinics.a.patientId },
      { action: 'audit.export_fetch', patientId: clinics.a.patientId },
    ]);
  });

  it('is for who asked, in the clinic, for ten minutes', async () => {
    clinics.setNow('2026-11-20T12:30:00+09:00');
    const { exportId } = await request();
    await expect(read(exportId, clinics.b)).rejects.toMatchObject({ code: 'not_found' });
    await expect(read(randomUUID())).rejects.toMatchObject({ code: 'not_found' });
    await expect(
      clinics.run(clinics.a, (uow) => readAuditExport(uow, { exportId }), 'system'),
    ).rejects.toMatchObject({ code: 'forbidden' });
    clinics.setNow('2026-11-20T12:40:01+09:00');
    await expect(read(exportId)).rejects.toMatchObject({ code: 'not_found' });
  });

  // @proves G9
  it('is not asked for without a reason, of another clinic, or with a period turned round', async () => {
    clinics.setNow('2026-11-20T12:30:00+09:00');
    await expect(request({ reason: ' ' })).rejects.toThrow('理由');
    await expect(request({ patientId: clinics.b.patientId })).rejects.toMatchObject({ code: 'not_found' });
    await expect(request({ from: '2026-11-30', to: '2026-11-01' })).rejects.toMatchObject({
      code: 'invalid',
    });
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
