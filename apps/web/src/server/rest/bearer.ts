import 'server-only';
import { ProofRefused, sha256, verifyDpopProof } from '@shirube/core/api-clients';
import type { Database, ResolvedToken } from '@shirube/db';
import type { NextRequest } from 'next/server';
import { issuer } from './caller.ts';
import { problems } from './problem.ts';

export interface Presented {
  token: ResolvedToken;
  scheme: 'Bearer' | 'DPoP';
}

/**
 * Who calls: from the Authorization header and from nowhere else; neither a cookie nor a parameter names anybody (RFC 6750 section 2).
 * A token that is bound to a key opens nothing without a fresh proof of that key for this very request (RFC 9449 section 7).
 * A suspended client and a foreign address are the caller's to refuse, because the clinic wants to read of them.
 * @throws Problem 401
 */
export async function readToken(
  request: NextRequest,
  database: Database,
  address: string | null,
  now: Date,
): Promise<Presented> {
  const header = request.headers.get('authorization');
  if (header === null) throw problems.token('Bearer', null);
  const [, given, value] = /^(Bearer|DPoP) ([A-Za-z0-9._~+/-]{1,200}=*)$/i.exec(header) ?? [];
  if (given === undefined || value === undefined) throw problems.token('Bearer', 'invalid_token');
  const scheme = given.toLowerCase() === 'dpop' ? 'DPoP' : 'Bearer';
  const token = await database.apiAccess.resolveToken(sha256(value), address);
  if (!token || token.state === 'expired' || token.state === 'revoked')
    throw problems.token(scheme, 'invalid_token');
  if ((token.keyThumbprint !== null) !== (scheme === 'DPoP')) throw problems.token(scheme, 'invalid_token');
  if (token.keyThumbprint !== null) await requireProof(request, database, value, token.keyThumbprint, now);
  return { token, scheme };
}

async function requireProof(
  request: NextRequest,
  database: Database,
  accessToken: string,
  thumbprint: string,
  now: Date,
): Promise<void> {
  try {
    const proven = await verifyDpopProof({
      proof: request.headers.get('dpop') ?? '',
      method: request.method,
      url: `${issuer()}${request.nextUrl.pathname}`,
      accessToken,
      now,
    });
    if (proven.thumbprint !== thumbprint) throw new ProofRefused('another_key');
    if (!(await database.apiAccess.takeOnce(proven.fingerprint, proven.expiresAt)))
      throw new ProofRefused('replayed');
  } catch (error) {
    if (error instanceof ProofRefused) throw problems.token('DPoP', 'invalid_dpop_proof');
    throw error;
  }
}
