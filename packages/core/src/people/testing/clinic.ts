import { createHash, randomUUID } from 'node:crypto';
import { type Database, openDatabase, type UnitOfWork } from '@shirube/db';
import { type ClinicFixture, createTestDatabase, insertClinic, type TestDatabase } from '@shirube/db/testing';

export interface Someone {
  tenantId: string;
  staffId: string;
  accountId: string;
}

/** A clinic with two administrators and a doctor who can all sign in, and another clinic, on a fresh real database. */
export interface PeopleFixture {
  test: TestDatabase;
  database: Database;
  /** sees everything: for looking from outside */
  superuser: Awaited<ReturnType<TestDatabase['connect']>>;
  clinic: ClinicFixture;
  elsewhere: ClinicFixture;
  suzuki: Someone;
  tanaka: Someone;
  doctor: Someone;
  setNow(instant: string): void;
  run<T>(as: Someone, work: (uow: UnitOfWork) => Promise<T>): Promise<T>;
  addAccount(loginId: string): Promise<string>;
  addStaff(clinic: ClinicFixture, accountId: string, roles: string[]): Promise<Someone>;
  /** a signed-in browser; returns the session's id */
  addSession(accountId: string): Promise<string>;
  openSessions(accountId: string): Promise<number>;
  close(): Promise<void>;
}

export async function openPeopleFixture(): Promise<PeopleFixture> {
  const test = await createTestDatabase();
  const app = await test.connect('app');
  const superuser = await test.connect('admin');
  const clinic = await insertClinic(app, '甲');
  const elsewhere = await insertClinic(app, '乙');
  let now: Date | null = null;
  const database = openDatabase({ url: test.urls.app, poolSize: 6, now: () => now ?? new Date() });

  const addAccount = async (loginId: string) => {
    const id = randomUUID();
    await superuser.query(
      `INSERT INTO identity.account (id, login_id, password_hash, display_name) VALUES ($1, $2, 'x', $2)`,
      [id, loginId],
    );
    return id;
  };
  const addStaff = async (at: ClinicFixture, accountId: string, roles: string[]): Promise<Someone> => {
    const staffId = randomUUID();
    await superuser.query(
      `INSERT INTO staff (tenant_id, id, account_id, roles, family_name, given_name, family_kana, given_kana, joined_on)
       VALUES ($1, $2, $3, $4, '試験', $5, 'シケン', 'ショクイン', '2020-04-01')`,
      [at.tenantId, staffId, accountId, roles, roles.join()],
    );
    return { tenantId: at.tenantId, staffId, accountId };
  };
  const doctorAccount = await addAccount('doctor');
  await superuser.query('UPDATE staff SET account_id = $1 WHERE id = $2', [doctorAccount, clinic.doctorId]);
  return {
    test,
    database,
    superuser,
    clinic,
    elsewhere,
    suzuki: await addStaff(clinic, await addAccount('suzuki'), ['admin']),
    tanaka: await addStaff(clinic, await addAccount('tanaka'), ['admin']),
    doctor: { tenantId: clinic.tenantId, staffId: clinic.doctorId, accountId: doctorAccount },
    setNow(instant) {
      now = new Date(instant);
    },
    run: (as, work) =>
      database.run(
        {
          tenantId: as.tenantId,
          actor: { staffId: as.staffId, name: '試験 職員', role: 'admin', requestId: randomUUID() },
        },
        work,
      ),
    addAccount,
    addStaff,
    async addSession(accountId) {
      const id = randomUUID();
      await superuser.query(
        `INSERT INTO identity.auth_session (id, token_hash, account_id, stage, expires_at)
         VALUES ($1, $2, $3, 'active', now() + interval '1 hour')`,
        [id, createHash('sha256').update(id).digest(), accountId],
      );
      return id;
    },
    async openSessions(accountId) {
      const { rows } = await superuser.query(
        'SELECT count(*)::int AS n FROM identity.auth_session WHERE account_id = $1 AND revoked_at IS NULL',
        [accountId],
      );
      return rows[0].n;
    },
    async close() {
      await database.close();
      await test.drop();
    },
  };
}
