import { decodeProtectedHeader, importJWK, jwtVerify } from 'jose';
import { algorithmsFor, type PublicJwk, type SignatureAlgorithm, signatureAlgorithms } from './keys.ts';
import { sha256 } from './secrets.ts';

/** Why an assertion or a proof is not believed: a code for the audit trail; nothing of it goes to the caller. */
export class ProofRefused extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(reason);
    this.name = 'ProofRefused';
    this.reason = reason;
  }
}

/** A proof that can be used once, before `expiresAt`. */
export interface OneTimeProof {
  fingerprint: Uint8Array<ArrayBuffer>;
  expiresAt: Date;
}

const mostCharacters = 8_192;
/** how far the two clocks may be apart, in seconds (FAPI 2.0 section 5.3.2.1) */
export const clockTolerance = 10;
/** the longest an assertion may be valid, in seconds */
const longestValidity = 300;
/** header members by which a sender could bring its own key, or change what the signature means */
const foreignKeyMembers = ['jku', 'jwk', 'x5u', 'x5c', 'x5t', 'x5t#S256', 'crit', 'b64', 'zip'];

/**
 * The header of a compact JWS, before anything of it is trusted: the algorithm is on the list, the type is the one of this use, and
 * no key is brought along unless `allow` names its member.
 * @throws ProofRefused
 */
export function readHeader(
  token: string,
  types: readonly string[],
  allow: readonly string[] = [],
): { alg: SignatureAlgorithm; kid: string | undefined } {
  if (token.length > mostCharacters) throw new ProofRefused('too_long');
  let header: ReturnType<typeof decodeProtectedHeader>;
  try {
    header = decodeProtectedHeader(token);
  } catch {
    throw new ProofRefused('not_a_jwt');
  }
  const alg = signatureAlgorithms.find((each) => each === header.alg);
  if (!alg) throw new ProofRefused('algorithm');
  const { typ = '' } = header as { typ?: unknown };
  if (typeof typ !== 'string' || !types.includes(typ.toLowerCase().replace(/^application\//, '')))
    throw new ProofRefused('type');
  if (foreignKeyMembers.some((name) => name in header && !allow.includes(name)))
    throw new ProofRefused('foreign_key');
  if (header.kid !== undefined && typeof header.kid !== 'string') throw new ProofRefused('kid');
  return { alg, kid: header.kid };
}

/** A jti that identifies: a string of usual length. */
export function requireJti(jti: unknown): string {
  if (typeof jti !== 'string' || jti.length === 0 || jti.length > 255) throw new ProofRefused('jti');
  return jti;
}

/**
 * private_key_jwt (RFC 7523, as updated by draft-ietf-oauth-rfc7523bis): issuer and subject are the client, the audience is this
 * installation's issuer identifier as the only value, it is valid for at most five minutes, and it carries a jti.
 * Keys come from the clinic's page only; kid chooses among them by plain comparison.
 * @param credentials the client's live key credentials
 * @throws ProofRefused
 */
export async function verifyAssertion(input: {
  assertion: string;
  clientId: string;
  issuer: string;
  credentials: readonly { id: string; keys: readonly PublicJwk[] }[];
  now: Date;
}): Promise<OneTimeProof & { credentialId: string }> {
  const { assertion, clientId, issuer, now } = input;
  const { alg, kid } = readHeader(assertion, ['', 'jwt', 'client-authentication+jwt']);
  const candidates = input.credentials.flatMap((credential) =>
    credential.keys
      .filter((key) => algorithmsFor(key).includes(alg) && (kid === undefined || key.kid === kid))
      .map((key) => ({ credentialId: credential.id, key })),
  );
  if (candidates.length === 0) throw new ProofRefused('unknown_key');
  for (const { credentialId, key } of candidates) {
    const verified = await jwtVerify(assertion, await importJWK(key, alg), {
      algorithms: [alg],
      issuer: clientId,
      subject: clientId,
      currentDate: now,
      clockTolerance,
      requiredClaims: ['iss', 'sub', 'aud', 'exp', 'jti'],
    }).catch((error: { code?: string; claim?: string }) => {
      if (error.code === 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED') return null;
      throw new ProofRefused(error.code === 'ERR_JWT_EXPIRED' ? 'expired' : (error.claim ?? 'invalid'));
    });
    if (!verified) continue;
    const { aud, exp, iat, jti } = verified.payload;
    if (aud !== issuer) throw new ProofRefused('aud');
    const seconds = now.getTime() / 1000;
    if ((exp as number) > seconds + longestValidity + clockTolerance) throw new ProofRefused('exp');
    if (iat !== undefined && iat > seconds + clockTolerance) throw new ProofRefused('iat');
    return {
      credentialId,
      fingerprint: sha256(`assertion ${clientId} ${requireJti(jti)}`),
      expiresAt: new Date(((exp as number) + clockTolerance) * 1000),
    };
  }
  throw new ProofRefused('signature');
}

/** Whom an unverified assertion says it is of: good for finding the keys to check it with, and for nothing else. */
export function claimedSubject(assertion: string): string | null {
  try {
    const payload: unknown = JSON.parse(
      Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString('utf8'),
    );
    const subject = (payload as { sub?: unknown } | null)?.sub;
    return typeof subject === 'string' ? subject : null;
  } catch {
    return null;
  }
}
