import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/**
 * AES-256-GCM for what must be kept but is nobody's reading: exchanges with outside services, signing tokens.
 * Layout: version 1 byte, nonce 12, tag 16, ciphertext. The key is 32 bytes.
 */
const version = 1;

export function encryptAtRest(key: Uint8Array, plain: Uint8Array): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return new Uint8Array(Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), body]));
}

/** Throws when the bytes were changed or the key is another one. */
export function decryptAtRest(key: Uint8Array, sealed: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.from(sealed);
  if (bytes[0] !== version) throw new Error('unknown encryption version');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, 13), { authTagLength: 16 });
  decipher.setAuthTag(bytes.subarray(13, 29));
  return new Uint8Array(Buffer.concat([decipher.update(bytes.subarray(29)), decipher.final()]));
}
