import { createHash, randomUUID } from 'node:crypto';
import {
  calculateJwkThumbprint,
  exportJWK,
  exportSPKI,
  type GenerateKeyPairResult,
  generateKeyPair,
  type JWK,
  SignJWT,
} from 'jose';

/** A key pair as a laboratory would hold it. */
export interface TestKey {
  alg: string;
  privateKey: GenerateKeyPairResult['privateKey'];
  publicJwk: JWK;
  privateJwk: JWK;
  pem: string;
  thumbprint: string;
}

export async function newKey(
  alg: string,
  options: { crv?: string; modulusLength?: number } = {},
): Promise<TestKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true, ...options });
  const publicJwk = await exportJWK(publicKey);
  return {
    alg,
    privateKey,
    publicJwk,
    privateJwk: await exportJWK(privateKey),
    pem: await exportSPKI(publicKey),
    thumbprint: await calculateJwkThumbprint(publicJwk),
  };
}

/** An assertion as the guide shows it; a test changes what it attacks. */
export function signAssertion(
  key: Pick<TestKey, 'alg' | 'privateKey'>,
  input: {
    clientId: string;
    issuer: string;
    now?: Date;
    claims?: Record<string, unknown>;
    header?: Record<string, unknown>;
  },
): Promise<string> {
  const seconds = Math.floor((input.now ?? new Date()).getTime() / 1000);
  return new SignJWT({
    iss: input.clientId,
    sub: input.clientId,
    aud: input.issuer,
    iat: seconds,
    exp: seconds + 120,
    jti: randomUUID(),
    ...input.claims,
  })
    .setProtectedHeader({ alg: key.alg, typ: 'client-authentication+jwt', ...input.header })
    .sign(key.privateKey);
}

/** A DPoP proof for one request. */
export function signProof(
  key: TestKey,
  input: {
    method: string;
    url: string;
    accessToken?: string;
    now?: Date;
    claims?: Record<string, unknown>;
    header?: Record<string, unknown>;
  },
): Promise<string> {
  return new SignJWT({
    htm: input.method,
    htu: input.url,
    iat: Math.floor((input.now ?? new Date()).getTime() / 1000),
    jti: randomUUID(),
    ...(input.accessToken === undefined
      ? {}
      : { ath: createHash('sha256').update(input.accessToken).digest('base64url') }),
    ...input.claims,
  })
    .setProtectedHeader({ alg: key.alg, typ: 'dpop+jwt', jwk: key.publicJwk, ...input.header })
    .sign(key.privateKey);
}

/** A token whose parts are exactly these: for forgeries no library would make. */
export const rawToken = (header: unknown, payload: unknown, signature = ''): string =>
  [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.') +
  `.${signature}`;
