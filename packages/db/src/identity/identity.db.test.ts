import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../database.ts';
import { type ClinicFixture, createTestDatabase, insertClinic, type TestDatabase } from '../testing/index.ts';
import type { SessionState } from './index.ts';

let test: TestDatabase;
let database: Database;
let admin: pg.Client;
let here: ClinicFixture;
let there: ClinicFixture;
let accountId: string;

const place = { ip: '203.0.113.5', userAgent: 'test' };
const caller = {
  idleAtMost: 10,
  marginSeconds: 0,
  quietSeconds: 0,
  ip: place.ip as string | null,
  clientCertificate: false,
};
const token = (n: number) => Buffer.alloc(32, n);

beforeAll(async () => {
  test = await createTestDatabase();
  const app = await test.connect('app');
  admin = await test.connect('admin');
  here = await insertClinic(app, 'こちら');
  there = await insertClinic(app, 'よそ');
  database = openDatabase({ url: test.urls.app, poolSize: 3 });
});
afterAll(async () => {
  await database?.close();
  await test?.drop();
});

beforeEach(async () => {
  accountId = randomUUID();
  await admin.query('DELETE FROM identity.auth_session');
  await admin.query('DELETE FROM clinic_access_rule');
  await admin.query('DELETE FROM clinic_settings');
  await admin.query(
    `INSERT INTO identity.account (id, login_id, password_hash, display_name) VALUES ($1, $2, 'hash', '山田 花子')`,
    [accountId, `yamada-${accountId}`],
  );
  for (const clinic of [here, there])
    await admin.query(
      `INSERT INTO staff (tenant_id, id, account_id, roles, family_name, given_name, family_kana, given_kana, licence)
       VALUES ($1, $2, $3, '{doctor}', '山田', '花子', 'ヤマダ', 'ハナコ', '医師')`,
      [clinic.tenantId, randomUUID(), accountId],
    );
});

const idleMinutes = async (minutes: number) => {
  for (const clinic of [here, there])
    await admin.query(
      `INSERT INTO clinic_settings (tenant_id, idle_lock_minutes, entry_deadline_hours, updated_at) VALUES ($1, $2, 24, now())`,
      [clinic.tenantId, minutes],
    );
};

async function open(n: number): Promise<string> {
  return database.identity.openSession({
    accountId,
    tokenSha256: token(n),
    proved: ['password'],
    lifetimeSeconds: 600,
    place,
  });
}
const raise = (from: number, to: number) =>
  database.identity.raiseSession({
    oldSha256: token(from),
    newSha256: token(to),
    proved: ['totp'],
    lifetimeSeconds: 43_200,
  });
const stateOf = (n: number, over: Partial<typeof caller> = {}): Promise<SessionState> =>
  database.identity.sessionState(token(n), { ...caller, ...over });
const stageOf = async (n: number, over: Partial<typeof caller> = {}) => (await stateOf(n, over)).stage;

describe('a session', () => {
  // @proves D2 V6.3.3
  it('is pending after the password, shows no clinic then, and is active after the second factor', async () => {
    await open(1);
    const pending = await stateOf(1);
    expect(pending).toMatchObject({ stage: 'pending', session: { accountId, factors: ['password'] } });
    expect(pending).not.toHaveProperty('session.memberships');
    await raise(1, 2);
    const active = await stateOf(2);
    expect(active).toMatchObject({ stage: 'active', session: { factors: ['password', 'totp'] } });
    if (active.stage !== 'active') throw new Error('not active');
    expect(active.session.memberships.map((each) => each.tenantId).sort()).toEqual(
      [here.tenantId, there.tenantId].sort(),
    );
    expect(active.session.assuredAt?.getTime()).toBeGreaterThan(Date.now() - 10_000);
  });

  // @proves D5 V7.2.4
  it('has another token after each rise, and the old one is dead', async () => {
    await open(1);
    await raise(1, 2);
    expect([await stageOf(1), await stageOf(2)]).toEqual(['none', 'active']);
    expect(await raise(1, 3)).toBeNull();
    await raise(2, 3);
    expect([await stageOf(2), await stageOf(3)]).toEqual(['none', 'active']);
  });

  // @proves D5 V7.4.1
  it('is refused at the next request after it was closed, revoked, ran out, or its person was disabled', async () => {
    await open(1);
    await raise(1, 2);
    await database.identity.closeSession(token(2), 'signed_out');
    expect(await stageOf(2)).toBe('none');

    await open(3);
    const kept = await raise(3, 4);
    await open(5);
    const ended = await raise(5, 6);
    expect(await database.identity.revokeSessions(accountId, { except: kept as string }, 'x')).toBe(1);
    expect([await stageOf(4), await stageOf(6)]).toEqual(['active', 'none']);
    expect(ended).not.toBeNull();

    await admin.query(
      `UPDATE identity.auth_session SET expires_at = now() - interval '1 second' WHERE id = $1`,
      [kept],
    );
    expect(await stageOf(4)).toBe('none');

    await open(7);
    await raise(7, 8);
    await admin.query('UPDATE identity.account SET disabled_at = now() WHERE id = $1', [accountId]);
    expect(await stageOf(8)).toBe('none');
  });

  it('ends with the last place the person works at', async () => {
    await open(1);
    await raise(1, 2);
    await admin.query('UPDATE staff SET active = false, left_on = current_date WHERE account_id = $1', [
      accountId,
    ]);
    expect(await stageOf(2)).toBe('none');
  });

  // @proves D5 V7.3.2
  it('can not be made to outlive twelve hours', async () => {
    await expect(
      database.identity.openSession({
        accountId,
        tokenSha256: token(1),
        proved: [],
        lifetimeSeconds: 13 * 3600,
        place,
      }),
    ).rejects.toThrow();
    await open(2);
    await raise(2, 3);
    const before = await stateOf(3);
    await raise(3, 4);
    const after = await stateOf(4);
    if (before.stage !== 'active' || after.stage !== 'active') throw new Error('not active');
    expect(after.session.expiresAt).toEqual(before.session.expiresAt);
  });

  it('has the shortest idle time of the clinics of its person, and never more than the installation allows', async () => {
    await open(1);
    const minutes = async (atMost: number) => {
      const state = await stateOf(1, { idleAtMost: atMost });
      return state.stage === 'pending' ? state.session.idleMinutes : null;
    };
    expect([await minutes(15), await minutes(3)]).toEqual([5, 3]);
    await idleMinutes(12);
    expect([await minutes(15), await minutes(10)]).toEqual([12, 10]);
    await admin.query('UPDATE clinic_settings SET idle_lock_minutes = 7 WHERE tenant_id = $1', [
      there.tenantId,
    ]);
    expect(await minutes(15)).toBe(7);
  });

  // @proves D5 V7.3.1
  it('is locked when the person was away too long, however busily the page polls', async () => {
    await open(1);
    await raise(1, 2);
    await idleMinutes(10);
    await admin.query(`UPDATE identity.auth_session SET last_active_at = now() - interval '590 seconds'`);
    // a poll says that nobody touched the screen for a while
    expect(await stageOf(2, { quietSeconds: 590 })).toBe('active');
    await admin.query(
      `UPDATE identity.auth_session SET last_active_at = last_active_at - interval '20 seconds'`,
    );
    expect(await stageOf(2)).toBe('locked');
    // and stays so: a touch does not unlock
    expect(await stageOf(2)).toBe('locked');
    await raise(2, 3);
    expect(await stageOf(3)).toBe('active');
  });

  it('counts a touch as being there', async () => {
    await open(1);
    await raise(1, 2);
    await idleMinutes(10);
    await admin.query(`UPDATE identity.auth_session SET last_active_at = now() - interval '590 seconds'`);
    await stateOf(2);
    const { rows } = await admin.query(
      `SELECT last_active_at > now() - interval '5 seconds' AS fresh FROM identity.auth_session`,
    );
    expect(rows).toEqual([{ fresh: true }]);
  });

  // @proves D5
  it('shows no clinic while locked', async () => {
    await open(1);
    await raise(1, 2);
    await database.identity.lockSession(token(2));
    expect(await stateOf(2)).not.toHaveProperty('session.memberships');
  });
});

describe('the access rule of a clinic', () => {
  const rule = (ranges: string[], certificate = false) =>
    admin.query(
      `INSERT INTO clinic_access_rule (tenant_id, ip_ranges, client_certificate) VALUES ($1, $2, $3)
       ON CONFLICT (tenant_id) DO UPDATE SET ip_ranges = excluded.ip_ranges, client_certificate = excluded.client_certificate`,
      [here.tenantId, ranges, certificate],
    );
  const placesOf = async (over: Partial<typeof caller>) => {
    const state = await stateOf(2, over);
    if (state.stage !== 'active') throw new Error(state.stage);
    return {
      open: state.session.memberships.map((each) => each.tenantId),
      refused: state.session.refused.map((each) => [each.tenantId, each.refusedBecause]),
    };
  };

  // @proves G3 G8
  it.each([
    ['inside the range', ['203.0.113.0/24'], false, { ip: '203.0.113.5' }, null],
    ['outside it', ['203.0.113.0/24'], false, { ip: '198.51.100.1' }, 'address'],
    ['from an unknown address', ['203.0.113.0/24'], false, { ip: null }, 'address'],
    ['in IPv6', ['2001:db8::/32'], false, { ip: '2001:db8::7' }, null],
    ['of the other family', ['2001:db8::/32'], false, { ip: '203.0.113.5' }, 'address'],
    ['with the certificate', [], true, { clientCertificate: true }, null],
    ['without it', [], true, { clientCertificate: false }, 'certificate'],
  ] as const)('%s', async (_, ranges, certificate, over, because) => {
    await open(1);
    await raise(1, 2);
    await rule([...ranges], certificate);
    const places = await placesOf(over);
    expect(places.open.includes(here.tenantId)).toBe(because === null);
    expect(places.refused).toEqual(because === null ? [] : [[here.tenantId, because]]);
    expect(places.open).toContain(there.tenantId);
  });

  it('takes nothing but networks', async () => {
    await expect(rule(['everywhere'])).rejects.toMatchObject({ code: '22P02' });
  });
});

describe('the schema identity', () => {
  // @proves V6.7.1 V13.2.2
  it('gives the app role no table, and its functions to nobody else', async () => {
    const { rows: tables } = await admin.query(
      `SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'identity'::regnamespace AND c.relkind = 'r'
          AND (has_table_privilege('shirube_app', c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')
            OR has_any_column_privilege('shirube_app', c.oid, 'SELECT, INSERT, UPDATE'))`,
    );
    expect(tables).toEqual([]);
    const { rows: functions } = await admin.query(
      `SELECT p.oid::regprocedure::text AS name FROM pg_proc p
        WHERE p.pronamespace = 'identity'::regnamespace
          AND (has_function_privilege('shirube_queue', p.oid, 'EXECUTE')
               OR has_function_privilege('shirube_app', p.oid, 'EXECUTE')
                  AND (p.proowner NOT IN ('shirube_lookup'::regrole, 'shirube_console'::regrole) OR NOT p.prosecdef
                       OR NOT coalesce(p.proconfig @> '{search_path=pg_catalog}', false)))`,
    );
    expect(functions).toEqual([]);
  });

  // @proves V16.4.2
  it('keeps the history of sign-ins as it was written', async () => {
    await database.identity.recordEvent({
      accountId,
      kind: 'sign_in',
      factor: 'totp',
      sessionId: null,
      place,
    });
    await expect(admin.query('DELETE FROM identity.sign_in_event')).rejects.toMatchObject({ code: 'SH001' });
    await expect(admin.query(`UPDATE identity.sign_in_event SET ip = ''`)).rejects.toMatchObject({
      code: 'SH001',
    });
  });
});
