import { createDecipheriv, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decryptAtRest, encryptAtRest } from './encryption.ts';

const key = randomBytes(32);
const plain = Buffer.from('認証トークン', 'utf8');

describe('what is encrypted at rest', () => {
  it('comes back as it was, the empty value too', () => {
    expect(Buffer.from(decryptAtRest(key, encryptAtRest(key, plain)))).toEqual(plain);
    expect(decryptAtRest(key, encryptAtRest(key, new Uint8Array()))).toHaveLength(0);
  });

  // @proves V11.3.2
  it('is AES-256-GCM in the layout of decision 0008: version, nonce, tag, ciphertext', () => {
    const sealed = Buffer.from(encryptAtRest(key, plain));
    expect([sealed[0], sealed.length]).toEqual([1, 1 + 12 + 16 + plain.length]);
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 13));
    decipher.setAuthTag(sealed.subarray(13, 29));
    expect(Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()])).toEqual(plain);
    expect(() => encryptAtRest(randomBytes(16), plain)).toThrow();
  });

  // @proves V11.2.5 V11.3.3 C3
  it('is refused when a single bit of it was changed, or its end is gone', () => {
    const sealed = encryptAtRest(key, plain);
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Uint8Array.from(sealed);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => decryptAtRest(key, changed)).toThrow();
    }
    for (let length = 0; length < sealed.length; length += 1)
      expect(() => decryptAtRest(key, sealed.subarray(0, length))).toThrow();
  });

  // @proves G5
  it('is nothing to another key', () => {
    expect(() => decryptAtRest(randomBytes(32), encryptAtRest(key, plain))).toThrow();
  });

  // @proves V11.3.4
  it('has a nonce of its own each time', () => {
    const nonces = Array.from({ length: 2_000 }, () =>
      Buffer.from(encryptAtRest(key, plain).subarray(1, 13)).toString('hex'),
    );
    expect(new Set(nonces).size).toBe(nonces.length);
  });
});
