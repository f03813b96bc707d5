import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NextConfig } from 'next';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** Of built files only: every other answer gets its headers, this one among them, from `proxy.ts`. */
const staticHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
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
    '@shirube/fhir-mapper',
    '@shirube/pdf',
    '@shirube/terminology',
    '@shirube/ui',
  ],
  // native and self-locating packages, and those that depend on the order of their imports, stay outside the bundle
  serverExternalPackages: [
    '@node-rs/argon2',
    '@prisma/adapter-pg',
    '@prisma/client',
    '@simplewebauthn/server',
    '@sparticuz/chromium',
    'pg',
    'pino',
    'playwright-core',
  ],
  // `npm run check` type-checks every package once; the build does not do it a second time
  typescript: { ignoreBuildErrors: true },
  headers: async () => [{ source: '/_next/static/:path*', headers: staticHeaders }],
  // a body is held back while the proxy runs; a file is the largest (see request-guard.ts)
  experimental: { proxyClientMaxBodySize: '11mb' },
};

export default config;
