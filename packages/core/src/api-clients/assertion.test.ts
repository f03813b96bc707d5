import { createHmac, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { claimedSubject, verifyAssertion } from './assertion.ts';
import { verifyDpopProof } from './dpop.ts';
import { readPublicKeys } from './keys.ts';
import { newKey, rawToken, signAssertion, signProof, type TestKey } from './testing/signing.ts';

const issuer = 'https://shirube.example';
const clientId = '0198c0de-0000-7000-8000-000000000001';
// half past midnight in Tokyo: an instant is an instant
const now = new Date('2026-11-21T00:30:00+09:00');
const seconds = now.getTime() / 1000;

let key: TestKey;
let rsa: TestKey;
let stranger: TestKey;
let credentials: Parameters<typeof verifyAssertion>[0]['credentials'];

beforeAll(async () => {
  [key, rsa, stranger] = await Promise.all([newKey('ES256'), newKey('PS256'), newKey('ES256')]);
  credentials = [
    { id: 'old', keys: await readPublicKeys(JSON.stringify({ ...rsa.publicJwk, kid: 'rsa-2025' })) },
    { id: 'new', keys: await readPublicKeys(JSON.stringify({ ...key.publicJwk, kid: 'ec-2026' })) },
  ];
});

const verify = (assertion: string) => verifyAssertion({ assertion, clientId, issuer, credentials, now });
const sign = (
  changes: { claims?: Record<string, unknown>; header?: Record<string, unknown>; key?: TestKey } = {},
) => signAssertion(changes.key ?? key, { clientId, issuer, now, ...changes });
const reasonOf = async (assertion: string) =>
  verify(assertion).then(
    () => 'believed',
    (error: { reason?: string }) => error.reason ?? 'crashed',
  );

describe('an assertion', () => {
  it('is believed when one of the clinic’s own keys for this client signed it', async () => {
    expect(await verify(await sign())).toMatchObject({ credentialId: 'new' });
    expect(await verify(await sign({ header: { kid: 'ec-2026', typ: 'JWT' } }))).toMatchObject({
      credentialId: 'new',
    });
    expect(await verify(await sign({ key: rsa, header: { kid: 'rsa-2025' } }))).toMatchObject({
      credentialId: 'old',
    });
  });

  it('has a fingerprint of its jti and its client, until it has run out', async () => {
    const first = await verify(await sign({ claims: { jti: 'a' } }));
    expect((await verify(await sign({ claims: { jti: 'a', exp: seconds + 60 } }))).fingerprint).toEqual(
      first.fingerprint,
    );
    expect((await verify(await sign({ claims: { jti: 'b' } }))).fingerprint).not.toEqual(first.fingerprint);
    expect(first.expiresAt.getTime()).toBeGreaterThan(now.getTime() + 120_000);
  });

  // @proves V9.1.1 V9.1.2
  it('is refused when the signature is not from a registered key, or is none', async () => {
    expect(await reasonOf(await sign({ key: stranger }))).toBe('signature');
    const [header, payload] = (await sign()).split('.') as [string, string];
    expect(await reasonOf(`${header}.${payload}.`)).toBe('signature');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const changed = Buffer.from(JSON.stringify({ ...claims, exp: claims.exp + 60 })).toString('base64url');
    expect(await reasonOf(`${header}.${changed}.${(await sign()).split('.')[2]}`)).toBe('signature');
    for (const alg of ['none', 'None', 'nOnE', '', 'HS256', 'HS512', 'RS256', 'ES512', 'PBES2-HS256+A128KW'])
      expect([alg, await reasonOf(rawToken({ alg, typ: 'JWT' }, claims))]).toEqual([alg, 'algorithm']);
  });

  // @proves V9.1.2
  it('is refused when a public key was used as a shared secret', async () => {
    const claims = { iss: clientId, sub: clientId, aud: issuer, exp: seconds + 60, jti: randomUUID() };
    for (const secret of [rsa.pem, rsa.pem.trim(), JSON.stringify(rsa.publicJwk)]) {
      const unsigned = rawToken({ alg: 'HS256', typ: 'JWT' }, claims).slice(0, -1);
      const signature = createHmac('sha256', secret).update(unsigned).digest('base64url');
      expect(await reasonOf(`${unsigned}.${signature}`)).toBe('algorithm');
    }
    // the right kind of signature under the name of another algorithm
    const [, payload, signature] = (await sign()).split('.');
    for (const alg of ['PS256', 'ES384', 'EdDSA']) {
      const header = Buffer.from(JSON.stringify({ alg, typ: 'JWT' })).toString('base64url');
      expect([alg, await reasonOf(`${header}.${payload}.${signature}`)]).not.toEqual([alg, 'believed']);
    }
  });

  // @proves V9.1.3
  it('is refused when it brings its own key, or names one that is not registered', async () => {
    for (const header of [
      { jwk: stranger.publicJwk },
      { jku: 'https://evil.example/jwks.json' },
      { x5u: 'https://evil.example/cert.pem' },
      { x5c: ['AAAA'] },
    ])
      expect(await reasonOf(await sign({ key: stranger, header }))).toBe('foreign_key');
    for (const kid of [
      '',
      '../../dev/null',
      "' OR 1=1 --",
      'ec-2026\u0000',
      '__proto__',
      'constructor',
      'rsa-2025',
    ])
      expect([kid, await reasonOf(await sign({ key: stranger, header: { kid } }))]).toEqual([
        kid,
        'unknown_key',
      ]);
    expect(await reasonOf(rawToken({ alg: 'ES256', typ: 'JWT', kid: { $ne: null } }, {}, 'AAAA'))).toMatch(
      /kid|not_a_jwt/,
    );
  });

  // @proves V9.2.1
  it.each([
    ['expired', { exp: seconds - 11 }, 'expired'],
    ['valid for longer than five minutes', { exp: seconds + 311 }, 'exp'],
    ['valid for a year', { exp: seconds + 31_536_000 }, 'exp'],
    ['without an end', { exp: undefined }, 'exp'],
    ['made in the future', { iat: seconds + 60 }, 'iat'],
    ['not valid yet', { nbf: seconds + 60 }, 'nbf'],
    ['with a date that is none', { exp: '9999999999' }, 'exp'],
    ['with an infinite end', { exp: Number.MAX_VALUE }, 'exp'],
    ['without an id', { jti: undefined }, 'jti'],
    ['with an empty id', { jti: '' }, 'jti'],
    ['with an id that is no text', { jti: { a: 1 } }, 'jti'],
    ['with an endless id', { jti: 'x'.repeat(256) }, 'jti'],
    ['of another client', { sub: '0198c0de-0000-7000-8000-000000000002' }, 'sub'],
    ['issued by another client', { iss: '0198c0de-0000-7000-8000-000000000002' }, 'iss'],
  ])('is refused when it is %s', async (_, claims, reason) => {
    expect(await reasonOf(await sign({ claims }))).toBe(reason);
  });

  // @proves V9.2.3
  it.each([
    ['another server', 'https://other.example'],
    ['the token endpoint instead of the issuer', `${issuer}/api/oauth/token`],
    ['the issuer with a slash', `${issuer}/`],
    ['the issuer among others', [issuer, 'https://other.example']],
    ['the issuer alone, but as a list', [issuer]],
    ['nobody', undefined],
    ['an object', { toString: issuer }],
  ])('is refused when its audience is %s', async (_, aud) => {
    expect(await reasonOf(await sign({ claims: { aud } }))).toBe('aud');
  });

  // @proves V9.2.2
  it('is refused when it is a token of another kind', async () => {
    for (const typ of ['at+jwt', 'dpop+jwt', 'logout+jwt', 'JOSE', 7])
      expect([typ, await reasonOf(await sign({ header: { typ } }))]).toEqual([typ, 'type']);
  });

  it('is refused, and nothing breaks, whatever text it is', async () => {
    const anything = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.array(fc.string(), { minLength: 3, maxLength: 3 }).map((parts) => parts.join('.')),
      fc
        .tuple(fc.json(), fc.json(), fc.base64String())
        .map(([header, payload, signature]) =>
          [
            Buffer.from(header).toString('base64url'),
            Buffer.from(payload).toString('base64url'),
            signature,
          ].join('.'),
        ),
      fc.constant('x'.repeat(100_000)),
    );
    await fc.assert(
      fc.asyncProperty(anything, async (text) => {
        const reason = await reasonOf(text);
        expect(['believed', 'crashed']).not.toContain(reason);
        expect(() => claimedSubject(text)).not.toThrow();
      }),
      { numRuns: 300 },
    );
  });
});

describe('a DPoP proof', () => {
  const url = `${issuer}/api/v1/me`;
  const check = (proof: string, accessToken: string | null = null) =>
    verifyDpopProof({ proof, method: 'GET', url, accessToken, now }).then(
      (proven) => proven.thumbprint,
      (error: { reason?: string }) => error.reason ?? 'crashed',
    );
  const prove = (changes: Parameters<typeof signProof>[1] | object = {}) =>
    signProof(key, { method: 'GET', url, now, ...changes });

  it('names the key that made it', async () => {
    expect(await check(await prove())).toBe(key.thumbprint);
    expect(await check(await prove({ url: `${url}?patientNumber=1` }))).toBe(key.thumbprint);
    expect(await check(await prove({ accessToken: 'token' }), 'token')).toBe(key.thumbprint);
  });

  it.each([
    ['another method', { method: 'POST' }, 'htu'],
    ['another address', { url: `${issuer}/api/v1/clinic` }, 'htu'],
    ['another host', { url: 'https://other.example/api/v1/me' }, 'htu'],
    ['no address', { claims: { htu: undefined } }, 'htu'],
    ['an old moment', { now: new Date(now.getTime() - 71_000) }, 'iat'],
    ['a moment to come', { now: new Date(now.getTime() + 60_000) }, 'iat'],
    ['another token', { accessToken: 'other' }, 'ath'],
    ['no token', {}, 'ath'],
    ['no id', { claims: { jti: undefined } }, 'jti'],
    ['another kind of token', { header: { typ: 'JWT' } }, 'type'],
  ])('is refused for %s', async (_, changes, reason) => {
    expect(
      await check(
        await prove({
          accessToken: 'token',
          ...(reason === 'ath' ? { accessToken: undefined } : {}),
          ...changes,
        }),
        'token',
      ),
    ).toBe(reason);
  });

  it('is refused when the key in it is not the one that signed, is private, or is a shared secret', async () => {
    expect(await check(await prove({ header: { jwk: stranger.publicJwk } }))).toMatch(/SIGNATURE/);
    for (const jwk of [key.privateJwk, { kty: 'oct', k: 'c2VjcmV0' }, null, 'x', {}])
      expect(await check(await prove({ header: { jwk } }))).not.toBe(key.thumbprint);
  });
});
