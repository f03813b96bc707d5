import { createHash, randomBytes } from 'node:crypto';

/**
 * Secrets and tokens are 256 random bits, so their SHA-256 is kept and not a slow password hash: there is nothing to guess
 * (ASVS 5.0 V6.5.2 asks for a password hash below 112 bits only), and a slow hash would let anybody keep the server busy.
 * The prefix lets a scanner of source code recognise one that was left behind.
 */
export const newClientSecret = (): string => `shirube_secret_${randomBytes(32).toString('base64url')}`;
export const newAccessToken = (): string => `shirube_token_${randomBytes(32).toString('base64url')}`;

export const sha256 = (text: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHash('sha256').update(text).digest());
