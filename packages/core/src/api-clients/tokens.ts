import type { Spent, UnitOfWork } from '@shirube/db';
import type { OneTimeProof } from './assertion.ts';
import type { ApiScope } from './scopes.ts';
import { newAccessToken, sha256 } from './secrets.ts';

/** seconds a token lives; the database refuses more than 15 minutes */
export const tokenLifetimeSeconds = 600;

/** What a client sent to prove who it is; an assertion is verified already and is used up here. */
export type ClientProof =
  | { kind: 'secret'; secret: string }
  | ({ kind: 'assertion'; credentialId: string } & OneTimeProof)
  | { kind: 'none' };

export type Authentication =
  | { outcome: 'proven'; credentialId: string; retryAfter: 0 }
  /** `locking` is the failure that closes the door, `locked` every attempt behind the closed door */
  | {
      outcome: 'denied' | 'locking' | 'locked' | 'replayed' | 'suspended' | 'address';
      credentialId: null;
      retryAfter: number;
    };

/**
 * Proves a client of the clinic of this unit of work, counts what fails, and uses up an assertion. What is compared are SHA-256
 * values, in the database: how long it takes says nothing about a secret.
 */
export async function authenticateClient(
  uow: UnitOfWork,
  input: { clientId: string; proof: ClientProof; address: string | null },
): Promise<Authentication> {
  const { proof } = input;
  const secret = proof.kind === 'secret' ? sha256(proof.secret) : null;
  const assertion = proof.kind === 'assertion' ? proof : null;
  const rows = await uow.tables.$queryRaw<Authentication[]>`
    SELECT outcome, credential_id::text AS "credentialId", retry_after AS "retryAfter"
      FROM identity.api_authenticate(${input.clientId}::uuid, ${secret}::bytea, ${assertion?.credentialId ?? null}::uuid,
             ${assertion?.fingerprint ?? null}::bytea, ${assertion?.expiresAt ?? null}::timestamptz, ${input.address}::inet)`;
  return rows[0] as Authentication;
}

/**
 * A new opaque token for a client proven in this unit of work; null when it asks for a scope it was not given. Without `scopes` it
 * gets all of its own. The token itself is nowhere but in the answer.
 */
export async function issueAccessToken(
  uow: UnitOfWork,
  input: {
    clientId: string;
    credentialId: string;
    scopes: readonly string[] | null;
    thumbprint: string | null;
  },
): Promise<{ token: string; scopes: ApiScope[]; expiresInSeconds: number } | null> {
  const token = newAccessToken();
  const rows = await uow.tables.$queryRaw<{ scopes: ApiScope[]; seconds: number }[]>`
    SELECT scopes, round(extract(epoch FROM expires_at - now()))::integer AS seconds
      FROM identity.api_issue_token(${input.clientId}::uuid, ${input.credentialId}::uuid, ${sha256(token)}::bytea,
             ${input.scopes}::text[], make_interval(secs => ${tokenLifetimeSeconds}), ${input.thumbprint})`;
  const row = rows[0];
  return row ? { token, scopes: row.scopes, expiresInSeconds: row.seconds } : null;
}

/** RFC 7009: a client ends a token of its own. False when there was nothing to end. */
export async function revokeAccessToken(
  uow: UnitOfWork,
  input: { clientId: string; token: string },
): Promise<boolean> {
  const rows = await uow.tables.$queryRaw<{ ended: boolean }[]>`
    SELECT identity.api_revoke_token(${input.clientId}::uuid, ${sha256(input.token)}::bytea) AS ended`;
  return rows[0]!.ended;
}

/** Takes weight from the client's minute inside this unit of work; the same counter as `database.apiAccess.spend`. */
export async function spendQuota(
  uow: UnitOfWork,
  input: { clientId: string; weight: number },
): Promise<Spent> {
  const rows = await uow.tables.$queryRaw<Spent[]>`
    SELECT allowed, quota, remaining, reset_seconds AS "resetSeconds", first_refusal AS "firstRefusal"
      FROM identity.api_spend(${uow.tenantId}::uuid, ${input.clientId}::uuid, ${input.weight}::integer)`;
  return rows[0]!;
}

/** Uses up a proof inside this unit of work; false when somebody brought it before. */
export async function takeProof(uow: UnitOfWork, proof: OneTimeProof): Promise<boolean> {
  const rows = await uow.tables.$queryRaw<{ first: boolean }[]>`
    SELECT identity.api_use_once(${proof.fingerprint}::bytea, ${proof.expiresAt}::timestamptz) AS first`;
  return rows[0]!.first;
}
