import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { type ClinicFixture, createTestDatabase, insertClinic, type TestDatabase } from '@shirube/db/testing';
import { NextRequest } from 'next/server';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { POST } from '../../app/api/c/[clinic]/trpc/[trpc]/route.ts';
import { askToken, registerClient, withSecret } from '../testing/api-clients.ts';
import { useTestEnvironment } from '../testing/environment.ts';
import { database } from './database.ts';
import { serveRest } from './rest/serve.ts';
import { restRoutes } from './rest/table.ts';

vi.hoisted(() => {
  process.env.SHIRUBE_LOG_LEVEL = 'silent';
});

/** An open page of a clinic that goes out of use, on the real handler. */
const token = randomBytes(32).toString('base64url');
let test: TestDatabase;
let admin: Awaited<ReturnType<TestDatabase['connect']>>;
let ours: ClinicFixture;
let other: ClinicFixture;
let bearer: string;

beforeAll(async () => {
  test = await createTestDatabase();
  useTestEnvironment(test.urls.app);
  const app = await test.connect('app');
  admin = await test.connect('admin');
  ours = await insertClinic(app, 'うち');
  other = await insertClinic(app, 'よそ');
  const accountId = randomUUID();
  await admin.query(
    `INSERT INTO identity.account (id, login_id, password_hash, display_name) VALUES ($1, 'x', 'x', 'x')`,
    [accountId],
  );
  await admin.query(
    `INSERT INTO identity.auth_session (id, token_hash, account_id, stage, expires_at)
     VALUES ($1, $2, $3, 'active', now() + interval '1 hour')`,
    [randomUUID(), createHash('sha256').update(token).digest(), accountId],
  );
  await admin.query(`UPDATE staff SET account_id = $1 WHERE id = $2`, [accountId, ours.doctorId]);
  await admin.query(`UPDATE tenant SET slug = 'ours' WHERE id = $1`, [ours.tenantId]);
  await admin.query(`UPDATE tenant SET slug = 'other' WHERE id = $1`, [other.tenantId]);
  const client = await registerClient(database(), ours);
  bearer = (await askToken(withSecret(client))).body.access_token as string;
});
afterAll(async () => {
  await database().close();
  await test?.drop();
});

async function ask(clinic: string, procedure: string, input: unknown) {
  const answer = await POST(
    new NextRequest(`http://localhost:3000/api/c/${clinic}/trpc/${procedure}`, {
      method: 'POST',
      headers: {
        origin: 'http://localhost:3000',
        'content-type': 'application/json',
        cookie: `shirube.session=${token}`,
      },
      body: JSON.stringify(input),
    }),
    { params: Promise.resolve({ clinic }) },
  );
  const { error } = (await answer.json()) as { error?: { message: string; data: { reason: string | null } } };
  return { status: answer.status, reason: error?.data.reason ?? null, sentence: error?.message ?? '' };
}

const turn = (clinic: ClinicFixture, change: string) =>
  admin.query(`UPDATE tenant SET ${change} WHERE id = $1`, [clinic.tenantId]);

describe('a clinic that goes out of use', () => {
  // @proves D1 V7.4.2
  it('refuses the next request of an open session, reading and writing, and says why in words', async () => {
    expect(await ask('ours', 'reception.board', { serviceDate: null })).toMatchObject({ status: 200 });
    await turn(ours, `state = 'suspended', state_reason = 'x'`);
    for (const [procedure, input] of [
      ['reception.board', { serviceDate: null }],
      ['patients.search', { text: 'ケンショウ' }],
      ['clinic.putOffSetup', { step: 'people' }],
    ] as const) {
      const answer = await ask('ours', procedure, input);
      expect([procedure, answer.status, answer.reason]).toEqual([procedure, 403, 'clinic_suspended']);
      expect(answer.sentence).toContain('利用は停止されています');
    }
    await turn(ours, `state = 'closed', closed_on = '2026-11-20', retention_until = '2031-11-20'`);
    expect(await ask('ours', 'session.me', {})).toMatchObject({ status: 403, reason: 'clinic_closed' });
  });

  // @proves V8.4.1
  it('ends the tokens of its outside systems at the next request, and gives them back with the clinic', async () => {
    const before = (await admin.query('SELECT state FROM tenant WHERE id = $1', [ours.tenantId])).rows[0]
      .state;
    expect(before).toBe('closed');
    const call = async () => {
      const request = new NextRequest('http://localhost:3000/api/v1/me', {
        headers: { authorization: `Bearer ${bearer}` },
      });
      return (await serveRest(request, database(), restRoutes)).status;
    };
    expect(await call()).toBe(401);
    await turn(ours, `state = 'active', state_reason = NULL, closed_on = NULL, retention_until = NULL`);
    expect(await call()).toBe(200);
    await turn(ours, `state = 'suspended', state_reason = 'x'`);
    expect(await call()).toBe(401);
  });

  it('says so to its own people only: to a stranger it never existed', async () => {
    await turn(other, `state = 'suspended', state_reason = 'x'`);
    const [known, unknown] = [await ask('other', 'session.me', {}), await ask('nowhere', 'session.me', {})];
    expect(known).toEqual(unknown);
    expect(known).toMatchObject({ status: 404, reason: null });
  });

  it('answers again when it is in use again, with the same session', async () => {
    await turn(ours, `state = 'active', state_reason = NULL, closed_on = NULL, retention_until = NULL`);
    expect(await ask('ours', 'session.me', {})).toMatchObject({ status: 200 });
  });
});
