import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { type ClinicFixture, createTestDatabase, insertClinic, type TestDatabase } from '@shirube/db/testing';
import { NextRequest } from 'next/server';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { GET, POST } from '../../app/api/c/[clinic]/trpc/[trpc]/route.ts';
import { useTestEnvironment } from '../testing/environment.ts';
import { hostileTexts } from '../testing/hostile.ts';
import { database } from './database.ts';
import { serveDownload } from './download.ts';
import { prescriptionCopyDownload } from './downloads/prescription-copy.ts';

vi.hoisted(() => {
  process.env.SHIRUBE_LOG_LEVEL = 'silent';
});
let fileCookie: string | undefined;
vi.mock('next/headers', () => ({
  cookies: async () => ({ get: () => (fileCookie ? { value: fileCookie } : undefined) }),
  headers: async () => new Headers(),
}));

/** Attacks on the way to a procedure: cookies, methods, bodies and addresses, on the real handlers. */
const origin = 'http://localhost:3000';
const token = randomBytes(32).toString('base64url');

let test: TestDatabase;
let ours: ClinicFixture;
let accountId: string;
let admin: Awaited<ReturnType<TestDatabase['connect']>>;

beforeAll(async () => {
  test = await createTestDatabase();
  useTestEnvironment(test.urls.app);
  ours = await insertClinic(await test.connect('app'), 'うち');
  admin = await test.connect('admin');
  accountId = randomUUID();
  await admin.query(
    `INSERT INTO identity.account (id, login_id, password_hash, display_name) VALUES ($1, 'x', 'x', 'x')`,
    [accountId],
  );
  await admin.query(`UPDATE staff SET account_id = $1 WHERE id = $2`, [accountId, ours.doctorId]);
  await admin.query(`UPDATE tenant SET slug = 'ours' WHERE id = $1`, [ours.tenantId]);
  await openSession(token);
});
afterAll(async () => {
  await database().close();
  await test?.drop();
});

async function openSession(value: string): Promise<void> {
  await admin.query(
    `INSERT INTO identity.auth_session (id, token_hash, account_id, stage, expires_at)
     VALUES ($1, $2, $3, 'active', now() + interval '1 hour')`,
    [randomUUID(), createHash('sha256').update(value).digest(), accountId],
  );
}

interface Call {
  cookie?: string;
  body?: BodyInit;
  method?: string;
  headers?: Record<string, string>;
  query?: string;
}

async function call(
  procedure: string,
  { cookie = token, body = '{}', method = 'POST', headers, query = '' }: Call = {},
) {
  const request = new NextRequest(`${origin}/api/c/ours/trpc/${procedure}${query}`, {
    method,
    headers: {
      origin,
      'content-type': 'application/json',
      ...(cookie ? { cookie: `shirube.session=${cookie}` } : {}),
      ...headers,
    },
    ...(method === 'GET' ? {} : { body }),
  });
  const handler = method === 'GET' ? GET : POST;
  const answer = await handler(request, { params: Promise.resolve({ clinic: 'ours' }) });
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}

describe('the way to a procedure', () => {
  it('is open for whom it is meant', async () => {
    const answer = await call('session.me');
    expect([answer.status, JSON.parse(answer.text).result.data.clinic.slug]).toEqual([200, 'ours']);
  });

  // @proves V7.2.2 V7.2.4 D5
  it.each([
    ['none', ''],
    ['a guess', randomBytes(32).toString('base64url')],
    ['one character more', `${token}A`],
    ['one character less', token.slice(0, -1)],
    ['another case', token.toLowerCase()],
    ['the stored hash instead of the token', createHash('sha256').update(token).digest('base64url')],
    [
      'an unsigned JWT',
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(`{"sid":"${token}"}`).toString('base64url')}.`,
    ],
    ['SQL', encodeURIComponent(`' OR 1=1 --`)],
    ['a very long one', 'A'.repeat(7_000)],
    ['NUL', '%00'],
  ])('is closed for a forged cookie: %s', async (_, cookie) => {
    const answer = await call('session.me', { cookie });
    expect([answer.status, answer.text.includes('ours')]).toEqual([401, false]);
  });

  // @proves V7.4.1 D5
  it('is closed for a cookie that is used again after its session ended', async () => {
    const replayed = randomBytes(32).toString('base64url');
    await openSession(replayed);
    expect((await call('session.me', { cookie: replayed })).status).toBe(200);
    await database().identity.closeSession(createHash('sha256').update(replayed).digest(), 'signed_out');
    expect((await call('session.me', { cookie: replayed })).status).toBe(401);
  });

  // @proves V3.5.3
  it('changes nothing by GET, whichever procedure is asked for', async () => {
    const input = encodeURIComponent(
      JSON.stringify({ receptionId: ours.receptionId, status: 'cancelled', rowVersion: 1 }),
    );
    for (const procedure of ['reception.changeStatus', 'reception.board', 'patients.search'])
      expect((await call(procedure, { method: 'GET', query: `?input=${input}` })).status).toBe(405);
    const { rows } = await admin.query(`SELECT status FROM reception WHERE id = $1`, [ours.receptionId]);
    expect(rows[0].status).toBe('waiting');
  });

  // @proves V15.2.2
  it('takes one procedure at a time: no batches, no streams', async () => {
    const batch = JSON.stringify(Object.fromEntries(Array.from({ length: 50 }, (_, index) => [index, {}])));
    const names = Array.from({ length: 50 }, () => 'session.me').join(',');
    expect((await call(names, { query: '?batch=1', body: batch })).status).toBe(400);
    expect((await call('session.me', { headers: { 'trpc-accept': 'application/jsonl' } })).status).toBe(400);
  });

  // @proves V2.2.1 V16.5.1 V16.5.3
  it.each([
    ['no JSON', '{'],
    ['nothing', ''],
    ['a text', '"x"'],
    ['NUL', '\0'],
    ['no UTF-8', new Uint8Array([0xff, 0xfe, 0x22])],
    ['an abyss', `${'['.repeat(400_000)}${']'.repeat(400_000)}`],
    [
      'a hundred thousand keys',
      `{${Array.from({ length: 80_000 }, (_, index) => `"k${index}":1`).join(',')}}`,
    ],
    ['half a surrogate', '{"text":"\\ud800","limit":5}'],
    ['a prototype', '{"__proto__":{"text":"x"},"limit":5}'],
  ])('answers %s with a refusal that shows nothing of the inside', async (_, body) => {
    const answer = await call('patients.search', { body });
    expect(answer.status).toBe(400);
    expect(answer.text).not.toMatch(/stack|prisma|zod|\.ts|node_modules|Unexpected token|position \d/i);
    const { error } = JSON.parse(answer.text);
    expect(Object.keys(error.data).sort()).toEqual(['at', 'code', 'httpStatus', 'reason']);
    expect(error.message).toMatch(/。$/);
  });

  // @proves V16.5.1
  it.each([
    'nothing.here',
    'session',
    '__proto__',
    'constructor.name',
    'session.me/../../x',
    '%00',
    'session.me%0d%0aSet-Cookie:%20a=b',
  ])('has no procedure %s', async (name) => {
    const answer = await call(name);
    expect([404, 400]).toContain(answer.status);
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(answer.text).not.toMatch(/stack|\.ts|node_modules/);
  });
});

describe('the address of a file', () => {
  // @proves V5.3.2 V1.2.4
  it('answers every hostile id with the same empty 404', async () => {
    fileCookie = token;
    for (const text of hostileTexts) {
      const answer = await serveDownload(prescriptionCopyDownload, 'ours', {
        patientId: text,
        prescriptionId: text,
      });
      expect([text.slice(0, 20), answer.status, await answer.text()]).toEqual([text.slice(0, 20), 404, '']);
    }
  });

  it('is no way into a clinic with a hostile name', async () => {
    fileCookie = token;
    for (const text of hostileTexts)
      expect(
        (
          await serveDownload(prescriptionCopyDownload, text, {
            patientId: randomUUID(),
            prescriptionId: randomUUID(),
          })
        ).status,
      ).toBe(404);
  });

  // @proves V16.5.1 V16.5.3
  it('fails without a word of why', async () => {
    fileCookie = token;
    const failing = {
      ...prescriptionCopyDownload,
      run: () => Promise.reject(new Error('Invalid findFirst(): 山田')),
    };
    const ids = { patientId: ours.patientId, prescriptionId: randomUUID() };
    const answer = await serveDownload(failing, 'ours', ids);
    expect([answer.status, await answer.text()]).toEqual([500, '']);
  });
});
