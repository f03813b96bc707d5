import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { algorithmsFor, readPublicKeys } from './keys.ts';
import { newKey } from './testing/signing.ts';

const pemOf = (pair: { publicKey: { export(options: { type: 'spki'; format: 'pem' }): string | Buffer } }) =>
  pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();

describe('a public key that an administrator pastes', () => {
  it.each([
    ['PS256', {}, ['PS256']],
    ['ES256', {}, ['ES256']],
    ['ES384', {}, ['ES384']],
    ['EdDSA', { crv: 'Ed25519' }, ['EdDSA', 'Ed25519']],
  ])('is read as PEM, as JWK and as JWK Set alike (%s)', async (alg, options, algorithms) => {
    const key = await newKey(alg, options);
    const fromPem = await readPublicKeys(`\n${key.pem}\n`);
    expect(await readPublicKeys(JSON.stringify(key.publicJwk))).toEqual(fromPem);
    expect(await readPublicKeys(JSON.stringify({ keys: [key.publicJwk] }))).toEqual(fromPem);
    expect(fromPem).toMatchObject([{ kid: key.thumbprint, kty: key.publicJwk.kty }]);
    expect(algorithmsFor(fromPem[0]!)).toEqual(algorithms);
  });

  it('keeps its own name', async () => {
    const key = await newKey('ES256');
    expect(await readPublicKeys(JSON.stringify({ ...key.publicJwk, kid: 'lab-2026' }))).toMatchObject([
      { kid: 'lab-2026' },
    ]);
  });

  // @proves V11.6.1
  it.each([
    ['RSA of 1024 bits', () => pemOf(generateKeyPairSync('rsa', { modulusLength: 1024 })), /1024 ビット/],
    [
      'RSA with exponent 3',
      () => pemOf(generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 3 })),
      /公開指数/,
    ],
    ['secp256k1', () => pemOf(generateKeyPairSync('ec', { namedCurve: 'secp256k1' })), /P-256/],
    ['X25519', () => pemOf(generateKeyPairSync('x25519')), /使える鍵/],
    ['a shared secret', () => JSON.stringify({ kty: 'oct', k: 'c2VjcmV0' }), /秘密鍵/],
    ['nonsense', () => 'ssh-ed25519 AAAA', /PEM/],
    ['JSON that is no key', () => '[1]', /PEM|公開鍵/],
    ['nothing', () => '  ', /PEM/],
    ['a point off the curve', () => JSON.stringify({ kty: 'EC', crv: 'P-256', x: 'AAAA', y: 'AAAA' }), /PEM/],
    ['an empty set', () => '{"keys":[]}', /1本から/],
  ])('is refused: %s', async (_, make, sentence) => {
    await expect(readPublicKeys(make())).rejects.toMatchObject({
      code: 'invalid',
      userMessage: expect.stringMatching(sentence),
    });
  });

  it('is refused when it is a private key, in every form, without repeating it', async () => {
    const key = await newKey('ES256');
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
    for (const text of [
      JSON.stringify(key.privateJwk),
      JSON.stringify({ keys: [key.publicJwk, key.privateJwk] }),
      rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      rsa.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
    ]) {
      const error = await readPublicKeys(text).catch((each: Error) => each);
      expect(error).toMatchObject({ userMessage: expect.stringContaining('秘密鍵が含まれています') });
      expect(String(error)).not.toContain(String(key.privateJwk.d));
    }
  });

  it('is refused for encryption, twice under one name, and beyond four', async () => {
    const keys = await Promise.all([1, 2, 3, 4, 5].map(() => newKey('ES256')));
    await expect(readPublicKeys(JSON.stringify({ ...keys[0]!.publicJwk, use: 'enc' }))).rejects.toMatchObject(
      { code: 'invalid' },
    );
    const named = keys.map((key, index) => ({ ...key.publicJwk, kid: index < 2 ? 'same' : `k${index}` }));
    await expect(readPublicKeys(JSON.stringify({ keys: named.slice(0, 2) }))).rejects.toMatchObject({
      userMessage: expect.stringContaining('kid'),
    });
    await expect(
      readPublicKeys(JSON.stringify({ keys: keys.map((key) => key.publicJwk) })),
    ).rejects.toMatchObject({ code: 'invalid' });
  });
});
