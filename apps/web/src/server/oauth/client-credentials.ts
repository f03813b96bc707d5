import 'server-only';
import { claimedSubject } from '@shirube/core/api-clients';
import type { NextRequest } from 'next/server';
import { OauthError } from './errors.ts';

/** What a client sent to say who it is; nothing of it is checked yet. */
export type PresentedCredentials = { clientId: string; byHeader: boolean } & (
  | { kind: 'secret'; secret: string }
  | { kind: 'assertion'; assertion: string }
);

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

export const invalidClient = (byHeader: boolean): OauthError =>
  new OauthError(
    'invalid_client',
    'Client authentication failed.',
    401,
    byHeader ? { 'WWW-Authenticate': 'Basic realm="shirube", charset="UTF-8"' } : {},
  );

/**
 * client_secret_basic, client_secret_post or private_key_jwt: exactly one of them (RFC 6749 section 2.3).
 * @throws OauthError invalid_client without any, invalid_request with several or a malformed one
 */
export function readClientCredentials(request: NextRequest, form: Map<string, string>): PresentedCredentials {
  const header = request.headers.get('authorization');
  const secret = form.get('client_secret');
  const assertion = form.get('client_assertion');
  const given = [header, secret, assertion].filter((each) => each !== null && each !== undefined);
  if (given.length > 1) throw new OauthError('invalid_request', 'Use one way of client authentication only.');
  const named = form.get('client_id');
  if (header !== null) {
    const basic = readBasic(header);
    if (!basic) throw invalidClient(true);
    if (named !== undefined && named !== basic.clientId)
      throw new OauthError('invalid_request', 'client_id differs from the one that authenticates.');
    return { kind: 'secret', byHeader: true, ...basic };
  }
  if (secret !== undefined) {
    if (named === undefined) throw new OauthError('invalid_request', 'client_id is missing.');
    return { kind: 'secret', byHeader: false, clientId: named, secret };
  }
  if (assertion === undefined) throw invalidClient(false);
  if (form.get('client_assertion_type') !== assertionType)
    throw new OauthError('invalid_request', `client_assertion_type must be ${assertionType}.`);
  const subject = claimedSubject(assertion);
  if (subject === null) throw invalidClient(false);
  if (named !== undefined && named !== subject)
    throw new OauthError('invalid_request', 'client_id differs from the one that authenticates.');
  return { kind: 'assertion', byHeader: false, clientId: subject, assertion };
}

/** Both parts are form-encoded inside the Basic scheme (RFC 6749 section 2.3.1). */
function readBasic(header: string): { clientId: string; secret: string } | null {
  const encoded = /^Basic ([A-Za-z0-9+/]+={0,2})$/i.exec(header)?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 1) return null;
  try {
    const decode = (part: string) => decodeURIComponent(part.replaceAll('+', ' '));
    return { clientId: decode(text.slice(0, colon)), secret: decode(text.slice(colon + 1)) };
  } catch {
    return null;
  }
}
