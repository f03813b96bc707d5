import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NextConfig } from 'next';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** Patient pages are never cached, framed, or sniffed; referrers never leave the clinic. */
const securityHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=()' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
];

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  turbopack: { root },
  outputFileTracingRoot: root,
  transpilePackages: [
    '@shirube/connectors',
    '@shirube/core',
    '@shirube/db',
    '@shirube/eprescription',
    '@shirube/pdf',
    '@shirube/terminology',
    '@shirube/ui',
  ],
  // native or self-locating packages stay outside the bundle
  serverExternalPackages: [
    '@node-rs/argon2',
    '@prisma/adapter-pg',
    '@prisma/client',
    '@sparticuz/chromium',
    'pg',
    'pino',
    'playwright-core',
  ],
  // `npm run check` type-checks every package once; the build does not do it a second time
  typescript: { ignoreBuildErrors: true },
  headers: async () => [
    { source: '/:path*', headers: securityHeaders },
    { source: '/c/:path*', headers: [{ key: 'Cache-Control', value: 'no-store' }] },
    { source: '/api/:path*', headers: [{ key: 'Cache-Control', value: 'no-store' }] },
  ],
};

export default config;
