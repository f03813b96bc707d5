import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { freePort, repositoryRoot } from '../packages/db/src/tooling/index.ts';
import { ensureBuilt } from '../tools/demo/build.ts';
import { startStack } from '../tools/demo/stack.ts';

/** What the test command reads of a report (`tools/test.mjs`). */
interface Report {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  errors: unknown[];
}

const here = path.join(repositoryRoot, 'e2e');
const [reportFile, ...asked] = process.argv.slice(2);
const say = (text: string) => process.stdout.write(`  ${text}\n`);

/**
 * Runs the journeys, each of them in a file, in two lanes: each lane is the whole product on free ports with a fresh database of its own. Which
 * file runs in which lane depends on its place in the alphabet only. What is asked for by name runs in one.
 */
const files = fs
  .readdirSync(here)
  .filter((name) => name.endsWith('.e2e.ts'))
  .sort();
const lanes =
  asked.length > 0 ? [asked] : [0, 1].map((lane) => files.filter((_, index) => index % 2 === lane));
await ensureBuilt(say);
// one after the other: a free port is free only until somebody else has asked for one
let starting: Promise<unknown> = Promise.resolve();
const results = await Promise.all(
  lanes.map((each, index) =>
    runLane(each, lanes.length > 1 ? index + 1 : null).catch((error: unknown) => {
      // the other lane goes on to its end, and stops what it started
      say(error instanceof Error ? error.message : String(error));
      return { code: 1, report: null };
    }),
  ),
);
const report: Report = {
  stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 },
  errors: results.flatMap((result) => result.report?.errors ?? []),
};
for (const { report: each } of results)
  for (const key of ['expected', 'unexpected', 'flaky', 'skipped'] as const)
    report.stats[key] += each?.stats[key] ?? 0;
// a lane without a report ran nothing that could be counted: then there is none at all, and the run has failed
if (reportFile && results.every((result) => result.report !== null))
  fs.writeFileSync(reportFile, JSON.stringify(report));
process.exitCode = results.every((result) => result.code === 0) ? 0 : 1;

async function runLane(
  names: readonly string[],
  lane: number | null,
): Promise<{ code: number; report: Report | null }> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'shirube-e2e-'));
  fs.chmodSync(directory, 0o755);
  const mark = lane === null ? '' : `${lane}│ `;
  const started = starting.then(async () =>
    startStack({
      directory,
      reset: false,
      quiet: true,
      disposable: true,
      webPort: await freePort(),
      sandboxPort: await freePort(),
      databasePort: await freePort(),
      say: (text) => say(`${mark}${text}`),
    }),
  );
  starting = started.catch(() => {});
  const stack = await started;
  const own = path.join(directory, 'report.json');
  const child = spawn(
    process.execPath,
    [
      path.join(repositoryRoot, 'node_modules/@playwright/test/cli.js'),
      'test',
      '--config',
      'playwright.config.ts',
      '--output',
      path.join(here, 'test-results', lane === null ? '' : String(lane)),
      // a name is an expression over the whole path
      ...names.map((name) => `/${name}`),
    ],
    {
      cwd: here,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        SHIRUBE_PUBLIC_URL: stack.webUrl,
        SHIRUBE_SANDBOX_URL: stack.sandboxUrl,
        SHIRUBE_DATABASE_APP_URL: stack.urls.app,
        SHIRUBE_DATABASE_OWNER_URL: stack.urls.owner,
        PLAYWRIGHT_JSON_OUTPUT_NAME: own,
      },
    },
  );
  readline
    .createInterface({ input: child.stdout })
    .on('line', (line) => process.stdout.write(`${mark}${line}\n`));
  const code = (await new Promise<number | null>((resolve) => child.once('close', resolve))) ?? 1;
  await stack.stop();
  if (code !== 0) {
    for (const name of ['web', 'worker', 'sandbox']) {
      const log = path.join(directory, `${name}.log`);
      if (fs.existsSync(log))
        process.stdout.write(`--- ${mark}${name}.log (end)\n${fs.readFileSync(log, 'utf8').slice(-3_000)}\n`);
    }
  }
  const report = fs.existsSync(own) ? (JSON.parse(fs.readFileSync(own, 'utf8')) as Report) : null;
  fs.rmSync(directory, { recursive: true, force: true });
  return { code, report };
}
