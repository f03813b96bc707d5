import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stepUpSeconds } from './context.ts';
import { demoCode, demoTotpSecret } from './demo.ts';
import { beginTotp, issueRecoveryCodes } from './enrolment.ts';
import { lockScreen, prove, signInWithPassword, signOut } from './sign-in.ts';
import { goodPassword, type SignInWorld, signInWorld, type TestPerson } from './testing/world.ts';
import { sealTotpSecret } from './totp.ts';

let world: SignInWorld;
beforeAll(async () => {
  world = await signInWorld();
});
afterAll(() => world?.close());

const refusedWith = (code: string) => expect.objectContaining({ name: 'SignInRefused', code });

const withPassword = (
  person: { loginId: string },
  password = goodPassword,
  place: { ip?: string | null } = {},
  presented: string | null = null,
) => signInWithPassword(world.context(place), { loginId: person.loginId, password, presented });

const withCode = async (token: string, code: string, password?: string) =>
  prove(world.context(), {
    token,
    state: await world.state(token),
    answer: { kind: 'totp', code, ...(password === undefined ? {} : { password }) },
  });

async function pendingToken(person: TestPerson): Promise<string> {
  return (await withPassword(person)).token;
}

describe('recovery codes', () => {
  const withRecovery = async (token: string, code: string) =>
    prove(world.context(), {
      token,
      state: await world.state(token),
      answer: { kind: 'recovery_code', code },
    });

  // @proves D2 V6.5.1 V6.5.2
  it('are ten, kept as hashes, taken once each, and replaced together', async () => {
    const person = await world.person();
    const token = await world.signedIn(person);
    const codes = await issueRecoveryCodes(world.context(), await world.state(token));
    expect(new Set(codes).size).toBe(10);
    const { rows } = await world.admin.query(
      'SELECT code_hash FROM identity.recovery_code WHERE account_id = $1',
      [person.accountId],
    );
    expect(rows.every((row) => row.code_hash.startsWith('$argon2id$'))).toBe(true);

    const [first = '', second = ''] = codes;
    await withRecovery(await pendingToken(person), first.toLowerCase().replaceAll('-', ' '));
    await expect(withRecovery(await pendingToken(person), first)).rejects.toEqual(refusedWith('wrong'));
    expect((await world.database.identity.recoveryCodesLeft(person.accountId)).unused).toBe(9);

    await issueRecoveryCodes(world.context(), await world.state(token));
    await expect(withRecovery(await pendingToken(person), second)).rejects.toEqual(refusedWith('wrong'));
  });

  it('do not belong to anybody else, and do not sign', async () => {
    const [person, other] = [await world.person(), await world.person()];
    const token = await world.signedIn(person);
    const [code = ''] = await issueRecoveryCodes(world.context(), await world.state(token));
    await expect(withRecovery(await pendingToken(other), code)).rejects.toEqual(refusedWith('wrong'));
    await expect(withRecovery(token, code)).rejects.toEqual(refusedWith('not_allowed'));
  });
});

describe('the locked screen', () => {
  async function locked(): Promise<{ person: TestPerson; token: string }> {
    const person = await world.person();
    const token = await world.signedIn(person);
    await lockScreen(world.context(), token, await world.state(token));
    return { person, token };
  }

  // @proves D5 V7.3.1
  it('answers nothing but the unlocking, which needs the password beside the code', async () => {
    const { token } = await locked();
    const state = await world.state(token);
    expect(state.stage).toBe('locked');
    await expect(issueRecoveryCodes(world.context(), state)).rejects.toEqual(refusedWith('not_allowed'));
    await expect(beginTotp(world.context(), state, null)).rejects.toEqual(refusedWith('not_allowed'));
    const code = world.nextCode();
    await expect(withCode(token, code)).rejects.toEqual(refusedWith('wrong'));
    await expect(withCode(token, code, 'wrong wrong wrong')).rejects.toEqual(refusedWith('wrong'));
    // a wrong password used no code up
    const { token: fresh } = await withCode(token, code, goodPassword);
    expect([(await world.state(token)).stage, (await world.state(fresh)).stage]).toEqual(['none', 'active']);
    await world.settled();
  });

  it('ends with the session like any other', async () => {
    const { person, token } = await locked();
    await world.database.identity.revokeSessions(person.accountId, {}, 'revoked');
    await expect(withCode(token, world.nextCode(), goodPassword)).rejects.toEqual(refusedWith('expired'));
  });
});

describe('a step-up', () => {
  // @proves D2 V7.5.3
  it('renews the proof and the token, and not the end of the session', async () => {
    const person = await world.person();
    const token = await world.signedIn(person);
    await world.admin.query(
      `UPDATE identity.auth_session SET assured_at = now() - make_interval(secs => $1) WHERE account_id = $2`,
      [stepUpSeconds + 1, person.accountId],
    );
    const before = await world.state(token);
    const { token: fresh } = await withCode(token, world.nextCode());
    const after = await world.state(fresh);
    if (before.stage !== 'active' || after.stage !== 'active') throw new Error('not active');
    expect((await world.state(token)).stage).toBe('none');
    expect(after.session.assuredAt?.getTime()).toBeGreaterThan(before.session.assuredAt?.getTime() as number);
    expect(after.session.expiresAt).toEqual(before.session.expiresAt);
    expect(await world.events(person.accountId)).toEqual(['step_up']);
  });
});

describe('what is noted', () => {
  const trail = async (accountId: string) =>
    (
      await world.admin.query(
        `SELECT e.tenant_id, e.action, e.outcome, e.actor_id IS NOT NULL AS known, e.entity_id = s.id AS about_them
           FROM audit_event e JOIN staff s ON s.tenant_id = e.tenant_id AND s.account_id = $1 AND e.entity_id = s.id
          ORDER BY e.recorded_at, e.tenant_id`,
        [accountId],
      )
    ).rows;

  // @proves E1 V16.3.1
  it('stands in the trail of every clinic of the person; a failure has no actor', async () => {
    const person = await world.person();
    await withPassword(person, 'wrong wrong wrong').catch(() => undefined);
    await world.settled();
    const { token } = await withCode(await pendingToken(person), world.nextCode());
    await signOut(world.context(), token);
    const rows = await trail(person.accountId);
    expect(new Set(rows.map((row) => row.tenant_id)).size).toBe(2);
    const here = rows.filter((row) => row.tenant_id === world.here.tenantId);
    expect(here.map((row) => [row.action, row.outcome, row.known])).toEqual([
      ['session.sign_in', 'failed', false],
      ['session.sign_in', 'success', true],
      ['session.sign_out', 'success', true],
    ]);
    expect((await world.state(token)).stage).toBe('none');
  });

  // @proves V16.5.3
  it('or the sign-in has not happened', async () => {
    const person = await world.person();
    const token = await pendingToken(person);
    await world.admin.query('REVOKE INSERT ON identity.sign_in_event FROM shirube_lookup');
    try {
      await expect(withCode(token, world.nextCode())).rejects.toThrow();
    } finally {
      await world.admin.query('GRANT INSERT ON identity.sign_in_event TO shirube_lookup');
    }
    expect(await world.database.identity.sessionsOf(person.accountId)).toEqual([]);
  });
});

describe('the demo', () => {
  it('hands out each code once, this step’s and then the next, and none for a secret of somebody’s own', async () => {
    const person = await world.person({ withApp: false });
    await world.admin.query(
      `INSERT INTO identity.totp_factor (id, account_id, secret_encrypted, confirmed_at) VALUES (gen_random_uuid(), $1, $2, now())`,
      [person.accountId, Buffer.from(sealTotpSecret(world.context().key, demoTotpSecret))],
    );
    for (let n = 0; n < 2; n++) {
      const given = await demoCode(world.context(), person.accountId);
      await withCode(await pendingToken(person), given?.code as string);
    }
    const third = await demoCode(world.context(), person.accountId);
    expect(third?.code).toBeNull();
    expect(third?.waitSeconds).toBeGreaterThan(0);
    expect(third?.waitSeconds).toBeLessThanOrEqual(31);
    const own = await world.person();
    expect(await demoCode(world.context(), own.accountId)).toBeNull();
  });
});
