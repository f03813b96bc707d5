import fs from 'node:fs';
import path from 'node:path';
import { newToken, type SignInContext, sha256 } from '@shirube/core/identity/sign-in';
import { type Database, openDatabase, type SessionState } from '@shirube/db';
import { type ClinicFixture, createTestDatabase, insertClinic, type TestDatabase } from '@shirube/db/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { useTestEnvironment } from '../testing/environment.ts';
import { AccessRefused } from './access.ts';
import { type AnyAccountDeclaration, createAccountCaller, type Stage } from './account.ts';
import { accountRouter } from './account-router.ts';

vi.hoisted(() => {
  process.env.SHIRUBE_LOG_LEVEL = 'silent';
});

/** What each stage of a session may do, written down: a procedure that answers in one more stage fails here. */
const answersIn: Record<string, Stage[]> = {
  state: ['none', 'pending', 'locked', 'active'],
  passkeyOptions: ['none', 'pending', 'locked', 'active'],
  resetPassword: ['none', 'pending', 'locked', 'active'],
  invitation: ['none', 'pending', 'active'],
  acceptInvitation: ['none', 'pending'],
  joinClinic: ['active'],
  demoCode: ['pending', 'locked', 'active'],
  beginTotp: ['pending', 'active'],
  beginPasskey: ['pending', 'active'],
  lock: ['active', 'locked'],
  assure: ['active'],
  issueRecoveryCodes: ['active'],
  touch: ['active'],
  overview: ['active'],
  news: ['active'],
  renamePasskey: ['active'],
  removeFactor: ['active'],
  endSessions: ['active'],
  changePassword: ['active'],
};
const proved = ['assure', 'issueRecoveryCodes', 'removeFactor', 'endSessions', 'changePassword'];
const id = '0197a000-0000-7000-8000-000000000009';
const inputs: Record<string, unknown> = {
  passkeyOptions: { purpose: 'prove' },
  resetPassword: { loginId: 'x', code: 'x', next: 'x' },
  invitation: { code: 'x' },
  acceptInvitation: { code: 'x', loginId: 'x', password: 'x' },
  joinClinic: { code: 'x' },
  beginTotp: { handedCode: null },
  beginPasskey: { handedCode: null },
  renamePasskey: { passkeyId: id, name: 'x' },
  removeFactor: { factorId: id },
  endSessions: { sessionId: id },
  changePassword: { current: 'x', next: 'x' },
};

let test: TestDatabase;
let database: Database;
let clinic: ClinicFixture;
let declarations: AnyAccountDeclaration[];
let tokens: Record<Exclude<Stage, 'none'>, string>;
const accountId = '0197a000-0000-7000-8000-000000000001';

beforeAll(async () => {
  test = await createTestDatabase();
  useTestEnvironment(test.urls.app);
  clinic = await insertClinic(await test.connect('app'), 'うち');
  const admin = await test.connect('admin');
  database = openDatabase({ url: test.urls.app, poolSize: 2 });
  await admin.query(
    `INSERT INTO identity.account (id, login_id, password_hash, display_name) VALUES ($1, 'x', 'x', '山田 花子')`,
    [accountId],
  );
  await admin.query('UPDATE staff SET account_id = $1 WHERE id = $2', [accountId, clinic.doctorId]);
  tokens = { pending: newToken(), locked: newToken(), active: newToken() };
  for (const [stage, token] of Object.entries(tokens))
    await admin.query(
      `INSERT INTO identity.auth_session (id, token_hash, account_id, stage, locked_at, expires_at)
       VALUES (gen_random_uuid(), $1, $2, $3, $4, now() + interval '1 hour')`,
      [
        sha256(token),
        accountId,
        stage === 'pending' ? 'pending' : 'active',
        stage === 'locked' ? new Date() : null,
      ],
    );
  const folder = path.join(import.meta.dirname, 'account-procedures');
  declarations = [];
  for (const file of fs.globSync('*.ts', { cwd: folder })) {
    const module = (await import(path.join(folder, file))) as Record<string, AnyAccountDeclaration>;
    declarations.push(...Object.values(module));
  }
});
afterAll(async () => {
  await database?.close();
  await test?.drop();
});

const context = (): SignInContext => ({
  database,
  key: Buffer.alloc(32),
  relyingParty: { id: 'localhost', origin: 'http://localhost:3000' },
  lifetimeSeconds: 3600,
  place: { ip: null, userAgent: 'test' },
  requestId: 'test',
  now: () => new Date(),
  later: (work) => {
    work().catch(() => undefined);
  },
});
const caller = createAccountCaller(accountRouter);

async function call(name: string, stage: Stage) {
  const token = stage === 'none' ? null : tokens[stage];
  const state: SessionState = token
    ? await database.identity.sessionState(sha256(token), {
        idleAtMost: 15,
        marginSeconds: 60,
        quietSeconds: 0,
        ip: null,
        clientCertificate: false,
      })
    : { stage: 'none' };
  expect(state.stage).toBe(stage);
  const target = caller({ signIn: context(), token, state }) as unknown as Record<
    string,
    (input: unknown) => Promise<unknown>
  >;
  try {
    await target[name]?.(inputs[name] ?? {});
    return 'answered';
  } catch (error) {
    const { code, cause } = error as { code: string; cause?: unknown };
    if (cause instanceof AccessRefused) return cause.reason;
    return code === 'UNAUTHORIZED' ? 'unauthorized' : 'answered';
  }
}

describe("every procedure of one's own account", () => {
  it('is declared, routed and written down here', () => {
    const names = declarations.map((each) => each.name).sort();
    expect(names).toEqual(Object.keys(accountRouter._def.procedures).sort());
    expect(Object.fromEntries(declarations.map((each) => [each.name, [...each.stages]]))).toEqual(answersIn);
    expect(
      declarations
        .filter((each) => each.stepUp)
        .map((each) => each.name)
        .sort(),
    ).toEqual([...proved].sort());
  });

  // @proves D2 D5 V7.5.1 V7.5.2
  it('answers in the stages it is meant for, and in no other', async () => {
    for (const { name, stages } of declarations)
      for (const stage of ['none', 'pending', 'locked', 'active'] as const) {
        // locking ends the active session of this test: it is walked last
        if (name === 'lock') continue;
        const expected = !stages.includes(stage)
          ? stage === 'locked'
            ? 'session_locked'
            : 'unauthorized'
          : proved.includes(name)
            ? 'step_up_required'
            : 'answered';
        expect([name, stage, await call(name, stage)]).toEqual([name, stage, expected]);
      }
    expect([await call('lock', 'none'), await call('lock', 'pending')]).toEqual([
      'unauthorized',
      'unauthorized',
    ]);
    expect(await call('lock', 'active')).toBe('answered');
  });
});
