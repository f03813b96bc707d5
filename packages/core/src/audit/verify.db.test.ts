import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTwoClinics, type TwoClinics } from '../patients/testing/clinics.ts';
import type { FlowContext } from '../shared/index.ts';
import { readAuditStatus, stampAuditTrail, verifyAudit } from './index.ts';
import { createTestAuthority } from './testing/stamps.ts';

let clinics: TwoClinics;
let admin: pg.Client;
let now: string;
let authority: ReturnType<typeof createTestAuthority>;

const clock = (instant: string) => {
  now = instant;
  clinics.setNow(instant);
};
const contextOf = (clinic: TwoClinics['a']): FlowContext => ({
  run: (work) => clinics.run(clinic, work, 'system'),
  now: () => new Date(now),
  services: { timestamp: authority } as unknown as FlowContext['services'],
});
const record = async (count: number, clinic = clinics.a) => {
  for (let n = 0; n < count; n += 1)
    await clinics.run(clinic, async (uow) =>
      uow.audit({ action: 'chart.open', patientId: clinic.patientId, detail: { n, text: '標：,"\\' } }),
    );
};
const verify = async (clinic = clinics.a, page = 7) => {
  const result = await verifyAudit(contextOf(clinic), authority, { page });
  return {
    ...result,
    problems: result.problems.map(
      ({ kind, seq, toSeq }) => `${kind} ${seq}${toSeq === seq ? '' : `-${toSeq}`}`,
    ),
  };
};
/** What somebody with every right on the database server can do. */
const tamper = async (statement: string, parameters: unknown[] = []) => {
  await admin.query(`SET session_replication_role = replica`);
  const { rowCount } = await admin.query(statement, parameters);
  await admin.query(`SET session_replication_role = origin`);
  return rowCount;
};
const whereSeq = () => `tenant_id = '${clinics.a.tenantId}' AND seq =`;

beforeEach(async () => {
  clinics = await openTwoClinics();
  admin = await clinics.test.connect('admin');
  clock('2026-11-20T10:00:00+09:00');
  authority = createTestAuthority(() => new Date(now));
});
afterEach(() => clinics?.close());

describe('a verification of the audit trail', () => {
  it('finds nothing where nothing was done, and reads page by page', async () => {
    await record(20);
    await record(3, clinics.b);
    expect(await verify()).toMatchObject({ events: 20, lastSeq: 20n, problems: [], stampedThrough: null });
    expect(await verify(clinics.b, 1)).toMatchObject({ events: 3, lastSeq: 3n, problems: [] });
  });

  it('of a clinic without events finds nothing', async () => {
    expect(await verify()).toMatchObject({ events: 0, problems: [], waiting: [] });
  });

  // @proves A5 E2
  it('names a deleted row, a changed row and the dropped newest row, all at once', async () => {
    await record(12);
    expect(await tamper(`DELETE FROM audit_event WHERE ${whereSeq()} 4`)).toBe(1);
    expect(await tamper(`UPDATE audit_event SET actor_name = '別人' WHERE ${whereSeq()} 8`)).toBe(1);
    expect(await tamper(`DELETE FROM audit_event WHERE ${whereSeq()} 12`)).toBe(1);
    const { problems } = await verifyAudit(contextOf(clinics.a), authority);
    expect(problems).toMatchObject([
      { kind: '欠落', seq: 4n, toSeq: 4n, at: '2026-11-20T01:00:00.000Z' },
      { kind: '改変', seq: 8n, toSeq: 8n },
      { kind: '末尾の欠落', seq: 12n, toSeq: 12n, at: '2026-11-20T01:00:00.000Z' },
    ]);
  });

  it('names holes with their size, at the beginning too, and everything gone', async () => {
    await record(9);
    await tamper(`DELETE FROM audit_event WHERE seq IN (1, 2, 5, 6, 7)`);
    expect((await verify()).problems).toEqual(['欠落 1-2', '欠落 5-7']);
    await tamper('DELETE FROM audit_event');
    expect((await verify()).problems).toEqual(['末尾の欠落 1-9']);
  });

  it('names the row after one whose hash was made to fit', async () => {
    await record(6);
    await admin.query('CREATE TEMP TABLE kept AS SELECT * FROM audit_event WHERE seq = 3');
    await admin.query('CREATE TEMP TABLE head AS SELECT * FROM ops.audit_head');
    await tamper('DELETE FROM audit_event WHERE seq = 3');
    // the database itself makes the forged third row, after the second
    await admin.query('UPDATE ops.audit_head SET seq = 2, hash = (SELECT prev_hash FROM kept)');
    await admin.query(`UPDATE kept SET actor_name = '別人'`);
    await admin.query('INSERT INTO audit_event SELECT * FROM kept');
    await admin.query('UPDATE ops.audit_head h SET seq = o.seq, hash = o.hash FROM head o');
    expect((await verify()).problems).toEqual(['改変 4']);
  });

  it('names a row that was slipped in under a number that is taken', async () => {
    await record(6);
    await tamper(
      `INSERT INTO audit_event SELECT tenant_id, gen_random_uuid(), at, seq, recorded_at, actor_id, 'x', actor_role, on_behalf_of_id, action,
         patient_id, entity_type, entity_id, outcome, reason, detail, request_id, client, ip, session_id, authentication, api_client_id,
         prev_hash, hash FROM audit_event WHERE ${whereSeq()} 5`,
    );
    expect((await verify()).problems).toContain('挿入 5');
  });

  it('finds a row written past the database, whatever number it carries', async () => {
    await record(2);
    for (const seq of [-5, 0, 3, 900]) {
      await tamper(
        `INSERT INTO audit_event (tenant_id, id, seq, actor_name, actor_role, action, outcome) VALUES ($1, gen_random_uuid(), $2, 'x', 'x', 'x', 'success')`,
        [clinics.a.tenantId, seq],
      );
      expect((await verify()).problems).not.toEqual([]);
      await tamper(`DELETE FROM audit_event WHERE seq = ${seq}`);
      expect((await verify()).problems).toEqual([]);
    }
  });

  it('stops listing at a limit and says so', async () => {
    await record(8);
    await tamper(`UPDATE audit_event SET reason = 'x'`);
    const result = await verifyAudit(contextOf(clinics.a), authority, { mostProblems: 3 });
    expect([result.problems.length, result.truncated]).toEqual([3, true]);
  });
});

describe('the daily checkpoint', () => {
  const days = async () =>
    (
      await admin.query(
        `SELECT date::text, seq::int FROM audit_checkpoint WHERE tenant_id = $1 ORDER BY date`,
        [clinics.a.tenantId],
      )
    ).rows;
  const stamp = () => stampAuditTrail(contextOf(clinics.a));

  it('is made once, from ten minutes after midnight in Tokyo', async () => {
    await record(3);
    clock('2026-11-21T00:09:59+09:00');
    expect(await stamp()).toEqual({ stamped: [], waiting: [] });
    clock('2026-11-21T00:10:00+09:00');
    expect(await stamp()).toEqual({ stamped: ['2026-11-20'], waiting: [] });
    expect(await stamp()).toEqual({ stamped: [], waiting: [] });
    expect(await days()).toEqual([{ date: '2026-11-20', seq: 3 }]);
    expect(await verify()).toMatchObject({ problems: [], stampedThrough: '2026-11-20', waiting: [] });
  });

  it('is made up for after days without a worker, also for days without events', async () => {
    await record(2);
    clock('2026-11-22T10:00:00+09:00');
    await record(1);
    clock('2026-11-24T00:30:00+09:00');
    await record(1);
    expect(await verify()).toMatchObject({
      waiting: ['2026-11-20', '2026-11-21', '2026-11-22', '2026-11-23'],
    });
    await stamp();
    expect(await days()).toEqual([
      { date: '2026-11-20', seq: 2 },
      { date: '2026-11-21', seq: 2 },
      { date: '2026-11-22', seq: 3 },
      { date: '2026-11-23', seq: 3 },
    ]);
    expect(await verify()).toMatchObject({ problems: [], stampedThrough: '2026-11-23', waiting: [] });
  });

  it('waits while the authority does not answer, and comes when it does', async () => {
    await record(1);
    clock('2026-11-21T09:00:00+09:00');
    authority.down = true;
    const shown = () => clinics.run(clinics.a, (uow) => readAuditStatus(uow));
    expect(await stamp()).toEqual({ stamped: [], waiting: ['2026-11-20'] });
    expect(await days()).toEqual([]);
    expect(await shown()).toMatchObject({ waiting: ['2026-11-20'], stampedThrough: null });
    authority.down = false;
    expect(await stamp()).toEqual({ stamped: ['2026-11-20'], waiting: [] });
    expect(await shown()).toMatchObject({ waiting: [], stampedThrough: '2026-11-20' });
  });

  it('is not stored when its token does not hold', async () => {
    await record(1);
    clock('2026-11-21T09:00:00+09:00');
    const forger = createTestAuthority(() => new Date(now));
    const { timestamp } = forger;
    forger.timestamp = () => timestamp.call(forger, new Uint8Array(32));
    const context = { ...contextOf(clinics.a), services: { timestamp: forger } as never };
    expect(await stampAuditTrail(context)).toEqual({ stamped: [], waiting: ['2026-11-20'] });
    expect(await days()).toEqual([]);
  });

  it('made by two workers at once is one', async () => {
    await record(1);
    clock('2026-11-21T09:00:00+09:00');
    await Promise.all([stamp(), stamp()]);
    expect(await days()).toEqual([{ date: '2026-11-20', seq: 1 }]);
  });

  // @proves A5
  it('tells of the newest row even when the head was rolled back with it', async () => {
    await record(5);
    clock('2026-11-21T00:30:00+09:00');
    await stamp();
    await tamper(`DELETE FROM audit_event WHERE seq >= 5 AND tenant_id = '${clinics.a.tenantId}'`);
    await tamper(
      `UPDATE ops.audit_head h SET seq = e.seq, hash = e.hash FROM audit_event e WHERE e.seq = 4 AND e.tenant_id = h.tenant_id`,
    );
    expect((await verify()).problems).toEqual(['末尾の欠落 5']);
  });

  it('tells of a chain that was computed anew from a change on', async () => {
    await record(4);
    clock('2026-11-21T00:30:00+09:00');
    await stamp();
    // the whole chain again, as its own trigger makes it, with one name changed
    await admin.query('CREATE TEMP TABLE kept AS SELECT * FROM audit_event ORDER BY seq');
    await tamper('DELETE FROM audit_event');
    await tamper('DELETE FROM ops.audit_head');
    await admin.query(
      `INSERT INTO audit_event SELECT tenant_id, id, at, 0, now(), actor_id, CASE seq WHEN 2 THEN '別人' ELSE actor_name END, actor_role,
         on_behalf_of_id, action, patient_id, entity_type, entity_id, outcome, reason, detail, request_id, client, ip, session_id,
         authentication, api_client_id FROM kept ORDER BY seq`,
    );
    expect((await verify()).problems).toEqual(['改変 4']);
  });

  it('that was changed, moved to another day or lost is named', async () => {
    await record(2);
    for (const day of ['21', '22', '23']) {
      clock(`2026-11-${day}T00:30:00+09:00`);
      await stamp();
      await record(1);
    }
    const problemsAfter = async (statement: string) => {
      await admin.query('CREATE TABLE IF NOT EXISTS kept AS SELECT * FROM audit_checkpoint');
      await tamper(statement);
      const { problems } = await verify();
      await tamper('DELETE FROM audit_checkpoint');
      await tamper('INSERT INTO audit_checkpoint SELECT * FROM kept');
      return problems.map((problem) => problem.split(' ')[0]);
    };
    const of = (day: string) => `WHERE date = '2026-11-${day}'`;
    expect((await verify()).problems).toEqual([]);
    expect(await problemsAfter(`DELETE FROM audit_checkpoint ${of('21')}`)).toEqual(['欠落']);
    expect(await problemsAfter(`UPDATE audit_checkpoint SET date = '2026-11-23' ${of('22')}`)).toContain(
      '署名の不一致',
    );
    expect(await problemsAfter(`UPDATE audit_checkpoint SET seq = 1 ${of('22')}`)).toContain('署名の不一致');
    expect(await problemsAfter(`UPDATE audit_checkpoint SET hash = sha256('x') ${of('21')}`)).toEqual([
      '改変',
      '署名の不一致',
    ]);
    expect(
      await problemsAfter(
        `UPDATE audit_checkpoint SET stamped_at = stamped_at - interval '1 day' ${of('20')}`,
      ),
    ).toEqual(['署名の不一致']);
    expect((await verify()).problems).toEqual([]);
  });
});
