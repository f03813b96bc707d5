import { randomBytes, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { type ConsoleStore, openConsole } from '@shirube/db';
import { type ClinicFixture, createTestDatabase, insertClinic, type TestDatabase } from '@shirube/db/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { useTestEnvironment } from '../../testing/environment.ts';
import {
  hostileNumbers,
  hostileTexts,
  hostileThings,
  placesIn,
  replaceAt,
  sharpest,
} from '../../testing/hostile.ts';
import { samplesOf } from '../../testing/schema-samples.ts';
import { type AnyOperatorDeclaration, createOperatorCaller } from './operator.ts';
import { operatorRouter } from './router.ts';

vi.hoisted(() => {
  process.env.SHIRUBE_LOG_LEVEL = 'silent';
});

/** The attack page of the operators' console: nearly right inputs to every procedure, by an operator and by nobody. */
const seed = Number(process.env.SHIRUBE_ATTACK_SEED ?? 20261122);
const refusals = [
  'BAD_REQUEST',
  'UNAUTHORIZED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'PRECONDITION_FAILED',
  'UNPROCESSABLE_CONTENT',
  'TOO_MANY_REQUESTS',
  'SERVICE_UNAVAILABLE',
];

let test: TestDatabase;
let app: Awaited<ReturnType<TestDatabase['connect']>>;
let admin: Awaited<ReturnType<TestDatabase['connect']>>;
let console: ConsoleStore;
let declarations: AnyOperatorDeclaration[];

beforeAll(async () => {
  test = await createTestDatabase();
  useTestEnvironment(test.urls.app);
  [app, admin] = [await test.connect('app'), await test.connect('admin')];
  console = openConsole({ url: test.urls.operator, poolSize: 2 });
  const folder = path.join(import.meta.dirname, 'procedures');
  declarations = [];
  for (const file of fs.readdirSync(folder))
    declarations.push(
      ...Object.values((await import(path.join(folder, file))) as Record<string, AnyOperatorDeclaration>),
    );
});
afterAll(async () => {
  await console?.close();
  await test?.drop();
});

async function manager(): Promise<Uint8Array> {
  const id = randomUUID();
  await admin.query(
    `INSERT INTO identity.operator (id, login_id, display_name, roles, password_hash, totp_encrypted)
     VALUES ($1, $2, '運用', '{manager}', 'x', '\\x00')`,
    [id, id],
  );
  const tokenSha256 = randomBytes(32);
  await console.openSession({ operatorId: id, tokenSha256, userAgent: '' }, { requestId: 'test', ip: null });
  return tokenSha256;
}

const factory = createOperatorCaller(operatorRouter);
async function attack(name: string, input: unknown, tokenSha256: Uint8Array | null): Promise<string> {
  const caller = factory({
    console,
    tokenSha256,
    requestId: 'test',
    ip: null,
    userAgent: 'test',
    key: randomBytes(32),
    setToken: () => {},
  });
  try {
    await (caller as unknown as Record<string, (input: unknown) => Promise<unknown>>)[name]?.(input);
    return 'ok';
  } catch (error) {
    const { code, cause } = error as { code: string; cause?: Error };
    return code === 'INTERNAL_SERVER_ERROR' ? `${code} ${cause?.message.slice(0, 200)}` : code;
  }
}

describe('an attack on every procedure of the console', () => {
  // @proves V2.2.1 V1.2.4 V16.5.1
  it.each(['an operator', 'nobody'])(
    'by %s ends in a typed refusal or a success',
    { timeout: 120_000 },
    async (who) => {
      // signing in takes its time on purpose: what broke something before, and some of the rest by chance
      const [some = []] = fc.sample(
        fc.shuffledSubarray([...hostileTexts, ...hostileNumbers, ...hostileThings()], {
          minLength: 12,
          maxLength: 12,
        }),
        { seed, numRuns: 1 },
      );
      const hostile = [...sharpest, ...some];
      const problems: string[] = [];
      let tried = 0;
      for (const declaration of declarations) {
        let clinic: ClinicFixture = await insertClinic(app, 'x');
        let token = who === 'nobody' ? null : await manager();
        const [sample] = fc.sample(samplesOf(declaration.input), { seed, numRuns: 1 });
        const known = () =>
          typeof sample === 'object' && sample !== null && 'tenantId' in sample
            ? { ...sample, tenantId: clinic.tenantId }
            : sample;
        for (const at of placesIn(sample))
          for (const [index, value] of hostile.entries()) {
            const outcome = await attack(declaration.name, replaceAt(known(), at, value), token);
            tried += 1;
            if (outcome !== 'ok' && !refusals.includes(outcome))
              problems.push(`${declaration.name} ${at.join('.')} #${index}: ${outcome}`);
            if (outcome !== 'ok' || declaration.kind === 'query') continue;
            // a success may have closed the clinic or ended the session
            clinic = await insertClinic(app, 'x');
            if (token !== null) token = await manager();
          }
      }
      expect(problems).toEqual([]);
      expect(tried).toBeGreaterThan(500);
    },
  );
});
