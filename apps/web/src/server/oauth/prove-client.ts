import 'server-only';
import {
  type Authentication,
  authenticateClient,
  type ClientProof,
  ProofRefused,
  type PublicJwk,
  sha256,
  spendQuota,
  verifyAssertion,
} from '@shirube/core/api-clients';
import type { Database, UnitOfWork } from '@shirube/db';
import { logger } from '../logger.ts';
import { issuer, scopeOfClient } from '../rest/caller.ts';
import { invalidClient, type PresentedCredentials } from './client-credentials.ts';
import { OauthError } from './errors.ts';

export interface OauthContext {
  database: Database;
  requestId: string;
  address: string | null;
  now: Date;
}

/** A client that proved who it is, in the unit of work of its clinic. */
export interface ProvenClient {
  clientId: string;
  credentialId: string;
  tenantId: string;
  requireDpop: boolean;
}

/** The units of work one token or revocation costs the client. */
const weight = 1;

/** A client_id is a UUID in lower case; anything else names nobody. */
const clientIdPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const tooMany = (seconds: number) =>
  new OauthError('temporarily_unavailable', 'Too many requests; wait and try again.', 429, {
    'Retry-After': String(seconds),
  });

/**
 * Authenticates the client and, when it is proven, does `work` in the same transaction: the count of failures, the used-up assertion,
 * what is done and its audit event stand or fall together. Whatever the reason of a refusal, the answer outside is the same;
 * the clinic's audit trail has the reason.
 * @throws OauthError
 */
export async function withProvenClient<T>(
  context: OauthContext,
  action: string,
  presented: PresentedCredentials,
  work: (uow: UnitOfWork, client: ProvenClient) => Promise<T>,
): Promise<T> {
  const { database, address } = context;
  const { clientId } = presented;
  const client = clientIdPattern.test(clientId) ? await database.apiAccess.clientForToken(clientId) : null;
  if (!client) {
    // whatever was sent as a name: inside an assertion it may hold what no database keeps
    const name = Buffer.from(sha256(clientId)).toString('hex');
    const seconds = await database.apiAccess.noteUnknownClient(name, address);
    throw seconds > 0 ? tooMany(seconds) : invalidClient(presented.byHeader);
  }
  const { proof, reason } = await proofOf(presented, client.credentials, context.now);
  const scope = scopeOfClient({ ...client, clientId, authentication: methodOf(presented) }, context);
  const result = await database.run(scope, async (uow) => {
    const authentication = await authenticateClient(uow, { clientId, proof, address });
    const refused = await refusalOf(uow, clientId, authentication);
    if (refused) {
      if (refused.audited)
        uow.audit({
          action,
          outcome: 'refused',
          reason: authentication.outcome === 'denied' ? (reason ?? 'credential') : refused.reason,
          entityType: 'api_client',
          entityId: clientId,
        });
      return { done: false as const, ...refused };
    }
    const { credentialId } = authentication as Extract<Authentication, { outcome: 'proven' }>;
    const value = await work(uow, {
      clientId,
      credentialId,
      tenantId: client.tenantId,
      requireDpop: client.requireDpop,
    });
    return { done: true as const, value };
  });
  if (result.done) return result.value;
  logger.warn({ oauth: action, requestId: context.requestId, refused: result.reason });
  throw result.seconds > 0 ? tooMany(result.seconds) : invalidClient(presented.byHeader);
}

const methodOf = (presented: PresentedCredentials) =>
  presented.kind === 'secret' ? 'client_secret' : 'private_key_jwt';

async function proofOf(
  presented: PresentedCredentials,
  credentials: { id: string; keys: Record<string, unknown>[] }[],
  now: Date,
): Promise<{ proof: ClientProof; reason: string | null }> {
  if (presented.kind === 'secret')
    return { proof: { kind: 'secret', secret: presented.secret }, reason: null };
  try {
    const verified = await verifyAssertion({
      assertion: presented.assertion,
      clientId: presented.clientId,
      issuer: issuer(),
      credentials: credentials as { id: string; keys: PublicJwk[] }[],
      now,
    });
    return { proof: { kind: 'assertion', ...verified }, reason: null };
  } catch (error) {
    if (!(error instanceof ProofRefused)) throw error;
    return { proof: { kind: 'none' }, reason: `assertion_${error.reason}` };
  }
}

/**
 * Why it goes no further, or null. Whoever proves a credential of the client pays from its minute, also while it is suspended:
 * so the audit trail can not be flooded by a program that goes on calling.
 */
async function refusalOf(
  uow: UnitOfWork,
  clientId: string,
  { outcome, retryAfter }: Authentication,
): Promise<{ reason: string; seconds: number; audited: boolean } | null> {
  switch (outcome) {
    case 'locked':
      return { reason: outcome, seconds: retryAfter, audited: false };
    case 'denied':
    case 'locking':
    case 'replayed':
      return { reason: outcome, seconds: 0, audited: true };
    case 'suspended':
    case 'address':
    case 'proven': {
      const spent = await spendQuota(uow, { clientId, weight });
      if (!spent.allowed)
        return { reason: 'rate_limit', seconds: spent.resetSeconds, audited: spent.firstRefusal };
      return outcome === 'proven' ? null : { reason: outcome, seconds: 0, audited: true };
    }
  }
}
