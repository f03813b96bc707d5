import type { PrismaClient } from '../generated/client.ts';
import type { Factor, Place, StaffRole } from './sessions.ts';

/** What happened to somebody's sign-in; the words for each are in core's `signInEventWords`. */
export type SignInEventKind =
  | 'password_accepted'
  | 'sign_in'
  | 'sign_in_failed'
  | 'locked_out'
  | 'sign_out'
  | 'screen_locked'
  | 'unlocked'
  | 'step_up'
  | 'step_up_failed'
  | 'password_changed'
  | 'password_reset'
  | 'factor_added'
  | 'factor_removed'
  | 'recovery_codes_issued'
  | 'factors_reset'
  | 'sessions_ended'
  | 'signed_out_by_admin'
  | 'unlocked_by_admin'
  | 'code_handed';

export interface SignInEvent {
  at: Date;
  kind: SignInEventKind;
  factor: Factor | null;
  sessionId: string | null;
  ip: string | null;
  userAgent: string | null;
}

export interface PersonSecrets {
  loginId: string;
  passwordHash: string;
  displayName: string;
  passwordChangedAt: Date;
  /** the factors were reset: a new one is enrolled only with a code handed over in person */
  enrolmentNeedsCode: boolean;
}

/** What is guessed at: a password, a second factor, a handed-over code, an invitation; and everything from one address. */
export type AttemptKind = 'password' | 'second' | 'reset' | 'invitation' | 'address';

export interface Attempt {
  /** 0: go on; else wait so long; null: until an administrator unlocks */
  waitSeconds: number | null;
  /** this attempt, if it fails, locks */
  locks: boolean;
}

export interface PeopleStore {
  accountForSignIn(
    loginId: string,
  ): Promise<{ accountId: string; passwordHash: string; displayName: string } | null>;
  person(accountId: string): Promise<PersonSecrets | null>;
  /** The current and former hashes, newest first. */
  lastPasswords(accountId: string, atMost: number): Promise<string[]>;
  setPassword(accountId: string, hash: string): Promise<boolean>;
  rehashPassword(accountId: string, oldHash: string, newHash: string): Promise<void>;
  /** Counts an attempt before its answer is looked at. Throws when it can not be counted: then nothing may be looked at. */
  beginAttempt(input: { kind: AttemptKind; subject: string; free: number; final: number }): Promise<Attempt>;
  /** The answer was right. `everything`: the counter starts again; else it loses one. */
  endAttempt(kind: AttemptKind, subject: string, everything: boolean): Promise<void>;
  recordEvent(input: {
    accountId: string;
    kind: SignInEventKind;
    factor: Factor | null;
    sessionId: string | null;
    place: Place;
  }): Promise<void>;
  historyOf(accountId: string, atMost: number): Promise<SignInEvent[]>;
  clinicsOf(
    accountId: string,
  ): Promise<
    { tenantId: string; tenantName: string; staffId: string; staffName: string; roles: StaffRole[] }[]
  >;
  handedCode(
    accountId: string,
    purpose: 'password' | 'enrolment',
  ): Promise<{ codeId: string; codeHash: string }[]>;
  useHandedCode(codeId: string): Promise<boolean>;
}

export function createPeopleStore(client: PrismaClient): PeopleStore {
  return {
    async accountForSignIn(loginId) {
      const rows = await client.$queryRaw<
        { account_id: string; password_hash: string; display_name: string }[]
      >`SELECT account_id::text, password_hash, display_name FROM identity.account_for_sign_in(${loginId})`;
      const row = rows[0];
      return row
        ? { accountId: row.account_id, passwordHash: row.password_hash, displayName: row.display_name }
        : null;
    },
    async person(accountId) {
      const rows = await client.$queryRaw<
        {
          login_id: string;
          password_hash: string;
          display_name: string;
          password_changed_at: Date;
          enrolment_needs_code: boolean;
        }[]
      >`SELECT login_id, password_hash, display_name, password_changed_at, enrolment_needs_code
          FROM identity.account_for_person(${accountId}::uuid)`;
      const row = rows[0];
      return row
        ? {
            loginId: row.login_id,
            passwordHash: row.password_hash,
            displayName: row.display_name,
            passwordChangedAt: row.password_changed_at,
            enrolmentNeedsCode: row.enrolment_needs_code,
          }
        : null;
    },
    async lastPasswords(accountId, atMost) {
      const rows = await client.$queryRaw<{ hash: string }[]>`
        SELECT hash FROM identity.last_passwords(${accountId}::uuid, ${atMost}::integer) AS p(hash)`;
      return rows.map((row) => row.hash);
    },
    async setPassword(accountId, hash) {
      const rows = await client.$queryRaw<{ done: boolean | null }[]>`
        SELECT identity.set_password(${accountId}::uuid, ${hash}) AS done`;
      return rows[0]?.done === true;
    },
    async rehashPassword(accountId, oldHash, newHash) {
      await client.$queryRaw`SELECT identity.rehash_password(${accountId}::uuid, ${oldHash}, ${newHash})`;
    },
    async beginAttempt({ kind, subject, free, final }) {
      const rows = await client.$queryRaw<{ wait_seconds: number | null; locks: boolean }[]>`
        SELECT wait_seconds, locks FROM identity.begin_attempt(${kind}, ${subject}, ${free}::integer, ${final}::integer)`;
      const row = rows[0];
      if (!row) throw new Error('the attempt was not counted');
      return { waitSeconds: row.wait_seconds, locks: row.locks };
    },
    async endAttempt(kind, subject, everything) {
      await client.$queryRaw`SELECT identity.end_attempt(${kind}, ${subject}, ${everything})::text`;
    },
    async recordEvent({ accountId, kind, factor, sessionId, place }) {
      await client.$queryRaw`
        SELECT identity.record_event(${accountId}::uuid, ${kind}, ${factor}, ${sessionId}::uuid, ${place.ip},
                                     ${place.userAgent})::text`;
    },
    async historyOf(accountId, atMost) {
      const rows = await client.$queryRaw<
        {
          at: Date;
          kind: SignInEventKind;
          factor: Factor | null;
          ip: string | null;
          user_agent: string | null;
          session_id: string | null;
        }[]
      >`SELECT at, kind, factor, ip, user_agent, session_id::text
          FROM identity.history_of(${accountId}::uuid, ${atMost}::integer)`;
      return rows.map((row) => ({
        at: row.at,
        kind: row.kind,
        factor: row.factor,
        sessionId: row.session_id,
        ip: row.ip,
        userAgent: row.user_agent,
      }));
    },
    async clinicsOf(accountId) {
      const rows = await client.$queryRaw<
        { tenant_id: string; tenant_name: string; staff_id: string; staff_name: string; roles: StaffRole[] }[]
      >`SELECT tenant_id::text, tenant_name, staff_id::text, staff_name, roles FROM identity.clinics_of(${accountId}::uuid)`;
      return rows.map((row) => ({
        tenantId: row.tenant_id,
        tenantName: row.tenant_name,
        staffId: row.staff_id,
        staffName: row.staff_name,
        roles: row.roles,
      }));
    },
    async handedCode(accountId, purpose) {
      const rows = await client.$queryRaw<{ code_id: string; code_hash: string }[]>`
        SELECT code_id::text, code_hash FROM identity.handed_code_of(${accountId}::uuid, ${purpose})`;
      return rows.map((row) => ({ codeId: row.code_id, codeHash: row.code_hash }));
    },
    async useHandedCode(codeId) {
      const rows = await client.$queryRaw<{ done: boolean | null }[]>`
        SELECT identity.use_handed_code(${codeId}::uuid) AS done`;
      return rows[0]?.done === true;
    },
  };
}
