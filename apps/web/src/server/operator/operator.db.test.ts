import { randomBytes, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { permissionTable } from '@shirube/core/identity';
import { sha256 } from '@shirube/core/identity/sign-in';
import { operatorActionLabels, operatorMay, operatorPermissionTable } from '@shirube/core/operators';
import { type ConsoleStore, type OperatorRole, openConsole } from '@shirube/db';
import { type ClinicFixture, createTestDatabase, insertClinic, type TestDatabase } from '@shirube/db/testing';
import { NextRequest } from 'next/server';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { POST as clinicApi } from '../../../app/api/c/[clinic]/trpc/[trpc]/route.ts';
import { POST as operatorApi } from '../../../app/api/operator/trpc/[trpc]/route.ts';
import { useTestEnvironment } from '../../testing/environment.ts';
import { database } from '../database.ts';
import { operatorConsole } from './console.ts';
import { type AnyOperatorDeclaration, createOperatorCaller } from './operator.ts';
import { operatorRouter } from './router.ts';

vi.hoisted(() => {
  process.env.SHIRUBE_LOG_LEVEL = 'silent';
});

/**
 * Walks every procedure of the operators' console: declared in full, closed to who is not signed in as an operator or has another
 * role, and silent about patients. A new one without an input here fails.
 */
const secret = 'ヒミツノカンジャ';
let test: TestDatabase;
let admin: Awaited<ReturnType<TestDatabase['connect']>>;
let console: ConsoleStore;
let clinic: ClinicFixture;
let demo: { tenantId: string };
let declarations: AnyOperatorDeclaration[];

beforeAll(async () => {
  test = await createTestDatabase();
  useTestEnvironment(test.urls.app);
  process.env.SHIRUBE_DATABASE_OPERATOR_URL = test.urls.operator;
  admin = await test.connect('admin');
  clinic = await insertClinic(await test.connect('app'), secret);
  await admin.query(`UPDATE tenant SET name = 'クリニック', slug = 'clinic' WHERE id = $1`, [
    clinic.tenantId,
  ]);
  const demoId = randomUUID();
  await admin.query(
    `INSERT INTO tenant (id, slug, name, institution_code, postal_code, address, phone, department_code, department_name, is_demo)
     VALUES ($1, 'demo', 'デモ', '1310000001', '', '', '', '01', '内科', true)`,
    [demoId],
  );
  demo = { tenantId: demoId };
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
  await operatorConsole()?.close();
  await database().close();
  await test?.drop();
});

/** One valid input for each, in an order in which each can succeed. */
const inputs = (): Record<string, unknown> => ({
  signIn: { loginId: 'x', password: 'x', code: '123456' },
  beginEnrolment: { loginId: 'x', enrolmentCode: 'x' },
  finishEnrolment: { loginId: 'x', enrolmentCode: 'x', offer: 'x', password: 'x', code: '123456' },
  demoCode: {},
  me: {},
  clinics: {},
  clinic: { tenantId: clinic.tenantId },
  events: {},
  createClinic: {
    slug: 'walked',
    name: '歩く診療所',
    prefectureCode: '13',
    scoreTable: '1',
    institutionNumber: '987654',
    departmentCode: '01',
  },
  inviteFirstAdmin: {
    tenantId: clinic.tenantId,
    familyName: '空',
    givenName: '一',
    familyKana: 'ソラ',
    givenKana: 'ハジメ',
  },
  changeClinic: {
    tenantId: clinic.tenantId,
    name: '改めた診療所',
    prefectureCode: '13',
    scoreTable: '1',
    institutionNumber: '765432',
    reason: '移転',
  },
  startExport: { tenantId: clinic.tenantId, reason: '引き継ぎのため' },
  tasks: { tenantId: clinic.tenantId },
  resetDemo: { tenantId: demo.tenantId, reason: '次の見学のため' },
  suspendClinic: { tenantId: clinic.tenantId, reason: '確認のため' },
  resumeClinic: { tenantId: clinic.tenantId, reason: '確認できたため' },
  closeClinic: { tenantId: clinic.tenantId, reason: '廃止', closedOn: '2026-11-20', keepUntil: null },
  signOut: {},
});

async function signedIn(role: OperatorRole): Promise<Uint8Array> {
  const id = randomUUID();
  await admin.query(
    `INSERT INTO identity.operator (id, login_id, display_name, roles, password_hash, totp_encrypted)
     VALUES ($1, $2, $3, $4, 'x', '\\x00')`,
    [id, id, `運用 ${role}`, [role]],
  );
  const tokenSha256 = randomBytes(32);
  await console.openSession({ operatorId: id, tokenSha256, userAgent: '' }, { requestId: 'test', ip: null });
  return tokenSha256;
}

const factory = createOperatorCaller(operatorRouter);
async function call(name: string, tokenSha256: Uint8Array | null, input: unknown = inputs()[name]) {
  const caller = factory({
    console,
    tokenSha256,
    requestId: 'test',
    ip: '192.0.2.7',
    userAgent: 'test',
    key: randomBytes(32),
    setToken: () => {},
  });
  try {
    const run = (caller as unknown as Record<string, (input: unknown) => Promise<unknown>>)[name];
    return { code: 'ok', text: JSON.stringify(await run?.(input)) };
  } catch (error) {
    const { code, message, cause } = error as { code: string; message: string; cause?: Error };
    return { code, text: `${message} ${cause?.message ?? ''}` };
  }
}

describe('every procedure of the console', () => {
  it('is declared in full, and is in the router once', () => {
    const routed = Object.keys(operatorRouter._def.procedures).sort();
    expect(declarations.map(({ name }) => name).sort()).toEqual(routed);
    expect(Object.keys(inputs()).sort()).toEqual(routed);
    for (const { name, permission, event, kind } of declarations) {
      if (permission !== null) expect(Object.keys(operatorPermissionTable)).toContain(permission);
      if (event !== null) expect([name, operatorActionLabels[event]]).toEqual([name, expect.any(String)]);
      // what changes something says so in the book
      if (permission !== null && kind === 'mutation')
        expect([name, event]).toEqual([name, expect.any(String)]);
    }
    expect(
      declarations
        .filter(({ permission }) => permission === null)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['beginEnrolment', 'demoCode', 'finishEnrolment', 'signIn']);
  });

  it('has permissions that no clinic knows, and a clinic none that the console knows', () => {
    const shared = Object.keys(operatorPermissionTable).filter((each) => each in permissionTable);
    expect(shared).toEqual([]);
  });

  // @proves D9 V8.2.1
  it('refuses who is not signed in, and who has a token of nobody', async () => {
    for (const { name, permission } of declarations.filter((each) => each.permission !== null)) {
      expect([name, permission, (await call(name, null)).code]).toEqual([name, permission, 'UNAUTHORIZED']);
      expect([name, (await call(name, randomBytes(32))).code]).toEqual([name, 'UNAUTHORIZED']);
    }
  });

  // @proves D9 V8.3.1
  it('refuses the role that the permission does not name, and writes the refusal down', async () => {
    const support = await signedIn('support');
    const refused: string[] = [];
    for (const { name, permission } of declarations) {
      if (permission === null || operatorMay(['support'], permission)) continue;
      expect([name, (await call(name, support)).code]).toEqual([name, 'FORBIDDEN']);
      refused.push(name);
    }
    expect(refused).toHaveLength(6);
    const { rows } = await admin.query(
      `SELECT count(*)::int AS n FROM ops.operator_event WHERE outcome = 'refused' AND reason = 'permission' AND operator_name = '運用 support'`,
    );
    expect(rows[0].n).toBe(refused.length);
  });

  // @proves D9 E1
  it('answers whoever may, leaves what it declared in the book, and never names a patient', async () => {
    const manager = await signedIn('manager');
    await admin.query(`UPDATE encounter SET service_date = '2026-11-01' WHERE tenant_id = $1`, [
      clinic.tenantId,
    ]);
    for (const name of Object.keys(inputs())) {
      const declaration = declarations.find((each) => each.name === name);
      if (!declaration || declaration.permission === null) continue;
      const before = await booked(declaration.event);
      const answer = await call(name, manager);
      expect([name, answer.code]).toEqual([name, 'ok']);
      expect([name, answer.text.includes(secret)]).toEqual([name, false]);
      if (declaration.event !== null)
        expect([name, await booked(declaration.event)]).toEqual([name, before + 1]);
    }
  });

  async function booked(action: string | null): Promise<number> {
    const { rows } = await admin.query(
      `SELECT count(*)::int AS n FROM ops.operator_event WHERE action = $1 AND outcome = 'success'`,
      [action],
    );
    return rows[0].n;
  }
});

describe('the two ways in', () => {
  const post = (handler: typeof operatorApi, address: string, cookie: string) =>
    handler(
      new NextRequest(`http://localhost:3000${address}`, {
        method: 'POST',
        headers: { origin: 'http://localhost:3000', 'content-type': 'application/json', cookie },
        body: '{}',
      }),
    );

  // @proves D9 D11
  it("do not lead to each other: a clinic's cookie opens no console, an operator's no clinic", async () => {
    const token = randomBytes(32).toString('base64url');
    const operatorId = randomUUID();
    await admin.query(
      `INSERT INTO identity.operator (id, login_id, display_name, roles) VALUES ($1, 'two', '運用 二', '{manager}')`,
      [operatorId],
    );
    await console.openSession(
      { operatorId, tokenSha256: sha256(token), userAgent: '' },
      { requestId: 'test', ip: null },
    );
    const asked = (cookie: string) => post(operatorApi, '/api/operator/trpc/clinics', cookie);
    expect((await asked(`shirube.operator=${token}`)).status).toBe(200);
    expect((await asked(`shirube.session=${token}`)).status).toBe(401);
    const entered = (cookie: string) =>
      clinicApi(
        new NextRequest('http://localhost:3000/api/c/clinic/trpc/session.me', {
          method: 'POST',
          headers: { origin: 'http://localhost:3000', 'content-type': 'application/json', cookie },
          body: '{}',
        }),
        { params: Promise.resolve({ clinic: 'clinic' }) },
      );
    expect((await entered(`shirube.operator=${token}`)).status).toBe(401);
    expect((await entered(`shirube.session=${token}`)).status).toBe(401);
  });
});
