import type { PrismaClient } from './generated/client.ts';

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

export interface ResolvedSession {
  sessionId: string;
  accountId: string;
  displayName: string;
  expiresAt: Date;
  memberships: Membership[];
}

/**
 * Sign-in and sessions. The app role has no right on the tables behind this: only these functions, each of which
 * answers one question. Tokens come and are kept as SHA-256.
 */
export interface IdentityStore {
  accountForSignIn(
    loginId: string,
  ): Promise<{ accountId: string; passwordHash: string; displayName: string } | null>;
  openSession(input: {
    accountId: string;
    tokenSha256: Uint8Array;
    lifetimeSeconds: number;
    userAgent: string;
  }): Promise<string>;
  /** null when the session is unknown, ended, idle for too long, or its person works nowhere any more. */
  resolveSession(tokenSha256: Uint8Array, idleSeconds: number): Promise<ResolvedSession | null>;
  closeSession(tokenSha256: Uint8Array): Promise<void>;
}

interface SessionRow {
  session_id: string;
  account_id: string;
  display_name: string;
  expires_at: Date;
  tenant_id: string;
  tenant_slug: string;
  tenant_name: string;
  staff_id: string;
  roles: StaffRole[];
  staff_name: string;
  licence: string | null;
}

export function createIdentityStore(client: PrismaClient): IdentityStore {
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
    async openSession({ accountId, tokenSha256, lifetimeSeconds, userAgent }) {
      const rows = await client.$queryRaw<{ open_session: string }[]>`
        SELECT identity.open_session(${accountId}::uuid, ${tokenSha256}::bytea,
                                     make_interval(secs => ${lifetimeSeconds}), ${userAgent})::text AS open_session`;
      return rows[0]!.open_session;
    },
    async resolveSession(tokenSha256, idleSeconds) {
      const rows = await client.$queryRaw<SessionRow[]>`
        SELECT session_id::text, account_id::text, display_name, expires_at, tenant_id::text, tenant_slug, tenant_name,
               staff_id::text, roles, staff_name, licence
          FROM identity.resolve_session(${tokenSha256}::bytea, make_interval(secs => ${idleSeconds}))`;
      const first = rows[0];
      if (!first) return null;
      return {
        sessionId: first.session_id,
        accountId: first.account_id,
        displayName: first.display_name,
        expiresAt: first.expires_at,
        memberships: rows.map((row) => ({
          tenantId: row.tenant_id,
          tenantSlug: row.tenant_slug,
          tenantName: row.tenant_name,
          staffId: row.staff_id,
          roles: row.roles,
          staffName: row.staff_name,
          licence: row.licence,
        })),
      };
    },
    async closeSession(tokenSha256) {
      // a cast keeps the driver from having to read the type void
      await client.$queryRaw`SELECT identity.close_session(${tokenSha256}::bytea)::text`;
    },
  };
}
