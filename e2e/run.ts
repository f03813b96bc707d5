import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort, repositoryRoot } from '../packages/db/src/tooling/index.ts';
import { startStack } from '../tools/demo/stack.ts';

/** Starts the whole product on free ports with a fresh database, runs the journeys, stops everything. */
const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'shirube-e2e-'));
fs.chmodSync(directory, 0o755);
const stack = await startStack({
  directory,
  reset: false,
  quiet: true,
  disposable: true,
  webPort: await freePort(),
  sandboxPort: await freePort(),
  databasePort: await freePort(),
  say: (text) => process.stdout.write(`  ${text}\n`),
});
const child = spawn(
  process.execPath,
  [
    path.join(repositoryRoot, 'node_modules/@playwright/test/cli.js'),
    'test',
    '--config',
    'playwright.config.ts',
    ...process.argv.slice(3),
  ],
  {
    cwd: path.join(repositoryRoot, 'e2e'),
    stdio: 'inherit',
    env: {
      ...process.env,
      SHIRUBE_PUBLIC_URL: stack.webUrl,
      SHIRUBE_SANDBOX_URL: stack.sandboxUrl,
      SHIRUBE_DATABASE_APP_URL: stack.urls.app,
      SHIRUBE_DATABASE_OWNER_URL: stack.urls.owner,
      PLAYWRIGHT_JSON_OUTPUT_NAME: process.argv[2] ?? path.join(directory, 'report.json'),
    },
  },
);
const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
await stack.stop();
if (code !== 0) {
  for (const name of ['web', 'worker', 'sandbox']) {
    const log = path.join(directory, `${name}.log`);
    if (fs.existsSync(log))
      process.stdout.write(`--- ${name}.log (end)\n${fs.readFileSync(log, 'utf8').slice(-3_000)}\n`);
  }
}
fs.rmSync(directory, { recursive: true, force: true });
process.exitCode = code ?? 1;
