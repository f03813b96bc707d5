import { signingError } from '@shirube/core/ports';
import { MalformedAnswer, parseJsonObject } from '../http/index.ts';

/** Between the service's clock and ours; beyond it, signatures would carry a time that the national service refuses. */
const clockToleranceMs = 5 * 60_000;

/**
 * Reads the ID token of an authorization and returns when it ends: made for us (aud), for this very authorization (nonce), and by a
 * clock that agrees with ours. Its own signature is not looked at: the token came over the connection to the configured service
 * itself (OpenID Connect core §3.1.3.7, 6), and it is that service which will accept it or not.
 * @throws PortError access_denied, clock_skew; MalformedAnswer
 */
export function readIdToken(token: string, expected: { clientId: string; nonce: string; now: Date }): Date {
  const [, payload = '', ...rest] = token.split('.');
  if (rest.length !== 1) throw new MalformedAnswer('id_token');
  const claims = parseJsonObject(new Uint8Array(Buffer.from(payload, 'base64url')));
  const { iat, exp } = claims;
  if (typeof iat !== 'number' || typeof exp !== 'number') throw new MalformedAnswer('id_token');
  const audience = Array.isArray(claims.aud) ? claims.aud : [claims.aud];
  if (claims.nonce !== expected.nonce || audience.length !== 1 || audience[0] !== expected.clientId)
    throw signingError('access_denied');
  if (Math.abs(iat * 1000 - expected.now.getTime()) > clockToleranceMs) throw signingError('clock_skew');
  if (exp * 1000 <= expected.now.getTime()) throw signingError('access_denied');
  return new Date(exp * 1000);
}
