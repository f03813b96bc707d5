import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { usualHours } from '../clinics/index.ts';
import { openTwoClinics, type TwoClinics } from '../patients/testing/clinics.ts';
import { listReviews, readAuditStatus, readReview, reviewSchema, signOffReview } from './index.ts';

/** A week of one clinic, from Monday 2026-11-16 on; today is the Monday after it. */
let clinics: TwoClinics;
const weekStart = '2026-11-16';
const run = <T>(work: Parameters<typeof clinics.run<T>>[1]) => clinics.run(clinics.a, work);

interface Did {
  action?: string;
  patientId?: string | null;
  outcome?: 'success' | 'refused';
  reason?: string;
}
const at = async (instant: string, did: Did = {}, clinic = clinics.a) => {
  clinics.setNow(instant);
  await clinics.run(clinic, async (uow) =>
    uow.audit({ action: 'chart.open', patientId: clinic.patientId, ...did }),
  );
};
const addPatients = async (count: number, family = '患者', kana = 'カンジャ') => {
  const app = await clinics.test.connect('app');
  await app.query('BEGIN');
  await app.query(`SET LOCAL app.tenant_id = '${clinics.a.tenantId}'`);
  const { rows } = await app.query(
    `INSERT INTO patient (tenant_id, id, patient_number, family_name, given_name, family_kana, given_kana, kana_key, birth_date, sex)
     SELECT $1, gen_random_uuid(), $2 || i, $3, '花', $4, 'ハナ', $4 || 'ハナ', '1980-01-01', 'female' FROM generate_series(1, $5::int) i RETURNING id`,
    [clinics.a.tenantId, randomUUID().slice(0, 6), family, kana, count],
  );
  await app.query('COMMIT');
  return rows.map((row) => row.id as string);
};
const anomalies = async () => {
  clinics.setNow('2026-11-23T09:00:00+09:00');
  return reviewSchema.parse(await run((uow) => readReview(uow, { weekStart }))).anomalies;
};
const kinds = async () => (await anomalies()).map((anomaly) => anomaly.kind);

beforeAll(async () => {
  clinics = await openTwoClinics();
  // the fixture's patient is read like the fixture's doctor
  const admin = await clinics.test.connect('admin');
  await admin.query(`UPDATE patient SET family_kana = 'コウ'`);
});
afterAll(() => clinics?.close());

describe('the anomalies of a week', () => {
  it('are none in an ordinary week: the visit of 11-20, during opening hours', async () => {
    await at('2026-11-16T07:00:00+09:00', { action: 'reception.list', patientId: null });
    await at('2026-11-20T07:00:00+09:00');
    await at('2026-11-20T19:59:59+09:00');
    expect(await anomalies()).toEqual([]);
  });

  it('name what was looked at in the night, and count one o’clock to the evening before', async () => {
    await at('2026-11-18T20:00:00+09:00', { action: 'patient.view' });
    await at('2026-11-19T01:00:00+09:00', { action: 'patient.view' });
    // the night from Sunday to Monday belongs to the week in which it was
    await at('2026-11-16T00:30:00+09:00', { action: 'patient.view' });
    await at('2026-11-23T00:30:00+09:00', { action: 'patient.view' });
    // nobody's record
    await at('2026-11-17T23:00:00+09:00', { action: 'audit.list', patientId: null });
    expect((await anomalies()).filter((each) => each.kind === 'night')).toMatchObject([
      { key: expect.stringMatching(/:2026-11-15$/), count: 1 },
      { key: expect.stringMatching(/:2026-11-18$/), count: 2, actorName: '検証 医師' },
    ]);
  });

  it('go by the hours the clinic has written down, with two hours around them', async () => {
    const admin = await clinics.test.connect('admin');
    await admin.query('UPDATE tenant SET opening_hours = $1 WHERE id = $2', [
      JSON.stringify(usualHours),
      clinics.a.tenantId,
    ]);
    const nights = async () => (await anomalies()).filter((each) => each.kind === 'night').length;
    const before = await nights();
    // Tuesday until 18:00; a Sunday; the national day off 2026-11-23 lies in the next week
    await at('2026-11-17T19:59:00+09:00', { action: 'patient.view' });
    expect(await nights()).toBe(before);
    await at('2026-11-17T20:00:00+09:00', { action: 'patient.view' });
    await at('2026-11-22T11:00:00+09:00', { action: 'patient.view' });
    expect(await nights()).toBe(before + 2);
    await admin.query('UPDATE tenant SET opening_hours = NULL');
  });

  it('name a chart opened without a visit within three days, not with one', async () => {
    const [stranger = ''] = await addPatients(1);
    await at('2026-11-17T10:00:00+09:00');
    expect(await kinds()).not.toContain('no_visit');
    await at('2026-11-16T10:00:00+09:00');
    await at('2026-11-20T10:00:00+09:00', { patientId: stranger });
    const found = (await anomalies()).filter((each) => each.kind === 'no_visit');
    expect(found.map((each) => each.patientId).sort()).toEqual([clinics.a.patientId, stranger].sort());
    expect(found[0]).toMatchObject({ patientNumber: expect.any(String), count: 1 });
  });

  it('name who looked at more than twenty patients beyond those received', async () => {
    const many = await addPatients(20);
    for (const patientId of many.slice(0, 19))
      await at('2026-11-20T10:00:00+09:00', { action: 'patient.view', patientId });
    expect(await kinds()).not.toContain('mass');
    // with the two of the tests before 21, then 22 patients on a day with one reception
    await at('2026-11-20T10:00:00+09:00', { action: 'patient.view', patientId: many[19] as string });
    expect((await anomalies()).find((each) => each.kind === 'mass')).toMatchObject({
      what: expect.stringMatching(/^1人を受付した日に、22人の記録を見ました。$/),
    });
  });

  it.each([
    ['written the same', '検証', 'ベツ', true],
    ['another form of the same character', '髙橋', 'ベツ', false],
    ['read the same, in half width', '件正', 'ｹﾝｼｮｳ', true],
    ['another name', '別人', 'ベツ', false],
  ])('name a patient with the family name of who looked: %s', async (_, family, kana, found) => {
    const [patientId = ''] = await addPatients(1, family, kana);
    await at('2026-11-20T11:00:00+09:00', { action: 'patient.view', patientId });
    const named = (await anomalies()).filter(
      (each) => each.kind === 'family' && each.patientId === patientId,
    );
    expect(named).toHaveLength(found ? 1 : 0);
  });

  it('name five refusals within ten minutes, not five in an hour', async () => {
    for (const minute of ['00', '12', '24', '36', '48'])
      await at(`2026-11-17T10:${minute}:00+09:00`, { patientId: null, outcome: 'refused' });
    expect(await kinds()).not.toContain('refused');
    for (const minute of ['00', '02', '04', '06', '08'])
      await at(`2026-11-19T10:${minute}:00+09:00`, { patientId: null, outcome: 'refused' });
    expect((await anomalies()).find((each) => each.kind === 'refused')).toMatchObject({
      count: 5,
      key: expect.stringMatching(/2026-11-19$/),
    });
  });

  it('name five failed sign-ins under one name', async () => {
    clinics.setNow('2026-11-18T09:00:00+09:00');
    const admin = await clinics.test.connect('admin');
    for (let n = 0; n < 5; n += 1)
      await admin.query(
        `INSERT INTO audit_event (tenant_id, id, at, actor_name, actor_role, action, outcome)
         VALUES ($1, gen_random_uuid(), '2026-11-18T00:00:00Z', '検証 医師（ログイン前）', 'system', 'session.sign_in', 'failed')`,
        [clinics.a.tenantId],
      );
    expect((await anomalies()).filter((each) => each.kind === 'refused')).toMatchObject([
      { actorId: null, actorName: '検証 医師（ログイン前）', count: 5 },
      { count: 5 },
    ]);
  });

  it('name every emergency access with its reason', async () => {
    await at('2026-11-20T12:00:00+09:00', { action: 'emergency.open', reason: 'unconscious' });
    expect((await anomalies()).find((each) => each.kind === 'emergency')).toMatchObject({
      what: expect.stringContaining('unconscious'),
    });
  });

  it('of another clinic are not there', async () => {
    clinics.setNow('2026-11-23T09:00:00+09:00');
    const other = await clinics.run(clinics.b, (uow) => readReview(uow, { weekStart }));
    expect(other.anomalies).toEqual([]);
  });
});

describe('the sign-off', () => {
  const judge = async (note = '') =>
    (await anomalies()).map(({ key }, index) => ({
      key,
      judgement: index === 0 ? ('follow_up' as const) : ('ok' as const),
      note: index === 0 ? note : '',
    }));
  const signOff = (input: {
    findings: Awaited<ReturnType<typeof judge>>;
    comment?: string;
    weekStart?: string;
  }) => run((uow) => signOffReview(uow, { weekStart, comment: '', ...input }));

  it('is due when the week is over, and overdue a week later', async () => {
    const stateAt = async (instant: string) => {
      clinics.setNow(instant);
      return (await run((uow) => listReviews(uow))).find((week) => week.weekStart === weekStart)?.state;
    };
    expect(await stateAt('2026-11-22T23:59:59+09:00')).toBe('open');
    expect(await stateAt('2026-11-23T00:00:00+09:00')).toBe('due');
    expect(await stateAt('2026-11-29T23:59:59+09:00')).toBe('due');
    expect(await stateAt('2026-11-30T00:00:00+09:00')).toBe('overdue');
    expect(await run((uow) => readAuditStatus(uow))).toMatchObject({ reviewsDue: 2, reviewsOverdue: 1 });
  });

  it('is not possible before the week is over, nor for a week that begins on another day', async () => {
    const findings = await judge('x');
    clinics.setNow('2026-11-22T23:00:00+09:00');
    await expect(signOff({ findings })).rejects.toMatchObject({ code: 'invalid' });
    clinics.setNow('2026-11-23T09:00:00+09:00');
    await expect(signOff({ findings, weekStart: '2026-11-17' })).rejects.toMatchObject({ code: 'invalid' });
    await expect(
      clinics.run(clinics.a, (uow) => signOffReview(uow, { weekStart, findings, comment: '' }), 'system'),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });

  // @proves E3
  it('asks for a judgement of everything, and for what is to be followed up', async () => {
    const findings = await judge('本人に理由を聞く');
    expect(findings.length).toBeGreaterThan(5);
    await expect(signOff({ findings: findings.slice(1) })).rejects.toMatchObject({
      code: 'needs_decision',
      at: findings[0]?.key,
    });
    await expect(signOff({ findings: await judge('') })).rejects.toMatchObject({ code: 'needs_decision' });
    expect(await signOff({ findings, comment: '確かめた。' })).toEqual({ versionNo: 1 });
    const review = await run((uow) => readReview(uow, { weekStart }));
    expect(review).toMatchObject({
      state: 'reviewed',
      reviews: [{ versionNo: 1, reviewerName: '検証 医師', comment: '確かめた。' }],
    });
    expect(review.reviews[0]?.findings).toHaveLength(findings.length);
    expect(review.reviews[0]?.findings[0]).toMatchObject({
      judgement: 'follow_up',
      note: '本人に理由を聞く',
    });
    const week = (await run((uow) => listReviews(uow))).find((each) => each.weekStart === weekStart);
    expect(week).toMatchObject({ state: 'reviewed', followUps: 1, reviewerName: '検証 医師' });
  });

  it('can be added to, with a comment, and never changed', async () => {
    const findings = await judge('聞いた。受診の付き添い。');
    await expect(signOff({ findings })).rejects.toMatchObject({ code: 'invalid', at: 'comment' });
    expect(await signOff({ findings, comment: '追記' })).toEqual({ versionNo: 2 });
    expect((await run((uow) => readReview(uow, { weekStart }))).reviews).toHaveLength(2);
    await expect(
      run((uow) => uow.tables.auditReview.updateMany({ data: { comment: '' } })),
    ).rejects.toThrow();
  });

  it('of two people at the same moment is refused for one of them', async () => {
    const findings = await judge('x');
    const both = await Promise.allSettled([
      signOff({ findings, comment: '一' }),
      signOff({ findings, comment: '二' }),
    ]);
    const numbers = both.flatMap((each) => (each.status === 'fulfilled' ? [each.value.versionNo] : []));
    for (const each of both)
      if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'conflict' });
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});
