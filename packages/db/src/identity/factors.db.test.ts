import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../database.ts';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';

let test: TestDatabase;
let database: Database;
let admin: pg.Client;
let accountId: string;

const token = (n: number) => Buffer.alloc(32, n);

beforeAll(async () => {
  test = await createTestDatabase();
  admin = await test.connect('admin');
  database = openDatabase({ url: test.urls.app, poolSize: 3 });
});
afterAll(async () => {
  await database?.close();
  await test?.drop();
});

beforeEach(async () => {
  accountId = randomUUID();
  await admin.query(
    `INSERT INTO identity.account (id, login_id, password_hash, display_name) VALUES ($1, $2, 'hash', '山田 花子')`,
    [accountId, `yamada-${accountId}`],
  );
});

describe('guessing', () => {
  const attempt = (subject: string, final = 100) =>
    database.identity.beginAttempt({ kind: 'password', subject, free: 5, final });
  const later = (seconds: number) =>
    admin.query(
      `UPDATE identity.attempt_counter SET last_at = last_at - make_interval(secs => $1),
              locked_until = locked_until - make_interval(secs => $1)`,
      [seconds],
    );

  // @proves D4 V6.3.1
  it('is held back after five failures, longer each time, and others are not', async () => {
    const subject = randomUUID();
    for (let n = 1; n <= 5; n++) expect(await attempt(subject)).toEqual({ waitSeconds: 0, locks: n === 5 });
    const waits: (number | null)[] = [];
    for (let n = 0; n < 7; n++) {
      const { waitSeconds } = await attempt(subject);
      waits.push(waitSeconds);
      await later((waitSeconds ?? 0) + 1);
      expect((await attempt(subject)).waitSeconds).toBe(0);
    }
    expect(waits).toEqual([60, 120, 240, 480, 960, 1800, 1800]);
    expect(await attempt(randomUUID())).toEqual({ waitSeconds: 0, locks: false });
  });

  it('is counted when many guess at once', async () => {
    const subject = randomUUID();
    const answers = await Promise.all(Array.from({ length: 12 }, () => attempt(subject)));
    expect(answers.filter((answer) => answer.waitSeconds === 0)).toHaveLength(5);
  });

  // @proves D4
  it('stops for good at the hundredth failure, until an administrator unlocks', async () => {
    const subject = randomUUID();
    await attempt(subject, 2);
    expect(await attempt(subject, 2)).toEqual({ waitSeconds: 0, locks: true });
    await later(7 * 86_400);
    expect((await attempt(subject, 2)).waitSeconds).toBeNull();
  });

  it('starts again after a right answer', async () => {
    const subject = randomUUID();
    for (let n = 1; n <= 5; n++) await attempt(subject);
    await database.identity.endAttempt('password', subject, true);
    expect((await attempt(subject)).waitSeconds).toBe(0);
  });
});

describe('a factor', () => {
  // @proves D2 V6.5.1
  it('takes each time step of an authenticator app once, and none before it', async () => {
    const totpId = await database.identity.putTotp(accountId, Buffer.from('sealed'));
    await database.identity.confirmTotp(accountId, totpId, 100);
    expect(await database.identity.useTotp(totpId, 100)).toBe(false);
    const twice = await Promise.all([
      database.identity.useTotp(totpId, 101),
      database.identity.useTotp(totpId, 101),
    ]);
    expect(twice.sort()).toEqual([false, true]);
    expect(await database.identity.useTotp(totpId, 99)).toBe(false);
  });

  it('is never the last one to be removed', async () => {
    const passkey = (n: number) =>
      database.identity.addPasskey({
        accountId,
        credentialId: Buffer.concat([Buffer.from(accountId), Buffer.of(n)]),
        publicKey: Buffer.from('key'),
        counter: 0,
        transports: ['internal'],
        name: `鍵${n}`,
        backedUp: false,
      });
    const [a, b] = [await passkey(1), await passkey(2)];
    expect(await database.identity.removeFactor(randomUUID(), a)).toBe(false);
    const both = await Promise.all([
      database.identity.removeFactor(accountId, a),
      database.identity.removeFactor(accountId, b),
    ]);
    expect(both.sort()).toEqual([false, true]);
    expect(await database.identity.factorCount(accountId)).toBe(1);
  });

  it('of WebAuthn is refused when its counter does not move on', async () => {
    const passkeyId = await database.identity.addPasskey({
      accountId,
      credentialId: Buffer.from(`${accountId}-c`),
      publicKey: Buffer.from('key'),
      counter: 5,
      transports: [],
      name: '鍵',
      backedUp: false,
    });
    expect(await database.identity.usePasskey(passkeyId, 5)).toBe(false);
    expect(await database.identity.usePasskey(passkeyId, 6)).toBe(true);
    expect(await database.identity.usePasskey(passkeyId, 6)).toBe(false);
  });

  // @proves D2 V6.7.2
  it('answers a challenge once, for its purpose and session', async () => {
    const sessionId = randomUUID();
    const put = () =>
      database.identity.putChallenge({
        challengeSha256: token(9),
        purpose: 'prove',
        sessionId,
        lifetimeSeconds: 60,
      });
    await put();
    expect(await database.identity.takeChallenge(token(9), 'sign_in', null)).toBe(false);
    expect(await database.identity.takeChallenge(token(9), 'prove', randomUUID())).toBe(false);
    expect(await database.identity.takeChallenge(token(9), 'prove', sessionId)).toBe(true);
    expect(await database.identity.takeChallenge(token(9), 'prove', sessionId)).toBe(false);
    await put();
    await admin.query(`UPDATE identity.auth_challenge SET expires_at = now() - interval '1 second'`);
    expect(await database.identity.takeChallenge(token(9), 'prove', sessionId)).toBe(false);
  });
});
