import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, EmbeddedJWK, type JWK, jwtVerify } from 'jose';
import { clockTolerance, type OneTimeProof, ProofRefused, readHeader, requireJti } from './assertion.ts';
import { algorithmsFor } from './keys.ts';
import { sha256 } from './secrets.ts';

/** how long after it was made a proof is taken, in seconds */
const freshness = 60;

/**
 * DPoP (RFC 9449 section 4.3): the sender holds the key in the header, and made this proof for this request.
 * @param url what was called, as the outside knows it; query and fragment do not count
 * @param accessToken at a resource: the token the proof must name (ath)
 * @returns the thumbprint of the key (RFC 7638), and the fingerprint by which the proof is used up
 * @throws ProofRefused
 */
export async function verifyDpopProof(input: {
  proof: string;
  method: string;
  url: string;
  accessToken: string | null;
  now: Date;
}): Promise<OneTimeProof & { thumbprint: string }> {
  const { alg } = readHeader(input.proof, ['dpop+jwt'], ['jwk']);
  const verified = await jwtVerify(input.proof, EmbeddedJWK, {
    algorithms: [alg],
    currentDate: input.now,
    clockTolerance,
    requiredClaims: ['jti', 'htm', 'htu', 'iat'],
  }).catch((error: { code?: string; claim?: string }) => {
    throw new ProofRefused(error.claim ?? error.code ?? 'invalid');
  });
  const jwk = verified.protectedHeader.jwk as JWK;
  if (!algorithmsFor(jwk).includes(alg)) throw new ProofRefused('algorithm');
  const { htm, htu, iat, ath, jti } = verified.payload;
  if (htm !== input.method || typeof htu !== 'string' || plain(htu) !== plain(input.url))
    throw new ProofRefused('htu');
  const age = input.now.getTime() / 1000 - (iat as number);
  if (age < -clockTolerance || age > freshness + clockTolerance) throw new ProofRefused('iat');
  if (
    input.accessToken !== null &&
    ath !== createHash('sha256').update(input.accessToken).digest('base64url')
  )
    throw new ProofRefused('ath');
  const thumbprint = await calculateJwkThumbprint(jwk, 'sha256');
  return {
    thumbprint,
    fingerprint: sha256(`dpop ${thumbprint} ${requireJti(jti)}`),
    expiresAt: new Date(((iat as number) + freshness + 2 * clockTolerance) * 1000),
  };
}

function plain(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
