import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort, startEmbedded } from './embedded.ts';
import { repositoryRoot } from './paths.ts';
import { diffSchemas, readSchemaFiles } from './schema-engine.ts';

/**
 * `npm run db:diff -- [REV]`: the SQL from the schema committed at REV (default HEAD; `empty` for none) to the
 * schema in the working tree. Policies, triggers, grants and reference keys are written by hand beside it.
 */
function schemaAt(revision: string) {
  const names = execFileSync('git', ['ls-tree', '--name-only', revision, 'prisma/schema/'], {
    cwd: repositoryRoot,
    encoding: 'utf8',
  });
  return names
    .split('\n')
    .filter((name) => name.endsWith('.prisma'))
    .map((name) => ({
      path: path.join(repositoryRoot, name),
      content: execFileSync('git', ['show', `${revision}:${name}`], {
        cwd: repositoryRoot,
        encoding: 'utf8',
      }),
    }));
}

const revision = process.argv[2] ?? 'HEAD';
const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'shirube-diff-'));
fs.chmodSync(directory, 0o755);
const server = await startEmbedded({
  directory: path.join(directory, 'pg'),
  port: await freePort(),
  password: 'diff',
  disposable: true,
});
try {
  const from = revision === 'empty' ? null : schemaAt(revision);
  process.stdout.write(await diffSchemas(server.adminUrl, from, readSchemaFiles()));
} finally {
  await server.stop();
  fs.rmSync(directory, { recursive: true, force: true });
}
