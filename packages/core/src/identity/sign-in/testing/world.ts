import { randomUUID } from 'node:crypto';
import { type Database, openDatabase, type SessionState } from '@shirube/db';
import { type ClinicFixture, createTestDatabase, insertClinic, type TestDatabase } from '@shirube/db/testing';
import { newToken, type SignInContext, sha256 } from '../context.ts';
import { hashPassword } from '../password-hash.ts';
import { sealTotpSecret, stepAt, totpCode } from '../totp.ts';

export const goodPassword = 'tatami volcano pickle seven';
const demoSecret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

export interface TestPerson {
  accountId: string;
  loginId: string;
  staffId: string;
}

type Admin = Awaited<ReturnType<TestDatabase['connect']>>;

export interface SignInWorld {
  database: Database;
  admin: Admin;
  here: ClinicFixture;
  there: ClinicFixture;
  /** the time authenticator apps go by */
  clock: { now: Date };
  context(place?: { ip?: string | null; userAgent?: string }): SignInContext;
  /** everything that was put off until after an answer has been done */
  settled(): Promise<void>;
  /** somebody who works at both clinics, with an authenticator app unless told */
  person(options?: { withApp?: boolean; roles?: string[]; clinics?: ClinicFixture[] }): Promise<TestPerson>;
  /** the next unused code of the person's app */
  nextCode(): string;
  state(token: string): Promise<SessionState>;
  /** an active session of the person */
  signedIn(person: TestPerson): Promise<string>;
  events(accountId: string): Promise<string[]>;
  close(): Promise<void>;
}

/** Two clinics, and people who sign in to them. */
export async function signInWorld(): Promise<SignInWorld> {
  const test = await createTestDatabase();
  const app = await test.connect('app');
  const admin = await test.connect('admin');
  const here = await insertClinic(app, 'こちら');
  const there = await insertClinic(app, 'よそ');
  const database = openDatabase({ url: test.urls.app, poolSize: 4 });
  const passwordHash = await hashPassword(goodPassword);
  const key = Buffer.alloc(32, 3);
  const clock = { now: new Date('2026-11-20T15:30:00.000Z') };
  const putOff: Promise<void>[] = [];
  const context: SignInWorld['context'] = (place) => ({
    database,
    key,
    relyingParty: { id: 'clinic.example', origin: 'https://clinic.example' },
    lifetimeSeconds: 43_200,
    place: { ip: place?.ip ?? null, userAgent: place?.userAgent ?? 'test' },
    requestId: 'test',
    now: () => clock.now,
    later: (work) => {
      putOff.push(work());
    },
  });
  return {
    database,
    admin,
    here,
    there,
    clock,
    context,
    async settled() {
      await Promise.all(putOff.splice(0));
    },
    async person({ withApp = true, roles = ['doctor'], clinics = [here, there] } = {}) {
      const accountId = randomUUID();
      const loginId = `person-${accountId.slice(0, 8)}`;
      await admin.query(
        `INSERT INTO identity.account (id, login_id, password_hash, display_name) VALUES ($1, $2, $3, '山田 花子')`,
        [accountId, loginId, passwordHash],
      );
      let staffId = '';
      for (const clinic of clinics) {
        const id = randomUUID();
        staffId ||= id;
        await admin.query(
          `INSERT INTO staff (tenant_id, id, account_id, roles, family_name, given_name, family_kana, given_kana)
           VALUES ($1, $2, $3, $4, '山田', '花子', 'ヤマダ', 'ハナコ')`,
          [clinic.tenantId, id, accountId, roles],
        );
      }
      if (withApp)
        await admin.query(
          `INSERT INTO identity.totp_factor (id, account_id, secret_encrypted, confirmed_at)
           VALUES (gen_random_uuid(), $1, $2, now())`,
          [accountId, Buffer.from(sealTotpSecret(key, demoSecret))],
        );
      return { accountId, loginId, staffId };
    },
    nextCode() {
      clock.now = new Date(clock.now.getTime() + 30_000);
      return totpCode(demoSecret, stepAt(clock.now));
    },
    state: (token) =>
      database.identity.sessionState(sha256(token), {
        idleAtMost: 10,
        marginSeconds: 0,
        quietSeconds: 0,
        ip: null,
        clientCertificate: false,
      }),
    async signedIn(person) {
      const [first, token] = [newToken(), newToken()];
      await database.identity.openSession({
        accountId: person.accountId,
        tokenSha256: sha256(first),
        proved: ['password'],
        lifetimeSeconds: 600,
        place: { ip: null, userAgent: 'test' },
      });
      await database.identity.raiseSession({
        oldSha256: sha256(first),
        newSha256: sha256(token),
        proved: ['totp'],
        lifetimeSeconds: 43_200,
      });
      // the app's clock of these tests stands still at half past midnight in Tokyo; the database's does not
      await admin.query('UPDATE identity.auth_session SET assured_at = $1 WHERE token_hash = $2', [
        clock.now,
        sha256(token),
      ]);
      return token;
    },
    async events(accountId) {
      const history = await database.identity.historyOf(accountId, 100);
      return history.map((event) => event.kind).reverse();
    },
    async close() {
      await database.close();
      await test.drop();
    },
  };
}
