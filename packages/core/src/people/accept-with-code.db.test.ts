import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signInWithPassword } from '../identity/sign-in/index.ts';
import { goodPassword, type SignInWorld, signInWorld } from '../identity/sign-in/testing/world.ts';
import {
  acceptAsNew,
  acceptAsNewInput,
  acceptSignedIn,
  createInvitation,
  createInvitationInput,
  lookUpInvitation,
} from './index.ts';

let world: SignInWorld;
beforeAll(async () => {
  world = await signInWorld();
});
afterAll(() => world?.close());

const invite = async (changes: Record<string, unknown> = {}) => {
  const made = await world.database.run(
    {
      tenantId: world.here.tenantId,
      actor: { staffId: world.here.doctorId, name: '検証 医師', role: 'admin', requestId: 'test' },
    },
    (uow) =>
      createInvitation(
        uow,
        createInvitationInput.parse({
          familyName: '新井',
          givenName: '遥',
          familyKana: 'アライ',
          givenKana: 'ハルカ',
          roles: ['nurse'],
          licence: '看護師',
          ...changes,
        }),
      ),
  );
  return made.code;
};
const wrong = () => `${'0'.repeat(19)}${Math.floor(Math.random() * 9)}`;

describe('somebody new with a code', () => {
  it('makes a sign-in, and is asked for its password and then for a second factor', async () => {
    const code = await invite();
    await acceptAsNew(world.context(), { code, loginId: 'arai', password: goodPassword });
    const { rows } = await world.admin.query(
      `SELECT actor_name, actor_role, outcome FROM audit_event WHERE action = 'people.join'`,
    );
    expect(rows).toEqual([{ actor_name: '新井 遥', actor_role: 'system', outcome: 'success' }]);
    const { token } = await signInWithPassword(world.context(), {
      loginId: 'arai',
      password: goodPassword,
      presented: null,
    });
    expect(await world.state(token)).toMatchObject({ stage: 'pending' });
  });

  it('is told of a password that may not be used, and keeps the code', async () => {
    const code = await invite();
    for (const [password, problem] of [
      ['short1', 'too_short'],
      ['arai2アライ新井しるべ99', 'easy_to_guess'],
    ] as const)
      await expect(acceptAsNew(world.context(), { code, loginId: 'arai2', password })).rejects.toMatchObject({
        problem,
      });
    await acceptAsNew(world.context(), { code, loginId: 'arai2', password: goodPassword });
  });

  // @proves V6.3.8
  it('does not find out with one code which sign-in names exist', async () => {
    const code = await invite();
    const { loginId } = await world.person();
    const ask = () => acceptAsNew(world.context(), { code, loginId, password: goodPassword });
    for (let n = 0; n < 10; n += 1) await expect(ask()).rejects.toMatchObject({ code: 'conflict' });
    // the right code, in between, does not begin the count anew
    await lookUpInvitation(world.context(), { code });
    await expect(ask()).rejects.toMatchObject({ code: 'wait' });
  });

  it('chooses a sign-in name that everybody can type', () => {
    const read = (loginId: string) =>
      acceptAsNewInput.safeParse({ code: 'x', loginId, password: 'x' }).data?.loginId;
    expect(read(' Arai.Haruka ')).toBe('arai.haruka');
    expect(read('ＡＲＡＩ')).toBe('arai');
    for (const loginId of ['ab', '新井', 'a b c', '-abc', 'a'.repeat(41), 'аrai'])
      expect(read(loginId)).toBeUndefined();
  });
});

describe('somebody with a sign-in', () => {
  it('takes a place in one more clinic with it', async () => {
    const person = await world.person({ clinics: [world.there] });
    const token = await world.signedIn(person);
    const code = await invite({ loginId: person.loginId });
    expect(await lookUpInvitation(world.context(), { code })).toMatchObject({ forExisting: true });
    await acceptSignedIn(world.context(), { code, accountId: person.accountId, sessionId: 'x' });
    const state = await world.state(token);
    if (state.stage !== 'active') throw new Error(state.stage);
    expect(state.session.memberships.map((each) => each.tenantId).sort()).toEqual(
      [world.here.tenantId, world.there.tenantId].sort(),
    );
  });
});

describe('guessing codes', () => {
  // @proves D4
  it('is held back after ten wrong tries of one network, and of no other', async () => {
    const place = (ip: string) => world.context({ ip });
    for (let n = 0; n < 10; n += 1)
      await expect(lookUpInvitation(place('192.0.2.7'), { code: wrong() })).rejects.toMatchObject({
        code: 'not_found',
      });
    const code = await invite();
    // the right code is not looked at either
    await expect(lookUpInvitation(place('192.0.2.7'), { code })).rejects.toMatchObject({ code: 'wait' });
    await expect(
      acceptAsNew(place('192.0.2.7'), { code, loginId: 'held-back', password: goodPassword }),
    ).rejects.toMatchObject({ code: 'wait' });
    expect(await lookUpInvitation(place('192.0.2.8'), { code })).toMatchObject({ familyName: '新井' });
  });

  it('is counted as one for a whole IPv6 network', async () => {
    for (let n = 0; n < 10; n += 1)
      await expect(
        lookUpInvitation(world.context({ ip: `2001:db8:1:2::${n + 1}` }), { code: wrong() }),
      ).rejects.toMatchObject({ code: 'not_found' });
    await expect(
      lookUpInvitation(world.context({ ip: '2001:db8:1:2:ffff::1' }), { code: wrong() }),
    ).rejects.toMatchObject({ code: 'wait' });
  });

  it('looks at no code while tries can not be counted', async () => {
    const code = await invite();
    const context = world.context({ ip: '192.0.2.9' });
    const blind = {
      ...context,
      database: {
        ...context.database,
        identity: {
          ...context.database.identity,
          beginAttempt: () => Promise.reject(new Error('the counter is not there')),
        },
      },
    };
    await expect(lookUpInvitation(blind, { code })).rejects.toMatchObject({ code: 'unavailable' });
  });
});
