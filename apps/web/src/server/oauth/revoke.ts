import 'server-only';
import { revokeAccessToken } from '@shirube/core/api-clients';
import type { NextRequest } from 'next/server';
import { readClientCredentials } from './client-credentials.ts';
import { noStore, OauthError } from './errors.ts';
import { readForm } from './form.ts';
import { type OauthContext, withProvenClient } from './prove-client.ts';

/** RFC 7009: a client ends a token of its own, at once. A token that is not its own, or is none, is answered the same. */
export async function revokeToken(request: NextRequest, context: OauthContext): Promise<Response> {
  const form = await readForm(request);
  const presented = readClientCredentials(request, form);
  const token = form.get('token');
  if (token === undefined) throw new OauthError('invalid_request', 'token is missing.');
  await withProvenClient(context, 'api.revoke', presented, async (uow, { clientId }) => {
    const ended = await revokeAccessToken(uow, { clientId, token });
    uow.audit({ action: 'api.revoke', entityType: 'api_client', entityId: clientId, detail: { ended } });
  });
  return new Response(null, { status: 200, headers: noStore });
}
