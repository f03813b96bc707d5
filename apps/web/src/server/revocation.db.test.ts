import { createHash, randomUUID } from 'node:crypto';
import { type ClinicFixture, createTestDatabase, insertClinic, type TestDatabase } from '@shirube/db/testing';
import { NextRequest } from 'next/server';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { POST } from '../../app/api/c/[clinic]/trpc/[trpc]/route.ts';
import { useTestEnvironment } from '../testing/environment.ts';
import { database } from './database.ts';

vi.hoisted(() => {
  process.env.SHIRUBE_LOG_LEVEL = 'silent';
});

/** Rights that are taken away, seen from the other end of the wire: browsers that stay open, one request after the other. */
const origin = 'http://localhost:3000';

let test: TestDatabase;
let ours: ClinicFixture;
let theirs: ClinicFixture;
let admin: Awaited<ReturnType<TestDatabase['connect']>>;

beforeAll(async () => {
  test = await createTestDatabase();
  useTestEnvironment(test.urls.app);
  const app = await test.connect('app');
  ours = await insertClinic(app, 'うち');
  theirs = await insertClinic(app, 'よそ');
  admin = await test.connect('admin');
  await admin.query(`UPDATE tenant SET slug = 'ours' WHERE id = $1`, [ours.tenantId]);
  await admin.query(`UPDATE tenant SET slug = 'theirs' WHERE id = $1`, [theirs.tenantId]);
});
afterAll(async () => {
  await database().close();
  await test?.drop();
});

interface Person {
  accountId: string;
  staffId: string;
  token: string;
}

/** Somebody with a browser that is signed in. */
async function person(loginId: string, roles: string[], licence: string | null): Promise<Person> {
  const [accountId, staffId, token] = [randomUUID(), randomUUID(), randomUUID()];
  await admin.query(
    `INSERT INTO identity.account (id, login_id, password_hash, display_name) VALUES ($1, $2, 'x', $2)`,
    [accountId, loginId],
  );
  await admin.query(
    `INSERT INTO staff (tenant_id, id, account_id, roles, family_name, given_name, family_kana, given_kana, licence)
     VALUES ($1, $2, $3, $4, '試験', '職員', 'シケン', 'ショクイン', $5)`,
    [ours.tenantId, staffId, accountId, roles, licence],
  );
  await admin.query(
    `INSERT INTO identity.auth_session (id, token_hash, account_id, stage, assured_at, expires_at)
     VALUES ($1, $2, $3, 'active', now(), now() + interval '1 hour')`,
    [randomUUID(), createHash('sha256').update(token).digest(), accountId],
  );
  return { accountId, staffId, token };
}

async function call(who: Person, procedure: string, input: unknown = {}, clinic = 'ours') {
  const request = new NextRequest(`${origin}/api/c/${clinic}/trpc/${procedure}`, {
    method: 'POST',
    headers: {
      origin,
      'content-type': 'application/json',
      cookie: `shirube.session=${who.token}`,
    },
    body: JSON.stringify(input),
  });
  const answer = await POST(request, { params: Promise.resolve({ clinic }) });
  const body = (await answer.json()) as { result?: { data: Record<string, unknown> } };
  return { status: answer.status, data: body.result?.data ?? {} };
}

const versionOf = async (who: Person): Promise<number> =>
  (await admin.query('SELECT row_version FROM staff WHERE id = $1', [who.staffId])).rows[0].row_version;
const target = async (who: Person) => ({ staffId: who.staffId, rowVersion: await versionOf(who) });

describe('an open browser', () => {
  let boss: Person;
  beforeAll(async () => {
    boss = await person('boss', ['admin'], null);
  });

  // @proves D1 V8.3.2
  it('has a role from the request after it was given, and no longer from the one after it was taken', async () => {
    const nurse = await person('nurse', ['nurse'], '看護師');
    expect((await call(nurse, 'audit.outbox')).status).toBe(403);
    const give = { ...(await target(nurse)), roles: ['nurse', 'admin'], reason: '兼任' };
    expect((await call(boss, 'people.changeRoles', give)).status).toBe(200);
    expect((await call(nurse, 'audit.outbox')).status).toBe(200);
    const take = { ...(await target(nurse)), roles: ['nurse'], reason: '兼任を解く' };
    expect((await call(boss, 'people.changeRoles', take)).status).toBe(200);
    expect((await call(nurse, 'audit.outbox')).status).toBe(403);
    const me = await call(nurse, 'session.me');
    expect(me.data.roles).toEqual(['nurse']);
  });

  it('sees no chart from the request after the licence was taken', async () => {
    const nurse = await person('nurse2', ['nurse'], '看護師');
    const allowed = async () =>
      ((await call(nurse, 'session.me')).data.permissions as string[]).includes('chart.view');
    expect(await allowed()).toBe(true);
    const take = {
      ...(await target(nurse)),
      licence: null,
      licenceNumber: '',
      licenceRegisteredOn: null,
      narcoticsLicenceNumber: '',
      reason: '免許証を確かめられない',
    };
    expect((await call(boss, 'people.changeLicence', take)).status).toBe(200);
    expect(await allowed()).toBe(false);
  });

  // @proves D1 V7.4.2
  it('is signed out by the request after its person left, and signs in again only after they came back', async () => {
    const clerk = await person('clerk', ['clerk'], null);
    expect((await call(clerk, 'reception.board', { serviceDate: null })).status).toBe(200);
    const leave = { ...(await target(clerk)), leftOn: '2026-11-20', reason: '退職' };
    expect((await call(boss, 'people.leave', leave)).status).toBe(200);
    expect((await call(clerk, 'reception.board', { serviceDate: null })).status).toBe(401);
    const back = { ...(await target(clerk)), returnedOn: '2026-11-20', reason: '再雇用' };
    expect((await call(boss, 'people.return', back)).status).toBe(200);
    // the old session does not come back with the person
    expect((await call(clerk, 'session.me')).status).toBe(401);
  });

  it('of somebody who works elsewhere too keeps that clinic and loses this one', async () => {
    const nurse = await person('both', ['nurse'], '看護師');
    await admin.query(
      `INSERT INTO staff (tenant_id, id, account_id, roles, family_name, given_name, family_kana, given_kana)
       VALUES ($1, $2, $3, '{nurse}', '試験', '職員', 'シケン', 'ショクイン')`,
      [theirs.tenantId, randomUUID(), nurse.accountId],
    );
    const leave = { ...(await target(nurse)), leftOn: '2026-11-20', reason: '退職' };
    expect((await call(boss, 'people.leave', leave)).status).toBe(200);
    expect((await call(nurse, 'session.me')).status).toBe(404);
    expect((await call(nurse, 'session.me', {}, 'theirs')).status).toBe(200);
  });

  // @proves D5 V7.4.5
  it('is closed by an administrator from afar, in every clinic', async () => {
    const clerk = await person('lost-device', ['clerk'], null);
    const ended = await call(boss, 'people.endSessions', { staffId: clerk.staffId, reason: '端末の紛失' });
    expect(ended.data).toEqual({ ended: 1 });
    expect((await call(clerk, 'session.me')).status).toBe(401);
    const { rows } = await admin.query(`SELECT kind FROM identity.sign_in_event WHERE account_id = $1`, [
      clerk.accountId,
    ]);
    expect(rows).toEqual([{ kind: 'signed_out_by_admin' }]);
  });
});
