import 'server-only';
import type { NextRequest } from 'next/server';
import { admit, type RequestRule } from '../request-guard.ts';
import { OauthError } from './errors.ts';

/** Programs post a form and show a credential. An assertion with an RSA signature is below 2 kB; nothing honest is longer than this. */
const oauthRule: RequestRule = {
  methods: ['POST'],
  contentTypes: ['application/x-www-form-urlencoded'],
  maxBytes: 16 * 1024,
  caller: 'token',
};

/**
 * The parameters of a form-encoded request, each at most once (RFC 6749 section 3.2). Parameters in the address are refused: addresses are
 * written into logs on the way.
 * @throws OauthError invalid_request
 */
export async function readForm(incoming: NextRequest): Promise<Map<string, string>> {
  if (incoming.nextUrl.search !== '')
    throw new OauthError('invalid_request', 'Parameters belong in the body, not in the URL.');
  const admitted = await admit(incoming, oauthRule);
  if ('refusal' in admitted)
    throw new OauthError(
      'invalid_request',
      `The body must be a form (application/x-www-form-urlencoded) of at most ${oauthRule.maxBytes} bytes.`,
      admitted.refusal.status,
    );
  const parameters = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(await admitted.request.text())) {
    if (parameters.has(name)) throw new OauthError('invalid_request', 'A parameter is given twice.');
    // a parameter without a value counts as absent (RFC 6749 section 3.2)
    if (value !== '') parameters.set(name, value);
  }
  return parameters;
}
