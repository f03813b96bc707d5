import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newToken } from './context.ts';
import { beginPasskey, finishPasskey } from './enrolment.ts';
import { askForPasskey } from './passkeys.ts';
import { lockScreen, prove, signInWithPasskey } from './sign-in.ts';
import { softAuthenticator } from './testing/authenticator.ts';
import { type SignInWorld, signInWorld, type TestPerson } from './testing/world.ts';

let world: SignInWorld;
beforeAll(async () => {
  world = await signInWorld();
});
afterAll(() => world?.close());

/** A person with a passkey, and the authenticator that holds it. */
async function withPasskey(): Promise<{
  person: TestPerson;
  token: string;
  key: ReturnType<typeof softAuthenticator>;
}> {
  const person = await world.person();
  const before = await world.signedIn(person);
  const state = await world.state(before);
  const key = softAuthenticator();
  const options = await beginPasskey(world.context(), state, null);
  const token = await finishPasskey(world.context(), {
    token: before,
    state,
    response: key.create(options),
    name: '机の鍵',
    handedCode: null,
  });
  return { person, token, key };
}

const refusedWith = (code: string) => expect.objectContaining({ name: 'SignInRefused', code });

describe('enrolling a passkey', () => {
  it('keeps it, tells the trail, and changes the token', async () => {
    const { person, token } = await withPasskey();
    expect(await world.database.identity.passkeysOf(person.accountId)).toMatchObject([{ name: '机の鍵' }]);
    expect((await world.state(token)).stage).toBe('active');
    expect(await world.events(person.accountId)).toContain('factor_added');
  });

  // @proves D2 V6.3.3
  it.each([
    ['without user verification', { userVerified: false }],
    ['without a touch', { userPresent: false }],
    ['from another origin', { origin: 'https://clinic.example.evil.test' }],
    ['for another relying party', { rpId: 'evil.test' }],
  ])('refuses one %s', async (_, wrong) => {
    const person = await world.person();
    const token = await world.signedIn(person);
    const state = await world.state(token);
    const options = await beginPasskey(world.context(), state, null);
    await expect(
      finishPasskey(world.context(), {
        token,
        state,
        response: softAuthenticator().create(options, wrong),
        name: 'x',
        handedCode: null,
      }),
    ).rejects.toEqual(refusedWith('wrong'));
    expect(await world.database.identity.passkeysOf(person.accountId)).toEqual([]);
  });

  // @proves V7.5.1
  it('asks for a recent proof', async () => {
    const token = await world.signedIn(await world.person());
    world.clock.now = new Date(world.clock.now.getTime() + 11 * 60_000);
    await expect(beginPasskey(world.context(), await world.state(token), null)).rejects.toEqual(
      refusedWith('not_allowed'),
    );
  });
});

describe('signing in by passkey', () => {
  const signIn = async (
    key: ReturnType<typeof softAuthenticator>,
    wrong: Parameters<(typeof key)['get']>[1] = {},
    presented: string | null = null,
  ) =>
    signInWithPasskey(world.context(), {
      response: key.get(await askForPasskey(world.context(), null), wrong),
      presented,
    });

  // @proves D2 V6.3.3
  it('is one touch, without a name or password', async () => {
    const { person, key } = await withPasskey();
    const { token } = await signIn(key);
    expect(await world.state(token)).toMatchObject({
      stage: 'active',
      session: { accountId: person.accountId, factors: ['passkey'] },
    });
  });

  // @proves V6.3.8
  it('tells nobody which passkeys exist', async () => {
    await withPasskey();
    expect((await askForPasskey(world.context(), null)).allowCredentials).toEqual([]);
  });

  // @proves D2 V6.3.3
  it.each([
    ['without user verification', { userVerified: false }],
    ['from another origin', { origin: 'https://evil.test' }],
    ['for another relying party', { rpId: 'evil.test' }],
    ['signed with another key', { foreignKey: true }],
    ['whose counter stands still: a copy', { counter: 1 }],
  ])('refuses an answer %s', async (_, wrong) => {
    const { key } = await withPasskey();
    await expect(signIn(key, wrong)).rejects.toEqual(refusedWith('wrong'));
  });

  // @proves D2 V6.7.2
  it('refuses an answer that was given before', async () => {
    const { key } = await withPasskey();
    const response = key.get(await askForPasskey(world.context(), null));
    await signInWithPasskey(world.context(), { response, presented: null });
    await expect(signInWithPasskey(world.context(), { response, presented: null })).rejects.toEqual(
      refusedWith('wrong'),
    );
  });

  it('refuses an answer to a challenge that was never given', async () => {
    const { key } = await withPasskey();
    await expect(
      signInWithPasskey(world.context(), {
        response: key.get({ challenge: newToken() }),
        presented: null,
      }),
    ).rejects.toEqual(refusedWith('wrong'));
  });

  // @proves D5 V7.2.4
  it('ends the session the browser held before', async () => {
    const { key } = await withPasskey();
    const planted = await world.signedIn(await world.person());
    const { token } = await signIn(key, {}, planted);
    expect(token).not.toBe(planted);
    expect((await world.state(planted)).stage).toBe('none');
  });

  // @proves V6.5.6
  it('stops with the removal of the passkey and with the disabling of the person', async () => {
    const { person, key } = await withPasskey();
    const [passkey] = await world.database.identity.passkeysOf(person.accountId);
    await world.database.identity.removeFactor(person.accountId, passkey?.passkeyId as string);
    await expect(signIn(key)).rejects.toEqual(refusedWith('wrong'));
    const second = await withPasskey();
    await world.admin.query('UPDATE identity.account SET disabled_at = now() WHERE id = $1', [
      second.person.accountId,
    ]);
    await expect(signIn(second.key)).rejects.toEqual(refusedWith('wrong'));
  });
});

describe('proving with a passkey', () => {
  const answerWith = async (token: string, key: ReturnType<typeof softAuthenticator>) => {
    const state = await world.state(token);
    if (state.stage === 'none') throw new Error('no session');
    const options = await askForPasskey(world.context(), state.session);
    return { state, response: key.get(options) };
  };

  it('unlocks the screen', async () => {
    const { token, key } = await withPasskey();
    await lockScreen(world.context(), token, await world.state(token));
    const { state, response } = await answerWith(token, key);
    expect(state.stage).toBe('locked');
    const { token: fresh } = await prove(world.context(), {
      token,
      state,
      answer: { kind: 'passkey', response },
    });
    expect([(await world.state(token)).stage, (await world.state(fresh)).stage]).toEqual(['none', 'active']);
  });

  it("does not take another person's passkey", async () => {
    const { token } = await withPasskey();
    const stranger = await withPasskey();
    await lockScreen(world.context(), token, await world.state(token));
    const { state, response } = await answerWith(token, stranger.key);
    await expect(
      prove(world.context(), { token, state, answer: { kind: 'passkey', response } }),
    ).rejects.toEqual(refusedWith('wrong'));
    expect((await world.state(token)).stage).toBe('locked');
  });

  it('does not take an answer that was meant for signing in, or for another session', async () => {
    const { person, token, key } = await withPasskey();
    const state = await world.state(token);
    for (const options of [
      await askForPasskey(world.context(), null),
      await askForPasskey(world.context(), {
        accountId: person.accountId,
        sessionId: '00000000-0000-7000-8000-000000000000',
      }),
    ])
      await expect(
        prove(world.context(), {
          token,
          state,
          answer: { kind: 'passkey', response: key.get(options) },
        }),
      ).rejects.toEqual(refusedWith('wrong'));
  });
});
