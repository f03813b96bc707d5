import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostileTexts } from '../testing/hostile.ts';
import { safeNext } from './safe-next.ts';

const home = 'https://clinic.example';

describe('the page after signing in', () => {
  it.each([
    '/c/shirube/board',
    '/c/shirube/patients/7d843bc2-25cf-40d5-9a37-b4e2f31d4b3c/encounters/7d843bc2-25cf-40d5-9a37-b4e2f31d4b3c',
    '/c/shirube/signing/callback?code=a-b_c&state=d%20e',
    '/account',
    '/account/factors',
    '/invite',
  ])('is the one that was asked for: %s', (page) => expect(safeNext(page)).toBe(page));

  // @proves V1.2.2 V3.7.2
  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/c/..//evil.example',
    '/c/shirube/../../..//evil.example',
    '/c/shirube\\@evil.example',
    '/c/shirube:pw@evil.example',
    '/accountevil',
    '/invite/evil',
    '/invite?code=x',
    '/account@evil.example',
    'javascript:alert(1)',
    '/c/shirube/board#javascript:alert(1)',
    '/c/shirube/board\r\nSet-Cookie: a=b',
    '/c/shirube/board\n',
    ' /c/shirube/board',
    '/api/auth/signout',
    '/sign-in?next=/sign-in',
    '/c//board',
    '/C/shirube/board',
    '',
    undefined,
    ['/c/shirube/board', '//evil.example'],
  ])('is the first one instead of %j', (next) => expect(safeNext(next)).toBe('/'));

  // @proves V1.2.2 V3.7.2
  it('is always a page of ours, whatever was asked for', () => {
    const parts = fc.oneof(
      fc.constantFrom('/', '//', '\\', '.', '..', ':', '@', '%2f', '%5c', '%0d%0a', '#', '?', 'c', 'account'),
      fc.constantFrom('evil.example', 'https:', 'javascript:', '/c/x/', '/account', '\t', '\u2028', '／'),
      fc.constantFrom(...hostileTexts.filter((text) => text.length < 200)),
      fc.string({ unit: 'binary', maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 8 }), (chosen) => {
        const next = safeNext(chosen.join(''));
        const target = new URL(next, home);
        expect(target.origin).toBe(home);
        expect(next).toMatch(/^\/(?:c\/|account|invite$|$)/);
        expect(target.href).toBe(`${home}${next}`);
      }),
      { numRuns: 1_000 },
    );
  });
});
