import { defineConfig } from 'vitest/config';

const common = { environment: 'node' as const, testTimeout: 20_000 };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...common,
          name: 'unit',
          include: ['{packages,apps,prisma,tools}/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', '**/*.db.test.ts', '**/*.e2e.test.ts', '**/.next/**'],
        },
      },
      {
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
