import path from 'node:path';
import { defineConfig } from 'vitest/config';

/** `server-only` throws outside a server build; here it is what is tested. `~` is the web app's own folder. */
const alias = {
  'server-only': path.resolve(import.meta.dirname, 'tools/testing/server-only.ts'),
  '~': path.resolve(import.meta.dirname, 'apps/web/src'),
};

const common = { environment: 'node' as const, testTimeout: 20_000 };

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          ...common,
          name: 'unit',
          include: ['{packages,apps,prisma,tools}/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', '**/*.db.test.ts', '**/*.e2e.test.ts', '**/.next/**'],
        },
      },
      {
        resolve: { alias },
        test: {
          ...common,
          name: 'db',
          include: ['{packages,apps,prisma}/**/*.db.test.ts'],
          exclude: ['**/node_modules/**', '**/.next/**'],
          globalSetup: ['packages/db/src/testing/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
