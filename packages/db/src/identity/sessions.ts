import type { PrismaClient } from '../generated/client.ts';

/** What somebody does in a clinic (the database holds the same list: staff_roles_known). */
export type StaffRole = 'doctor' | 'nurse' | 'technologist' | 'pharmacist' | 'clerk' | 'admin';

export interface Membership {
  tenantId: string;
  tenantSlug: string;
  tenantName: string;
  staffId: string;
  roles: StaffRole[];
  staffName: string;
  licence: string | null;
}

/** A clinic of the person that may not be used from where the request comes from. */
export interface RefusedMembership extends Membership {
  refusedBecause: 'address' | 'certificate';
}

/** How a person proved who they are. */
export type Factor = 'password' | 'passkey' | 'totp' | 'recovery_code';

/** A signed-in person: both factors proved, screen not locked. */
export interface ResolvedSession {
  sessionId: string;
  accountId: string;
  displayName: string;
  expiresAt: Date;
  /** after so many minutes without a touch the screen is covered: the shortest of the person's clinics */
  idleMinutes: number;
  /** what was proved in this session */
  factors: Factor[];
  /** when a factor was last proved; step-up asks for a recent one */
  assuredAt: Date | null;
  /** the clinics that may be used from here */
  memberships: Membership[];
  /** the person's other clinics: their access rules refuse this place */
  refused: RefusedMembership[];
}

/** A session that answers nothing but its next step: the second factor, or the unlocking. */
export interface WaitingSession {
  sessionId: string;
  accountId: string;
  displayName: string;
  expiresAt: Date;
  idleMinutes: number;
  factors: Factor[];
}

export type SessionState =
  | { stage: 'none' }
  | { stage: 'pending'; session: WaitingSession }
  | { stage: 'locked'; session: WaitingSession }
  | { stage: 'active'; session: ResolvedSession };

/** Where a request comes from, as far as it is known. */
export interface Place {
  ip: string | null;
  userAgent: string;
}

export interface OpenSession {
  sessionId: string;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
  locked: boolean;
  factors: Factor[];
  ip: string | null;
  userAgent: string | null;
}

export interface SessionStore {
  /** Opens a pending session: what was proved so far is not enough, or is raised at once. */
  openSession(input: {
    accountId: string;
    tokenSha256: Uint8Array;
    proved: Factor[];
    lifetimeSeconds: number;
    place: Place;
  }): Promise<string>;
  /**
   * What stands behind a token. `quietSeconds` is how long ago the person last touched the screen, as the browser says;
   * a session whose person was away longer than the idle time and `marginSeconds` is locked by this call.
   */
  sessionState(
    tokenSha256: Uint8Array,
    input: {
      /** what the installation allows at most, in minutes; the clinics' own settings are shorter */
      idleAtMost: number;
      marginSeconds: number;
      quietSeconds: number;
      ip: string | null;
      clientCertificate: boolean;
    },
  ): Promise<SessionState>;
  /** A factor was proved: replaces the token, makes a pending session active, unlocks a locked one. Null when it has ended. */
  raiseSession(input: {
    oldSha256: Uint8Array;
    newSha256: Uint8Array;
    proved: Factor[];
    lifetimeSeconds: number;
  }): Promise<string | null>;
  lockSession(tokenSha256: Uint8Array): Promise<boolean>;
  closeSession(
    tokenSha256: Uint8Array,
    reason: string,
  ): Promise<{ sessionId: string; accountId: string; stage: 'pending' | 'active' } | null>;
  sessionsOf(accountId: string): Promise<OpenSession[]>;
  /** Ends one session of the person, or all but one, or all. Returns how many ended. */
  revokeSessions(
    accountId: string,
    which: { only?: string; except?: string },
    reason: string,
  ): Promise<number>;
}

interface SessionRow {
  session_id: string;
  account_id: string;
  display_name: string;
  stage: 'pending' | 'active';
  locked: boolean;
  factors: Factor[];
  assured_at: Date | null;
  expires_at: Date;
  idle_minutes: number;
  tenant_id: string | null;
  tenant_slug: string;
  tenant_name: string;
  staff_id: string;
  roles: StaffRole[];
  staff_name: string;
  licence: string | null;
  place: RefusedMembership['refusedBecause'] | null;
}

const membershipOf = (row: SessionRow): Membership => ({
  tenantId: row.tenant_id as string,
  tenantSlug: row.tenant_slug,
  tenantName: row.tenant_name,
  staffId: row.staff_id,
  roles: row.roles,
  staffName: row.staff_name,
  licence: row.licence,
});

function stateOf(rows: SessionRow[]): SessionState {
  const first = rows[0];
  if (!first) return { stage: 'none' };
  const session: WaitingSession = {
    sessionId: first.session_id,
    accountId: first.account_id,
    displayName: first.display_name,
    expiresAt: first.expires_at,
    idleMinutes: first.idle_minutes,
    factors: first.factors,
  };
  if (first.stage === 'pending') return { stage: 'pending', session };
  if (first.locked) return { stage: 'locked', session };
  const clinics = rows.filter((row) => row.tenant_id !== null);
  return {
    stage: 'active',
    session: {
      ...session,
      assuredAt: first.assured_at,
      memberships: clinics.filter((row) => row.place === null).map(membershipOf),
      refused: clinics.flatMap((row) =>
        row.place === null ? [] : [{ ...membershipOf(row), refusedBecause: row.place }],
      ),
    },
  };
}

export function createSessionStore(client: PrismaClient): SessionStore {
  return {
    async openSession({ accountId, tokenSha256, proved, lifetimeSeconds, place }) {
      const rows = await client.$queryRaw<{ id: string }[]>`
        SELECT identity.open_session(${accountId}::uuid, ${tokenSha256}::bytea, ${proved}::text[],
                                     make_interval(secs => ${lifetimeSeconds}), ${place.userAgent}, ${place.ip})::text AS id`;
      return rows[0]!.id;
    },
    async sessionState(tokenSha256, { idleAtMost, marginSeconds, quietSeconds, ip, clientCertificate }) {
      const state = stateOf(
        await client.$queryRaw<SessionRow[]>`
          SELECT session_id::text, account_id::text, display_name, stage, locked, factors, assured_at, expires_at,
                 idle_minutes, tenant_id::text, tenant_slug, tenant_name, staff_id::text, roles, staff_name, licence, place
            FROM identity.resolve_session(${tokenSha256}::bytea, ${idleAtMost}::integer,
                                          make_interval(secs => ${marginSeconds}), make_interval(secs => ${quietSeconds}),
                                          ${ip}, ${clientCertificate})`,
      );
      if (state.stage !== 'active' || state.session.memberships.length + state.session.refused.length > 0)
        return state;
      // who works nowhere any more is signed in nowhere; who works at a clinic out of use is told so
      const rows = await client.$queryRaw<unknown[]>`
        SELECT 1 FROM identity.places_out_of_use(${state.session.accountId}::uuid) LIMIT 1`;
      return rows.length > 0 ? state : { stage: 'none' };
    },
    async raiseSession({ oldSha256, newSha256, proved, lifetimeSeconds }) {
      const rows = await client.$queryRaw<{ id: string | null }[]>`
        SELECT identity.raise_session(${oldSha256}::bytea, ${newSha256}::bytea, ${proved}::text[],
                                      make_interval(secs => ${lifetimeSeconds}))::text AS id`;
      return rows[0]?.id ?? null;
    },
    async lockSession(tokenSha256) {
      const rows = await client.$queryRaw<{ done: boolean | null }[]>`
        SELECT identity.lock_session(${tokenSha256}::bytea) AS done`;
      return rows[0]?.done === true;
    },
    async closeSession(tokenSha256, reason) {
      const rows = await client.$queryRaw<
        { session_id: string; account_id: string; stage: 'pending' | 'active' }[]
      >`SELECT session_id::text, account_id::text, stage FROM identity.close_session(${tokenSha256}::bytea, ${reason})`;
      const row = rows[0];
      return row ? { sessionId: row.session_id, accountId: row.account_id, stage: row.stage } : null;
    },
    async sessionsOf(accountId) {
      const rows = await client.$queryRaw<
        {
          session_id: string;
          created_at: Date;
          last_seen_at: Date;
          expires_at: Date;
          locked: boolean;
          factors: Factor[];
          ip: string | null;
          user_agent: string | null;
        }[]
      >`SELECT session_id::text, created_at, last_seen_at, expires_at, locked, factors, ip, user_agent
          FROM identity.sessions_of(${accountId}::uuid)`;
      return rows.map((row) => ({
        sessionId: row.session_id,
        createdAt: row.created_at,
        lastSeenAt: row.last_seen_at,
        expiresAt: row.expires_at,
        locked: row.locked,
        factors: row.factors,
        ip: row.ip,
        userAgent: row.user_agent,
      }));
    },
    async revokeSessions(accountId, which, reason) {
      const rows = await client.$queryRaw<{ n: number }[]>`
        SELECT identity.revoke_sessions(${accountId}::uuid, ${which.only ?? null}::uuid, ${which.except ?? null}::uuid,
                                        ${reason}) AS n`;
      return rows[0]?.n ?? 0;
    },
  };
}
