import { createHash, randomBytes, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { type ClinicFixture, createTestDatabase, insertClinic, type TestDatabase } from '@shirube/db/testing';
import fc from 'fast-check';
import { NextRequest } from 'next/server';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { POST } from '../../app/api/account/trpc/[trpc]/route.ts';
import { useTestEnvironment } from '../testing/environment.ts';
import {
  hostileNumbers,
  hostileTexts,
  hostileThings,
  placesIn,
  replaceAt,
  sharpest,
} from '../testing/hostile.ts';
import { samplesOf } from '../testing/schema-samples.ts';
import type { AnyAccountDeclaration } from './account.ts';
import { accountRouter } from './account-router.ts';
import { authOptions } from './auth.ts';
import { database } from './database.ts';

vi.hoisted(() => {
  process.env.SHIRUBE_LOG_LEVEL = 'silent';
});
vi.mock('next/headers', () => ({
  cookies: async () => ({ get: () => undefined }),
  headers: async () => new Headers(),
}));

/** Attacks on the way in: before anybody is known, and on a person's own account. */
const origin = 'http://localhost:3000';
const seed = Number(process.env.SHIRUBE_ATTACK_SEED ?? 20261122);
const statuses = [200, 400, 401, 403, 404, 409, 412, 422, 429, 503];

let test: TestDatabase;
let admin: Awaited<ReturnType<TestDatabase['connect']>>;
let clinic: ClinicFixture;
let declarations: AnyAccountDeclaration[];

beforeAll(async () => {
  test = await createTestDatabase();
  useTestEnvironment(test.urls.app);
  clinic = await insertClinic(await test.connect('app'), 'うち');
  admin = await test.connect('admin');
  declarations = [];
  const folder = path.join(import.meta.dirname, 'account-procedures');
  for (const file of fs.globSync('**/*.ts', { cwd: folder })) {
    const module = (await import(path.join(folder, file))) as Record<string, unknown>;
    for (const each of Object.values(module))
      if (typeof each === 'object' && each !== null && 'stages' in each)
        declarations.push(each as AnyAccountDeclaration);
  }
});
afterAll(async () => {
  await database().close();
  await test?.drop();
});

/** The token of a new session of a new person of the clinic. */
async function sessionIn(stage: 'pending' | 'active'): Promise<string> {
  const accountId = randomUUID();
  const staffId = randomUUID();
  const token = randomBytes(32).toString('base64url');
  await admin.query(
    `INSERT INTO identity.account (id, login_id, password_hash, display_name) VALUES ($1, $2, 'x', 'x')`,
    [accountId, `x-${accountId}`],
  );
  await admin.query(
    `INSERT INTO staff (tenant_id, id, account_id, roles, family_name, given_name, family_kana, given_kana)
     VALUES ($1, $2, $3, '{clerk}', '検証', '受付', 'ケンショウ', 'ウケツケ')`,
    [clinic.tenantId, staffId, accountId],
  );
  await admin.query(
    `INSERT INTO identity.auth_session (id, token_hash, account_id, stage, expires_at)
     VALUES ($1, $2, $3, $4, now() + interval '1 hour')`,
    [randomUUID(), createHash('sha256').update(token).digest(), accountId, stage],
  );
  return token;
}

async function call(
  name: string,
  input: unknown,
  token: string | null,
): Promise<{ status: number; text: string }> {
  const body = JSON.stringify(input);
  const answer = await POST(
    new NextRequest(`${origin}/api/account/trpc/${name}`, {
      method: 'POST',
      headers: {
        origin,
        'content-type': 'application/json',
        ...(token ? { cookie: `shirube.session=${token}` } : {}),
      },
      body: body ?? '',
    }),
  );
  return { status: answer.status, text: await answer.text() };
}

describe("an attack on a person's own account", () => {
  it('reaches every procedure there is', () => {
    expect(declarations.map(({ name }) => name).sort()).toEqual(
      Object.keys(accountRouter._def.procedures).sort(),
    );
  });

  // @proves V2.2.1 V16.5.1
  it.each(['nobody', 'pending', 'active'] as const)(
    'as %s ends in a typed refusal or a success, and shows nothing of the inside',
    { timeout: 120_000 },
    async (who) => {
      const hostile = [...sharpest, ...hostileTexts, ...hostileNumbers, ...hostileThings()];
      let tried = 0;
      for (const declaration of declarations) {
        let token = who === 'nobody' ? null : await sessionIn(who);
        const [sample] = fc.sample(samplesOf(declaration.input), { seed, numRuns: 1 });
        for (const at of placesIn(sample))
          for (const value of hostile) {
            const { status, text } = await call(declaration.name, replaceAt(sample, at, value), token);
            tried += 1;
            expect([declaration.name, at, status, statuses.includes(status)]).toEqual([
              declaration.name,
              at,
              status,
              true,
            ]);
            expect(text).not.toMatch(/prisma|node_modules|\.ts:|stack/i);
            if (status === 200 && declaration.kind === 'mutation' && who !== 'nobody')
              token = await sessionIn(who);
          }
      }
      expect(tried).toBeGreaterThan(300);
    },
  );

  // @proves V7.2.1 V8.3.1
  it('as nobody opens nothing that is meant for somebody', async () => {
    for (const declaration of declarations) {
      const [sample] = fc.sample(samplesOf(declaration.input), { seed, numRuns: 1 });
      if (declaration.stages.includes('none')) continue;
      expect([declaration.name, (await call(declaration.name, sample, null)).status]).toEqual([
        declaration.name,
        401,
      ]);
    }
  });
});

describe('an attack on a step of signing in', () => {
  const steps = [
    { step: 'password', loginId: 'x', password: 'x' },
    {
      step: 'passkey',
      response: { id: 'x', rawId: 'x', type: 'public-key', response: { clientDataJSON: 'x' } },
    },
    { step: 'prove', answer: { kind: 'totp', code: '000000', password: 'x' } },
    { step: 'prove', answer: { kind: 'recovery_code', code: 'x' } },
    { step: 'prove', answer: { kind: 'passkey', response: { id: 'x' } } },
    { step: 'enrol_totp', code: '000000', handedCode: 'x' },
    { step: 'enrol_passkey', response: { id: 'x' }, name: 'x', handedCode: null },
  ];

  /** What next-auth hands to the browser, in an address: the word of a refusal. */
  async function refusalOf(step: string, cookie: string | null): Promise<string> {
    const head = new Headers(cookie === null ? {} : { cookie });
    const provider = authOptions(head).providers[0] as unknown as {
      options: { authorize(credentials: unknown, request: unknown): Promise<unknown> };
    };
    try {
      return (await provider.options.authorize({ step }, {})) === null ? 'null' : 'signed in';
    } catch (error) {
      return (error as Error).message;
    }
  }

  // @proves V2.2.1 V6.3.8 V16.5.1
  it('ends in a word that tells nothing, whatever is sent', { timeout: 120_000 }, async () => {
    const pending = await sessionIn('pending');
    const hostile = [...sharpest, ...hostileTexts.slice(4), ...hostileThings()];
    for (const [index, step] of steps.entries())
      for (const at of placesIn(step))
        for (const value of hostile) {
          const sent = JSON.stringify(replaceAt(step, at, value)) ?? 'undefined';
          const word = await refusalOf(sent, index % 2 === 0 ? null : `shirube.session=${pending}`);
          expect([at, word.slice(0, 60)]).toEqual([at, expect.stringMatching(/^[a-z_0-9]{1,30}$/)]);
        }
    for (const text of [
      '',
      '{',
      '[]',
      'null',
      '"x"',
      'x'.repeat(30_000),
      `${'['.repeat(9_000)}${']'.repeat(9_000)}`,
    ])
      expect(await refusalOf(text, null)).toBe('wrong');
  });

  it('is not helped by a broken cookie', async () => {
    for (const cookie of [
      'shirube.session=%E0%A4%A',
      'shirube.session=%00',
      'shirube.session=',
      '=;;=',
      'x'.repeat(9_000),
    ])
      expect(await refusalOf(JSON.stringify(steps[2]), cookie)).toMatch(/^[a-z_]{1,30}$/);
  });
});
