import 'server-only';
import {
  isApiScope,
  issueAccessToken,
  type OneTimeProof,
  ProofRefused,
  takeProof,
  verifyDpopProof,
} from '@shirube/core/api-clients';
import type { NextRequest } from 'next/server';
import { issuer } from '../rest/caller.ts';
import { readClientCredentials } from './client-credentials.ts';
import { noStore, OauthError } from './errors.ts';
import { readForm } from './form.ts';
import { type OauthContext, withProvenClient } from './prove-client.ts';

export const tokenPath = '/api/oauth/token';

/** RFC 6749 section 4.4: a client that proves who it is gets a token of a few minutes for what its clinic lets it do. */
export async function grantToken(request: NextRequest, context: OauthContext): Promise<Response> {
  const form = await readForm(request);
  const presented = readClientCredentials(request, form);
  const grantType = form.get('grant_type');
  if (grantType === undefined) throw new OauthError('invalid_request', 'grant_type is missing.');
  if (grantType !== 'client_credentials')
    throw new OauthError('unsupported_grant_type', 'Only client_credentials is supported.');
  const scopes = form.get('scope')?.split(' ') ?? null;
  if (scopes && !scopes.every(isApiScope)) throw unknownScope();
  const bound = await boundKey(request, context.now);
  const granted = await withProvenClient(context, 'api.token', presented, async (uow, client) => {
    const refused = (reason: string, error: OauthError) => {
      uow.audit({
        action: 'api.token',
        outcome: 'refused',
        reason,
        entityType: 'api_client',
        entityId: client.clientId,
      });
      return { error };
    };
    if (client.requireDpop && !bound)
      return refused('dpop', invalidProof('This client must send a DPoP proof (RFC 9449).'));
    if (bound && !(await takeProof(uow, bound))) return refused('dpop', invalidProof(notForThis));
    const token = await issueAccessToken(uow, {
      clientId: client.clientId,
      credentialId: client.credentialId,
      scopes: scopes && [...new Set(scopes)],
      thumbprint: bound?.thumbprint ?? null,
    });
    if (!token) return refused('scope', unknownScope());
    uow.audit({
      action: 'api.token',
      entityType: 'api_client',
      entityId: client.clientId,
      detail: { scopes: token.scopes, bound: bound !== null },
    });
    return { token };
  });
  if ('error' in granted) throw granted.error;
  const { token } = granted;
  return Response.json(
    {
      access_token: token.token,
      token_type: bound ? 'DPoP' : 'Bearer',
      expires_in: token.expiresInSeconds,
      scope: token.scopes.join(' '),
    },
    { headers: noStore },
  );
}

const unknownScope = () =>
  new OauthError('invalid_scope', 'The client may not use a scope that it asked for.');

const notForThis = 'The DPoP proof is not valid for this request.';
const invalidProof = (description: string) => new OauthError('invalid_dpop_proof', description);

/** The key the token will be bound to, when the request carries a proof of one (RFC 9449 section 5). */
async function boundKey(
  request: NextRequest,
  now: Date,
): Promise<(OneTimeProof & { thumbprint: string }) | null> {
  const proof = request.headers.get('dpop');
  if (proof === null) return null;
  try {
    return await verifyDpopProof({
      proof,
      method: 'POST',
      url: `${issuer()}${tokenPath}`,
      accessToken: null,
      now,
    });
  } catch (error) {
    if (error instanceof ProofRefused) throw invalidProof(notForThis);
    throw error;
  }
}
