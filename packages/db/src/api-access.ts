import type { PrismaClient } from './generated/client.ts';

/** A client as the token endpoint needs it: no secret leaves the database, only public keys do. */
export interface TokenClient {
  tenantId: string;
  clientName: string;
  requireDpop: boolean;
  /** live key credentials, oldest first; `keys` are public JWKs */
  credentials: { id: string; keys: Record<string, unknown>[] }[];
}

/** What a known token opens now; `live` is the only state that opens anything. */
export interface ResolvedToken {
  state: 'live' | 'expired' | 'revoked' | 'suspended' | 'address';
  tenantId: string;
  tenantSlug: string;
  tenantName: string;
  clientId: string;
  clientName: string;
  kind: 'secret' | 'private_key_jwt';
  scopes: string[];
  expiresAt: Date;
  /** RFC 7638 thumbprint of the key it is bound to (DPoP); null for a bearer token */
  keyThumbprint: string | null;
}

/** The client's minute after a request took its weight from it, or was turned away. */
export interface Spent {
  allowed: boolean;
  quota: number;
  remaining: number;
  /** seconds until the window ends */
  resetSeconds: number;
  /** the first time in this window that somebody was turned away */
  firstRefusal: boolean;
}

/**
 * What is needed of API clients before their clinic is known. Like sign-in, the app role reaches the tables behind it through these
 * functions only. Every call throws when the database does not answer: no answer, no access.
 */
export interface ApiAccessStore {
  clientForToken(clientId: string): Promise<TokenClient | null>;
  /** Counts a failed attempt under a client_id nobody has. Returns seconds to wait, 0 while there is nothing to wait for. */
  noteUnknownClient(clientId: string, address: string | null): Promise<number>;
  resolveToken(tokenSha256: Uint8Array, address: string | null): Promise<ResolvedToken | null>;
  spend(tenantId: string, clientId: string, weight: number): Promise<Spent>;
  /** True for the first who brings this fingerprint before it runs out. */
  takeOnce(fingerprint: Uint8Array, expiresAt: Date): Promise<boolean>;
  /** Deletes tokens, fingerprints and counters that have run out; returns how many. */
  sweep(): Promise<number>;
}

export function createApiAccessStore(client: PrismaClient): ApiAccessStore {
  return {
    async clientForToken(clientId) {
      const rows = await client.$queryRaw<TokenClient[]>`
        SELECT tenant_id::text AS "tenantId", client_name AS "clientName", require_dpop AS "requireDpop", credentials
          FROM identity.api_client_for_token(${clientId}::uuid)`;
      return rows[0] ?? null;
    },
    async noteUnknownClient(clientId, address) {
      const rows = await client.$queryRaw<{ seconds: number }[]>`
        SELECT identity.api_unknown_client(${clientId}, ${address}::inet) AS seconds`;
      return rows[0]!.seconds;
    },
    async resolveToken(tokenSha256, address) {
      const rows = await client.$queryRaw<ResolvedToken[]>`
        SELECT state, tenant_id::text AS "tenantId", tenant_slug AS "tenantSlug", tenant_name AS "tenantName",
               client_id::text AS "clientId", client_name AS "clientName", kind, scopes, expires_at AS "expiresAt",
               key_thumbprint AS "keyThumbprint"
          FROM identity.api_resolve_token(${tokenSha256}::bytea, ${address}::inet)`;
      return rows[0] ?? null;
    },
    async spend(tenantId, clientId, weight) {
      const rows = await client.$queryRaw<Spent[]>`
        SELECT allowed, quota, remaining, reset_seconds AS "resetSeconds", first_refusal AS "firstRefusal"
          FROM identity.api_spend(${tenantId}::uuid, ${clientId}::uuid, ${weight}::integer)`;
      return rows[0]!;
    },
    async takeOnce(fingerprint, expiresAt) {
      const rows = await client.$queryRaw<{ first: boolean }[]>`
        SELECT identity.api_use_once(${fingerprint}::bytea, ${expiresAt}::timestamptz) AS first`;
      return rows[0]!.first;
    },
    async sweep() {
      const rows = await client.$queryRaw<{ gone: number }[]>`SELECT identity.api_sweep() AS gone`;
      return rows[0]!.gone;
    },
  };
}
