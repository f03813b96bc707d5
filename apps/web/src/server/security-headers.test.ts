import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { answerKind, contentSecurityPolicy, securityHeaders } from './security-headers.ts';

const production = { nonce: 'bm9uY2U=', secure: true, development: false };
const app = path.join(import.meta.dirname, '../../app');

/** An address that a route's folder serves: (groups) vanish, [parameters] get a value. */
const addressOf = (route: string) =>
  `/${path
    .dirname(route)
    .replace(/\([^)]*\)\//g, '')
    .replace(/\[[^\]]*\]/g, 'x')}`;

describe('the content security policy', () => {
  // @proves G7 V1.3.2 V3.4.3 V14.2.3
  it('of a page lets no script run without the nonce and no style without it or our own origin', () => {
    const policy = contentSecurityPolicy('page', production);
    expect(policy).not.toMatch(/unsafe-inline|unsafe-eval|unsafe-hashes|https?:|\*/);
    expect(policy).toContain(`script-src 'self' 'nonce-bm9uY2U=' 'strict-dynamic';`);
    expect(policy).toContain(`style-src 'self' 'nonce-bm9uY2U=';`);
    for (const rule of [`default-src 'none'`, `object-src 'none'`, `connect-src 'self'`])
      expect(policy.split('; ')).toContain(rule);
  });

  // @proves V3.4.6
  it.each(['page', 'file', 'api'] as const)(
    'of a %s lets nobody frame it, rebase it or take its forms',
    (kind) => {
      const rules = contentSecurityPolicy(kind, production).split('; ');
      expect(rules).toContain(`frame-ancestors 'none'`);
      expect(rules).toContain(`base-uri 'none'`);
      expect(rules).toContain(`form-action 'self'`);
      expect(rules.some((rule) => rule.startsWith('report'))).toBe(false);
    },
  );

  it('knows which of our addresses are files, data and pages', () => {
    const routes = fs
      .globSync('{**,.well-known/**,**/.well-known/**}/route.ts', { cwd: app })
      .map((route) => addressOf(route));
    expect(routes.length).toBeGreaterThan(3);
    for (const address of routes)
      expect([address, answerKind(address)]).toEqual([
        address,
        /^\/(api|\.well-known)\//.test(address) ? 'api' : 'file',
      ]);
    for (const page of fs.globSync('**/page.tsx', { cwd: app }))
      expect([page, answerKind(addressOf(page))]).toEqual([page, 'page']);
  });
});

describe('the other headers', () => {
  // @proves V3.4.1
  it('hold the browser to https where people come over https, and only there', () => {
    expect(securityHeaders('page', production)['Strict-Transport-Security']).toMatch(/^max-age=31536000/);
    expect(securityHeaders('page', { ...production, secure: false })).not.toHaveProperty(
      'Strict-Transport-Security',
    );
  });

  // @proves V3.4.4 V3.4.5 V3.4.8 V3.5.8 V14.2.2 V14.3.2
  it.each(['page', 'file', 'api'] as const)(
    'keep a %s out of caches, other windows and other sites',
    (kind) => {
      expect(securityHeaders(kind, production)).toMatchObject({
        'Cache-Control': 'no-store',
        'X-Content-Type-Options': 'nosniff',
        'Referrer-Policy': 'same-origin',
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Resource-Policy': 'same-origin',
      });
    },
  );

  it('switch off what a browser offers, but not passkeys', () => {
    const policy = securityHeaders('page', production)['Permissions-Policy'];
    expect(policy).toContain('camera=()');
    expect(policy).toContain('publickey-credentials-get=(self)');
    expect(policy).toContain('publickey-credentials-create=(self)');
  });
});
