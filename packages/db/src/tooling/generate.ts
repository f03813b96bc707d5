import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { repositoryRoot } from './paths.ts';

/** Generates the Prisma client. The CLI would download a schema engine that `generate` does not use. */
const result = spawnSync(
  process.execPath,
  [path.join(repositoryRoot, 'node_modules/prisma/build/index.js'), 'generate'],
  {
    cwd: repositoryRoot,
    stdio: 'inherit',
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true', CHECKPOINT_DISABLE: '1' },
  },
);
process.exitCode = result.status ?? 1;
