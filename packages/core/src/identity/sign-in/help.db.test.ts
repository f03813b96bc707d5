import { randomUUID } from 'node:crypto';
import type { UnitOfWork } from '@shirube/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAccessRule, saveAccessRule } from '../access-rule.ts';
import { beginTotp, finishTotp } from './enrolment.ts';
import {
  cancelFactorReset,
  colleagueSignIn,
  confirmFactorReset,
  confirmFactorResetAsOperator,
  handOutEnrolmentCode,
  handOutPasswordCode,
  requestFactorReset,
  unlockColleague,
} from './help.ts';
import { changePassword, resetPassword } from './passwords.ts';
import { prove, signInWithPassword } from './sign-in.ts';
import { goodPassword, type SignInWorld, signInWorld, type TestPerson } from './testing/world.ts';
import { stepAt, totpCode } from './totp.ts';

let world: SignInWorld;
beforeAll(async () => {
  world = await signInWorld();
});
afterAll(() => world?.close());

const refusedWith = (code: string) => expect.objectContaining({ name: 'SignInRefused', code });
const passwordRefusedFor = (problem: string) => expect.objectContaining({ name: 'PasswordRefused', problem });
const domain = (code: string) => expect.objectContaining({ name: 'DomainError', code });

/** Somebody acts in a clinic. */
const as = <T>(
  actor: { staffId: string },
  work: (uow: UnitOfWork) => Promise<T>,
  clinic: { tenantId: string } = world.here,
): Promise<T> =>
  world.database.run(
    {
      tenantId: clinic.tenantId,
      actor: { staffId: actor.staffId, name: '田村 健', role: 'admin', requestId: 'test' },
    },
    work,
  );

const here = () => ({ clinics: [world.here] });
const administrator = () => world.person({ roles: ['admin'], ...here() });
const withPassword = (person: TestPerson, password: string) =>
  signInWithPassword(world.context(), { loginId: person.loginId, password, presented: null });

describe('a password code from an administrator', () => {
  // @proves D2 V6.4.1 V6.4.3 V6.4.6
  it('sets a password once, ends the sessions, and asks for the second factor all the same', async () => {
    const [admin, person] = [await administrator(), await world.person(here())];
    const open = await world.signedIn(person);
    const { code } = await as(admin, (uow) => handOutPasswordCode(uow, person));
    const next = 'volcano tatami seven pickle';
    const reset = (typed: string, password = next) =>
      resetPassword(world.context(), { loginId: person.loginId, code: typed, next: password });
    await expect(reset('AAAAA-AAAAA')).rejects.toEqual(refusedWith('wrong'));
    await expect(reset(code, 'password2026!')).rejects.toEqual(passwordRefusedFor('easy_to_guess'));
    await reset(code.toLowerCase().replace('-', ' '));
    expect((await world.state(open)).stage).toBe('none');
    await expect(withPassword(person, goodPassword)).rejects.toEqual(refusedWith('wrong'));
    expect((await world.state((await withPassword(person, next)).token)).stage).toBe('pending');
    await expect(reset(code, 'another pickle on seven volcanoes')).rejects.toEqual(refusedWith('wrong'));
    await world.settled();
    expect(await world.events(person.accountId)).toEqual(
      expect.arrayContaining(['code_handed', 'password_reset']),
    );
  });

  // @proves V6.4.1
  it('ends after a quarter of an hour, and with the next one', async () => {
    const [admin, person] = [await administrator(), await world.person(here())];
    const first = await as(admin, (uow) => handOutPasswordCode(uow, person));
    const second = await as(admin, (uow) => handOutPasswordCode(uow, person));
    const reset = (code: string) =>
      resetPassword(world.context(), { loginId: person.loginId, code, next: 'volcano tatami seven pickle' });
    await expect(reset(first.code)).rejects.toEqual(refusedWith('wrong'));
    await world.admin.query(
      `UPDATE identity.handed_code SET expires_at = created_at + interval '15 minutes' - interval '16 minutes'
        WHERE account_id = $1`,
      [person.accountId],
    );
    await expect(reset(second.code)).rejects.toEqual(refusedWith('wrong'));
    await world.settled();
  });

  it('is for colleagues of the same clinic only, and never for oneself', async () => {
    const [admin, stranger] = [await administrator(), await world.person({ clinics: [world.there] })];
    await expect(as(admin, (uow) => handOutPasswordCode(uow, stranger))).rejects.toEqual(domain('not_found'));
    await expect(as(admin, (uow) => handOutPasswordCode(uow, admin))).rejects.toEqual(domain('forbidden'));
  });
});

describe("one's own new password", () => {
  const change = async (token: string, current: string, next: string) =>
    changePassword(world.context(), { state: await world.state(token), current, next });

  // @proves D3 V6.2.2 V6.2.3 V7.4.3
  it('asks for the current one and ends the other sessions', async () => {
    const person = await world.person();
    const [token, other] = [await world.signedIn(person), await world.signedIn(person)];
    const next = 'volcano tatami seven pickle';
    await expect(change(token, 'not the one', next)).rejects.toEqual(refusedWith('wrong'));
    await change(token, goodPassword, next);
    expect([(await world.state(token)).stage, (await world.state(other)).stage]).toEqual(['active', 'none']);
    await expect(withPassword(person, next)).resolves.toBeDefined();
  });

  // @proves D3
  it('is none of the last five, and may be the sixth again', async () => {
    const person = await world.person();
    const token = await world.signedIn(person);
    const others = [
      'harbour mango thread violet',
      'copper walnut siren basket',
      'lantern otter maple ribbon',
      'granite tulip anchor cousin',
    ];
    let current = goodPassword;
    for (const next of others) {
      await change(token, current, next);
      current = next;
    }
    for (const again of [goodPassword, ...others])
      await expect(change(token, current, again)).rejects.toEqual(passwordRefusedFor('used_before'));
    await change(token, current, 'saddle pepper comet window');
    await expect(change(token, 'saddle pepper comet window', goodPassword)).resolves.toBeUndefined();
  });

  // @proves V7.5.1
  it('asks for a recent proof', async () => {
    const token = await world.signedIn(await world.person());
    world.clock.now = new Date(world.clock.now.getTime() + 11 * 60_000);
    await expect(change(token, goodPassword, 'volcano tatami seven pickle')).rejects.toEqual(
      refusedWith('not_allowed'),
    );
  });
});

describe('a reset of every factor', () => {
  const ask = async (admin: TestPerson, person: TestPerson) =>
    (await as(admin, (uow) => requestFactorReset(uow, { ...person, reason: '電話をなくした' }))).resetId;
  const confirm = (admin: TestPerson, person: TestPerson, resetId: string, clinic = world.here) =>
    as(admin, (uow) => confirmFactorReset(uow, { staffId: person.staffId, resetId }), clinic);

  // @proves D2 V6.4.4 V6.5.6
  it('takes two people, and the way back a password and a code handed over', async () => {
    const [asking, second, person] = [
      await administrator(),
      await administrator(),
      await world.person(here()),
    ];
    const open = await world.signedIn(person);
    const resetId = await ask(asking, person);
    await expect(confirm(asking, person, resetId)).rejects.toEqual(domain('forbidden'));
    await expect(confirm(person, person, resetId)).rejects.toEqual(domain('forbidden'));
    expect((await world.state(open)).stage).toBe('active');
    const { code } = await confirm(second, person, resetId);
    expect((await world.state(open)).stage).toBe('none');
    await expect(confirm(second, person, resetId)).rejects.toEqual(domain('forbidden'));

    const { token } = await withPassword(person, goodPassword);
    const state = await world.state(token);
    const old = world.nextCode();
    await expect(
      prove(world.context(), { token, state, answer: { kind: 'totp', code: old } }),
    ).rejects.toEqual(refusedWith('wrong'));
    await world.settled();
    await expect(beginTotp(world.context(), state, null)).rejects.toEqual(refusedWith('code_needed'));
    await expect(beginTotp(world.context(), state, 'AAAAA-AAAAA')).rejects.toEqual(refusedWith('wrong'));
    const { secret } = await beginTotp(world.context(), state, code);
    const typed = totpCode(secret, stepAt(world.clock.now));
    const signedIn = await finishTotp(world.context(), { token, state, code: typed, handedCode: code });
    expect((await world.state(signedIn)).stage).toBe('active');
  });

  it('can be taken back, ends after a day, and is not for oneself or a stranger', async () => {
    const [asking, second, person] = [
      await administrator(),
      await administrator(),
      await world.person(here()),
    ];
    const cancelled = await ask(asking, person);
    await as(asking, (uow) => cancelFactorReset(uow, { staffId: person.staffId, resetId: cancelled }));
    await expect(confirm(second, person, cancelled)).rejects.toEqual(domain('forbidden'));
    const late = await ask(asking, person);
    await world.admin.query(`UPDATE identity.factor_reset SET expires_at = now() - interval '1 second'`);
    await expect(confirm(second, person, late)).rejects.toEqual(domain('forbidden'));
    await expect(ask(asking, asking)).rejects.toEqual(domain('forbidden'));
    const stranger = await world.person({ clinics: [world.there] });
    await expect(ask(asking, stranger)).rejects.toEqual(domain('not_found'));
  });

  // @proves D11
  it('of somebody who works at two clinics is not one clinic’s alone to decide', async () => {
    const [asking, second, person] = [await administrator(), await administrator(), await world.person()];
    const elsewhere = await world.person({ roles: ['admin'], clinics: [world.there] });
    const resetId = await ask(asking, person);
    await expect(confirm(second, person, resetId)).rejects.toEqual(domain('forbidden'));
    const { rows } = await world.admin.query(
      'SELECT id FROM staff WHERE tenant_id = $1 AND account_id = $2',
      [world.there.tenantId, person.accountId],
    );
    const there = { ...person, staffId: rows[0].id as string };
    await expect(confirm(elsewhere, there, resetId, world.there)).resolves.toMatchObject({ minutes: 15 });
  });

  it('can be confirmed by the operator, who is never the one who asked', async () => {
    const [asking, person] = [await administrator(), await world.person(here())];
    const resetId = await ask(asking, person);
    await expect(as(asking, (uow) => handOutEnrolmentCode(uow, person))).rejects.toEqual(domain('invalid'));
    const operator = { resetId, operator: '運用 一郎' };
    await expect(
      as(asking, (uow) => confirmFactorResetAsOperator(uow, operator), world.there),
    ).rejects.toEqual(domain('not_found'));
    await as(asking, (uow) => confirmFactorResetAsOperator(uow, operator));
    expect(await world.database.identity.factorCount(person.accountId)).toBe(0);
    const { code } = await as(asking, (uow) => handOutEnrolmentCode(uow, person));
    const { token } = await withPassword(person, goodPassword);
    await expect(beginTotp(world.context(), await world.state(token), code)).resolves.toBeDefined();
  });
});

describe('an administrator', () => {
  it('sees how the sign-in of a colleague stands, and lets them try again', async () => {
    const [admin, person] = [await administrator(), await world.person(here())];
    for (let n = 0; n < 5; n++) await withPassword(person, 'wrong wrong wrong').catch(() => undefined);
    await world.settled();
    const view = await as(admin, (uow) => colleagueSignIn(uow, person));
    expect(view).toMatchObject({ needsEnrolmentCode: false, reset: null });
    expect(Date.parse(view?.lockedUntil ?? '')).toBeGreaterThan(Date.now());
    await as(admin, (uow) => unlockColleague(uow, person));
    expect((await as(admin, (uow) => colleagueSignIn(uow, person)))?.lockedUntil).toBeNull();
    expect(await world.events(person.accountId)).toContain('unlocked_by_admin');
  });

  it('learns nothing of somebody who does not work there', async () => {
    const admin = await administrator();
    const stranger = await world.person({ clinics: [world.there] });
    await expect(as(admin, (uow) => colleagueSignIn(uow, stranger))).rejects.toEqual(domain('not_found'));
    await expect(as(admin, (uow) => unlockColleague(uow, { staffId: randomUUID() }))).rejects.toEqual(
      domain('not_found'),
    );
  });
});

describe('the rule of where a clinic may be used', () => {
  const caller = { ip: '203.0.113.5', clientCertificate: false };
  const save = (
    admin: TestPerson,
    ipRanges: string[],
    over: {
      clientCertificate?: boolean;
      rowVersion?: number;
      caller?: { ip: string | null; clientCertificate: boolean };
    } = {},
  ) =>
    as(admin, (uow) =>
      saveAccessRule(
        uow,
        { ipRanges, clientCertificate: over.clientCertificate ?? false, rowVersion: over.rowVersion ?? 0 },
        over.caller ?? caller,
      ),
    );

  // @proves G3
  it('keeps networks in one form, and lets nobody lock themselves out', async () => {
    const admin = await administrator();
    await expect(save(admin, ['198.51.100.0/24'])).rejects.toEqual(domain('invalid'));
    await expect(
      save(admin, ['203.0.113.0/24'], { caller: { ip: null, clientCertificate: false } }),
    ).rejects.toEqual(domain('invalid'));
    await expect(save(admin, [], { clientCertificate: true })).rejects.toEqual(domain('invalid'));
    expect(await save(admin, ['203.0.113.77/24', '2001:db8::1'])).toMatchObject({
      ipRanges: expect.arrayContaining(['203.0.113.0/24', '2001:db8::1/128']),
      rowVersion: 1,
    });
    await expect(save(admin, [], { rowVersion: 0 })).rejects.toEqual(domain('stale'));
    await expect(save(admin, [], { rowVersion: 7 })).rejects.toEqual(domain('stale'));
    expect(await save(admin, [], { rowVersion: 1 })).toMatchObject({ ipRanges: [], rowVersion: 2 });
    expect(await as(admin, (uow) => readAccessRule(uow, caller))).toMatchObject({
      ownAddress: '203.0.113.5',
      rowVersion: 2,
    });
  });
});
