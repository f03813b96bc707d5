/** Goes through the authorization page as a browser would: reads the form, presses a button, follows back. */
import { createHash, randomBytes } from 'node:crypto';
import type { Answer } from './client.ts';

const REDIRECT = 'http://127.0.0.1:3000/hpki/callback';

export async function authorize(
  url: string,
  loginHint: string,
  decision: 'approve' | 'deny' = 'approve',
): Promise<{
  returned: URL;
  exchange(changed?: Record<string, string>): Promise<{ status: number; body: Answer }>;
}> {
  const verifier = randomBytes(48).toString('base64url');
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: 'shirube',
    redirect_uri: REDIRECT,
    scope: 'service credential',
    state: 'state-1',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    login_hint: loginHint,
  });
  const shown = await (await fetch(`${url}/csc/v2/oauth2/authorize?${query}`)).text();
  const fields = [...shown.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
  const form = new URLSearchParams(fields.map(([, name, value]): [string, string] => [name!, value!]));
  form.set('decision', decision);
  const answer = await fetch(`${url}/csc/v2/oauth2/authorize`, {
    method: 'POST',
    body: form,
    redirect: 'manual',
  });
  const returned = new URL(answer.headers.get('location')!);
  return {
    returned,
    exchange: async (changed = {}) => {
      const response = await fetch(`${url}/csc/v2/oauth2/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          code: returned.searchParams.get('code') ?? '',
          redirect_uri: REDIRECT,
          client_id: 'shirube',
          code_verifier: verifier,
          ...changed,
        }),
      });
      return { status: response.status, body: await response.json() };
    },
  };
}

export async function signInAs(url: string, credentialId: string): Promise<string> {
  const granted = await authorize(url, credentialId);
  return (await granted.exchange()).body.access_token;
}
