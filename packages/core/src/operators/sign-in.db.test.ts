import { randomBytes } from 'node:crypto';
import { type ConsoleStore, openConsole } from '@shirube/db';
import { type OperatorAdministration, openOperatorAdministration } from '@shirube/db/operators';
import { createTestDatabase, type TestDatabase } from '@shirube/db/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../identity/sign-in/context.ts';
import { stepAt, totpCode } from '../identity/sign-in/totp.ts';
import { invitationCodeSha256, newInvitationCode } from '../people/invitation-code.ts';
import {
  beginOperatorEnrolment,
  finishOperatorEnrolment,
  type OperatorSignInContext,
  signInOperator,
} from './sign-in.ts';

let test: TestDatabase;
let console: ConsoleStore;
let operators: OperatorAdministration;
let admin: Awaited<ReturnType<TestDatabase['connect']>>;
/** moved on by the tests: a code is good for its half minute */
let now = new Date('2026-11-20T15:30:00Z');
const key = randomBytes(32);
const password = 'asagao teien 37 kaminari';

const context = (over: Partial<OperatorSignInContext> = {}): OperatorSignInContext => ({
  console,
  key,
  origin: { requestId: 'test', ip: null },
  userAgent: 'test',
  now: () => now,
  ...over,
});
const nextStep = () => {
  now = new Date(now.getTime() + 30_000);
  return stepAt(now);
};

async function newOperator(loginId: string): Promise<string> {
  const code = newInvitationCode();
  await operators.create({
    loginId,
    displayName: '運用 花子',
    roles: ['manager'],
    codeSha256: invitationCodeSha256(code) as Uint8Array,
    codeHours: 24,
  });
  return code;
}

async function enrol(loginId: string, enrolmentCode: string): Promise<string> {
  const { secret, offer } = await beginOperatorEnrolment(context(), { loginId, enrolmentCode });
  await finishOperatorEnrolment(context(), {
    loginId,
    enrolmentCode,
    offer,
    password,
    code: totpCode(secret, nextStep()),
  });
  return secret;
}

beforeAll(async () => {
  test = await createTestDatabase();
  console = openConsole({ url: test.urls.operator, poolSize: 2 });
  operators = await openOperatorAdministration(test.urls.owner);
  admin = await test.connect('admin');
});
afterAll(async () => {
  await console?.close();
  await operators?.close();
  await test?.drop();
});
beforeEach(() => admin.query('DELETE FROM identity.attempt_counter'));

describe('enrolment of an operator', () => {
  // @proves D2
  it('sets both factors with a code that works once, however it is typed', async () => {
    const code = await newOperator('first');
    await enrol('first', code.toLowerCase().replaceAll('-', ' '));
    await expect(
      beginOperatorEnrolment(context(), { loginId: 'first', enrolmentCode: code }),
    ).rejects.toMatchObject({
      code: 'wrong',
    });
    expect((await operators.list()).find((each) => each.loginId === 'first')).toMatchObject({
      state: 'active',
    });
  });

  it('refuses a password that is easy to guess, a wrong code, an old offer and one of another person', async () => {
    const code = await newOperator('second');
    const begin = () => beginOperatorEnrolment(context(), { loginId: 'second', enrolmentCode: code });
    const { secret, offer } = await begin();
    const finish = (over: object) =>
      finishOperatorEnrolment(context(), {
        loginId: 'second',
        enrolmentCode: code,
        offer,
        password,
        code: totpCode(secret, nextStep()),
        ...over,
      });
    await expect(finish({ password: 'shirube20260101' })).rejects.toMatchObject({ problem: 'easy_to_guess' });
    await expect(finish({ code: '000000' })).rejects.toMatchObject({ code: 'wrong' });
    const other = await beginOperatorEnrolment(context(), {
      loginId: 'third',
      enrolmentCode: await newOperator('third'),
    });
    await expect(finish({ offer: other.offer })).rejects.toMatchObject({ code: 'expired' });
    await expect(finish({ offer: 'AAAA' })).rejects.toMatchObject({ code: 'expired' });
    await admin.query('DELETE FROM identity.attempt_counter');
    now = new Date(now.getTime() + 16 * 60_000);
    await expect(finish({})).rejects.toMatchObject({ code: 'expired' });
  });

  it('ends with the code: a day later it is nothing', async () => {
    const code = await newOperator('late');
    await admin.query(`UPDATE identity.operator SET enrolment_expires_at = now() WHERE login_id = 'late'`);
    await expect(
      beginOperatorEnrolment(context(), { loginId: 'late', enrolmentCode: code }),
    ).rejects.toMatchObject({
      code: 'wrong',
    });
  });
});

describe('sign-in of an operator', () => {
  let secret: string;
  const signIn = (over: object = {}, where?: Partial<OperatorSignInContext>) =>
    signInOperator(context(where), {
      loginId: 'daily',
      password,
      code: totpCode(secret, nextStep()),
      ...over,
    });
  beforeAll(async () => {
    secret = await enrol('daily', await newOperator('daily'));
  });

  // @proves D2 D9 V6.3.3
  it('needs password and code, and says not which was wrong, nor whether the name is known', async () => {
    const { token } = await signIn({ loginId: ' DAILY ' });
    expect(await console.resolveSession(sha256(token))).toMatchObject({ loginId: 'daily' });
    for (const wrong of [{ password: 'x' }, { code: '123456' }, { loginId: 'nobody' }, { code: '' }])
      await expect(signIn(wrong)).rejects.toMatchObject({ code: 'wrong', message: 'sign-in refused: wrong' });
  });

  // @proves V6.5.1
  it('takes a code once, and none that is older', async () => {
    const step = nextStep();
    await signIn({ code: totpCode(secret, step) });
    await expect(signIn({ code: totpCode(secret, step) })).rejects.toMatchObject({ code: 'wrong' });
    await expect(signIn({ code: totpCode(secret, step - 1) })).rejects.toMatchObject({ code: 'wrong' });
  });

  // @proves D4 V6.3.1
  it('stops after five failures, whoever knocks, until time has passed or the command line unlocks', async () => {
    for (let failure = 0; failure < 5; failure += 1)
      await expect(signIn({ password: 'wrong' })).rejects.toMatchObject({ code: 'wrong' });
    await expect(signIn()).rejects.toMatchObject({ code: 'wait' });
    await operators.unlock('daily');
    await signIn();
  });

  // @proves V16.5.3
  it('fails closed when nothing can be counted', async () => {
    const broken = { ...console, beginAttempt: () => Promise.reject(new Error('gone')) };
    await expect(signIn({}, { console: broken })).rejects.toMatchObject({ code: 'unavailable' });
  });

  // @proves V16.3.1
  it('is written in the book, failures too', async () => {
    const { rows } = await admin.query(
      `SELECT outcome, count(*)::int AS n FROM ops.operator_event WHERE action = 'operator.sign_in' GROUP BY 1 ORDER BY 1`,
    );
    expect(rows.map((row) => row.outcome)).toEqual(['failed', 'success']);
    const unknown = await admin.query(
      `SELECT operator_name FROM ops.operator_event WHERE operator_id IS NULL AND action = 'operator.sign_in'`,
    );
    // what was typed is not kept: it may be a password in the wrong field
    expect(unknown.rows).toEqual([{ operator_name: '不明' }]);
  });

  it('ends when the operator is reset or disabled', async () => {
    const { token } = await signIn();
    await operators.disable('daily');
    expect(await console.resolveSession(sha256(token))).toBeNull();
    await expect(signIn()).rejects.toMatchObject({ code: 'wrong' });
    await expect(operators.reset('nobody', { codeSha256: randomBytes(32), codeHours: 1 })).rejects.toThrow(
      '見つかりません',
    );
  });
});
