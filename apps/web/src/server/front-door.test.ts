import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { turnedAway } from './front-door.ts';

describe('the front door', () => {
  it.each([
    '/',
    '/sign-in?next=%2Fc%2Fshirube%2Fboard',
    '/c/shirube/patients/7d843bc2-25cf-40d5-9a37-b4e2f31d4b3c/encounters/x?_rsc=a-b_c',
    '/_next/static/chunks/%5Broot-of-the-server%5D.js',
    '/c/%E3%81%82/board',
    '/c/x/board?name=%E0%A4%A',
  ])('is open for %s', (address) => expect(turnedAway('GET', address)).toBeNull());

  // @proves V1.2.2 V5.3.2
  it.each([
    ['/c/%E0%A4%A/board', 400],
    ['/c/%/board', 400],
    ['/c/x%00/board', 400],
    ['/c/x%0d%0aSet-Cookie:%20a=b/board', 400],
    ['//evil.example/', 400],
    ['/\\evil.example', 400],
    ['/%5cevil.example', 400],
    ['/..%2f..%2fetc/passwd', 400],
    ['/a/%2e%2e/b', 400],
    ['/a/../b', 400],
    ['http://evil.example/', 400],
    ['*', 400],
    ['', 400],
    ['/あ', 400],
    [`/${'x'.repeat(2_048)}`, 414],
  ])('is closed for %.60s', (address, status) => expect(turnedAway('GET', address)?.status).toBe(status));

  // @proves V13.4.4 V4.1.4
  it('is closed for methods that nothing here knows', () => {
    for (const method of ['TRACE', 'TRACK', 'CONNECT', 'PROPFIND', 'get', ''])
      expect(turnedAway(method, '/')).toMatchObject({ status: 405, allow: expect.stringContaining('GET') });
  });

  it('lets in only what a program can read as an address of ours', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const address = `/${text}`;
        if (turnedAway('GET', address) !== null) return;
        const read = new URL(address, 'https://clinic.example');
        expect(read.origin).toBe('https://clinic.example');
        expect(() => decodeURIComponent(read.pathname)).not.toThrow();
      }),
      { numRuns: 2_000 },
    );
  });
});
