import { createPublicKey, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { DomainError } from '../shared/errors.ts';

/**
 * Signatures a client may use, by kind of key. RSA PKCS#1 v1.5 (RS256) is left out (FAPI 2.0 section 5.4, ASVS 5.0 appendix C), and so
 * is everything symmetric: a public key can not be taken for a shared secret.
 */
export const signatureAlgorithms = ['PS256', 'ES256', 'ES384', 'EdDSA', 'Ed25519'] as const;
export type SignatureAlgorithm = (typeof signatureAlgorithms)[number];

/** A public key as it is stored: kid, kty and the public members, nothing else. */
export type PublicJwk = JWK & { kid: string };

/** Which signatures a key can have made; none for a key that is not accepted. */
export function algorithmsFor(jwk: JWK): readonly SignatureAlgorithm[] {
  if (jwk.kty === 'RSA') return ['PS256'];
  if (jwk.kty === 'EC' && jwk.crv === 'P-256') return ['ES256'];
  if (jwk.kty === 'EC' && jwk.crv === 'P-384') return ['ES384'];
  if (jwk.kty === 'OKP' && jwk.crv === 'Ed25519') return ['EdDSA', 'Ed25519'];
  return [];
}

/** How a key is called on the screen. */
export const keyWords = (jwk: JWK): string =>
  jwk.kty === 'RSA' ? 'RSA' : jwk.kty === 'EC' ? `楕円曲線 ${jwk.crv}` : String(jwk.crv ?? jwk.kty);

const mostKeys = 4;
const mostCharacters = 20_000;
const refuse = (sentence: string) => new DomainError('invalid', sentence, 'publicKey');
const privateSentence =
  '秘密鍵が含まれています。この鍵は漏れたものとして使うのをやめ、新しい鍵の組を作って、公開鍵だけを貼り付けてください。';
const shapeSentence =
  '公開鍵として読めません。PEM（-----BEGIN PUBLIC KEY-----）か JWK / JWKS の JSON を、そのまま貼り付けてください。';

/**
 * Reads what an administrator pastes: a public key as PEM (SubjectPublicKeyInfo), a JWK, or a JWK Set of at most four.
 * RSA of 2048 to 4096 bits, P-256, P-384 and Ed25519 are accepted.
 * @throws DomainError invalid with a sentence that says what to paste instead; never repeats what was pasted
 */
export async function readPublicKeys(text: string): Promise<PublicJwk[]> {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > mostCharacters) throw refuse(shapeSentence);
  if (trimmed.includes('PRIVATE KEY')) throw refuse(privateSentence);
  const given = trimmed.startsWith('-----BEGIN PUBLIC KEY-----') ? [trimmed] : keysInJson(trimmed);
  if (given.length === 0 || given.length > mostKeys)
    throw refuse(`公開鍵は1本から${mostKeys}本までです。数を確かめてください。`);
  const keys = await Promise.all(given.map(readOne));
  if (new Set(keys.map((key) => key.kid)).size !== keys.length)
    throw refuse('同じ名前（kid）の鍵が二つあります。鍵ごとに違う kid を付けてください。');
  return keys;
}

function keysInJson(text: string): JWK[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refuse(shapeSentence);
  }
  if (typeof value !== 'object' || value === null) throw refuse(shapeSentence);
  const keys = 'keys' in value ? value.keys : [value];
  if (!Array.isArray(keys) || keys.some((key) => typeof key !== 'object' || key === null))
    throw refuse(shapeSentence);
  return keys as JWK[];
}

async function readOne(given: string | JWK): Promise<PublicJwk> {
  if (
    typeof given !== 'string' &&
    ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'].some((name) => name in given)
  )
    throw refuse(privateSentence);
  if (typeof given !== 'string' && given.use !== undefined && given.use !== 'sig')
    throw refuse('署名用（use: sig）ではない鍵です。署名用の公開鍵を貼り付けてください。');
  let key: KeyObject;
  try {
    key = createPublicKey(
      typeof given === 'string'
        ? given
        : ({ key: given, format: 'jwk' } as Parameters<typeof createPublicKey>[0]),
    );
  } catch {
    throw refuse(shapeSentence);
  }
  requireStrength(key);
  const jwk = key.export({ format: 'jwk' }) as JWK;
  const thumbprint = await calculateJwkThumbprint(jwk, 'sha256');
  const kid =
    typeof given !== 'string' && typeof given.kid === 'string' && given.kid !== '' ? given.kid : thumbprint;
  if (kid.length > 200) throw refuse('鍵の名前（kid）は200文字までです。短くしてください。');
  return { ...jwk, kid };
}

function requireStrength(key: KeyObject): void {
  const details = key.asymmetricKeyDetails;
  switch (key.asymmetricKeyType) {
    case 'rsa': {
      const bits = details?.modulusLength ?? 0;
      if (bits < 2048 || bits > 4096)
        throw refuse(`RSA の鍵は 2048〜4096 ビットのものを使ってください（この鍵は ${bits} ビットです）。`);
      if ((details?.publicExponent ?? 0n) < 65_537n)
        throw refuse('RSA の鍵の公開指数が小さすぎます。65537 で作り直してください。');
      return;
    }
    case 'ec':
      if (details?.namedCurve !== 'prime256v1' && details?.namedCurve !== 'secp384r1')
        throw refuse('楕円曲線は P-256 か P-384 の鍵を使ってください。');
      return;
    case 'ed25519':
      return;
    default:
      throw refuse('使える鍵は、RSA（2048ビット以上）・P-256・P-384・Ed25519 です。');
  }
}
