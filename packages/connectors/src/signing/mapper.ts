import { PortError, type SigningCredential, signingError } from '@shirube/core/ports';
import { readSigner } from '@shirube/eprescription';
import {
  decodeBase64,
  isJsonObject,
  type JsonObject,
  MalformedAnswer,
  notAllowed,
  parseJsonObject,
  plainCode,
  refused,
  requiredString,
  requiredStrings,
} from '../http/index.ts';
import { NEEDED_METHODS } from './names.ts';

/** oauth2/token. expiresAt counts from the moment the code was sent, so it is never later than the service's own. */
export function readToken(body: Uint8Array, sentAt: Date): { token: string; expiresAt: string } {
  const answer = parseJsonObject(body);
  if (requiredString(answer, 'token_type').toLowerCase() !== 'bearer')
    throw new MalformedAnswer('token_type');
  const seconds = answer.expires_in;
  if (typeof seconds !== 'number' || !(seconds > 0) || seconds > 7 * 24 * 60 * 60) {
    throw new MalformedAnswer('expires_in');
  }
  return {
    token: requiredString(answer, 'access_token'),
    expiresAt: new Date(sentAt.getTime() + seconds * 1000).toISOString(),
  };
}

/** info: version 2 of the standard, with the methods we call. Throws PortError when the service is another one. */
export function requireOurProtocol(body: Uint8Array): void {
  const answer = parseJsonObject(body);
  const methods = requiredStrings(answer, 'methods');
  if (
    !requiredString(answer, 'specs').startsWith('2.') ||
    NEEDED_METHODS.some((each) => !methods.includes(each))
  )
    throw new PortError(
      'signing',
      'user_fixable',
      '電子署名サービスの方式が、このシステムと合っていません。システムの担当者に知らせてください。',
      'other_protocol',
    );
}

/** credentials/authorize: the SAD. An answer that has to be asked for again (handle) is not awaited. */
export function readAuthorization(body: Uint8Array): string {
  return requiredString(parseJsonObject(body), 'SAD');
}

/** credentials/list */
export function readCredentialIds(body: Uint8Array): string[] {
  return requiredStrings(parseJsonObject(body), 'credentialIDs');
}

/**
 * credentials/info. null when key or certificate is not usable (disabled, revoked, suspended). An expired
 * certificate is returned: validTo lets the screen say so. Who signs is read from the certificate, not from the
 * words around it.
 */
export function readCredential(body: Uint8Array, id: string): SigningCredential | null {
  const answer = parseJsonObject(body);
  const key = member(answer, 'key');
  const certificate = member(answer, 'cert');
  if (requiredString(key, 'status') !== 'enabled') return null;
  if (certificate.status === 'revoked' || certificate.status === 'suspended') return null;
  const chain = requiredStrings(certificate, 'certificates').map((text) =>
    decodeBase64(text, 'certificates'),
  );
  const first = chain[0];
  if (first === undefined) throw new MalformedAnswer('certificates');
  const mode = isJsonObject(answer.auth) ? answer.auth.mode : answer.authMode;
  // explicit: the service wants a PIN or a code with every signature, which one authentication a day cannot give
  if (mode === 'explicit') return null;
  return {
    id,
    chain,
    ...signerOf(first),
    multisign:
      typeof answer.multisign === 'number' && answer.multisign >= 1 ? Math.floor(answer.multisign) : 1,
    needsAuthorization: mode === 'implicit',
  };
}

/** What a certificate says of its holder. Throws MalformedAnswer when it is none. */
export function signerOf(
  certificate: Uint8Array,
): Pick<SigningCredential, 'signerName' | 'serial' | 'hcRoles' | 'validFrom' | 'validTo'> {
  try {
    const { signerName, serial, hcRoles, validFrom, validTo } = readSigner(certificate);
    return { signerName, serial, hcRoles, validFrom, validTo };
  } catch {
    throw new MalformedAnswer('certificates');
  }
}

/** signatures/signHash: as many raw signatures as digests were sent, in the same order. */
export function readSignatures(body: Uint8Array, expected: number): Uint8Array[] {
  const signatures = requiredStrings(parseJsonObject(body), 'signatures');
  if (signatures.length !== expected) throw new MalformedAnswer('signatures');
  return signatures.map((text) => decodeBase64(text, 'signatures'));
}

/** Error answer of the standard: {error, error_description}, status 400; 503 while the service is being maintained. */
export function readProblem(status: number, body: Uint8Array): PortError {
  if (status === 503) return signingError('maintenance');
  const answer = parseJsonObject(body);
  const code = plainCode(requiredString(answer, 'error')) ?? 'http_400';
  if (ENDED.has(code)) return notAllowed('signing', code);
  const description = answer.error_description;
  return refused('signing', typeof description === 'string' ? [description] : [], code);
}

/** The authorization cannot be used (any more); the doctor has to authorize again. */
const ENDED = new Set([
  'invalid_grant',
  'invalid_token',
  'invalid_client',
  'unauthorized_client',
  'access_denied',
]);

function member(object: JsonObject, name: string): JsonObject {
  const value = object[name];
  if (!isJsonObject(value)) throw new MalformedAnswer(name);
  return value;
}
