// `npm test`: everything, from a bare clone. Ends with one plain line, `N passed, M failed`.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureInstalled, node24, root, run, say, skippedCode } from './lib/ensure.mjs';

await ensureInstalled();
const results = fs.mkdtempSync(path.join(os.tmpdir(), 'shirube-results-'));
const totals = { passed: 0, failed: 0, skipped: 0 };
let broken = false;

/** A step that is one check: it passes or fails as a whole, or says that it could not be made. */
async function check(name, file, args) {
  say(`Checking ${name} …`);
  const code = await run(node24, [file, ...args]);
  const outcome = { 0: 'passed', [skippedCode]: 'skipped' }[code] ?? 'failed';
  totals[outcome] += 1;
  if (outcome !== 'passed') say(`${name}: ${outcome}`);
}

/** A test run that writes a JSON report: its tests are counted; a run without a report counts as failed. */
async function tests(name, file, args, report, count) {
  say(`Running ${name} …`);
  const code = await run(node24, [file, ...args]);
  const target = path.join(results, report);
  if (!fs.existsSync(target)) {
    say(`${name}: left no report (exit code ${code})`);
    broken = true;
    totals.failed += 1;
    return;
  }
  const counted = count(JSON.parse(fs.readFileSync(target, 'utf8')));
  totals.passed += counted.passed;
  totals.failed += counted.failed;
  totals.skipped += counted.skipped;
  if (code !== 0 && counted.failed === 0) totals.failed += 1;
}

const vitest = (report) => ({
  passed: report.numPassedTests,
  failed: report.numFailedTests + (report.numFailedTestSuites > 0 && report.numFailedTests === 0 ? 1 : 0),
  skipped: report.numPendingTests + report.numTodoTests,
});
const playwright = (report) => ({
  passed: report.stats.expected + report.stats.flaky,
  failed: report.stats.unexpected + report.errors.length,
  skipped: report.stats.skipped,
});

await check('types', 'node_modules/turbo/bin/turbo', ['run', 'typecheck', '--output-logs=errors-only']);
await check('types of the tools', 'node_modules/typescript/bin/tsc', ['-p', 'tsconfig.json']);
await check('lint, format and boundaries', 'node_modules/@biomejs/biome/bin/biome', ['check', '.']);
await check('security tables', 'tools/security/table.ts', ['--check']);
await check('permission document', 'tools/security/permissions.ts', ['--check']);
await check('known vulnerabilities of dependencies', 'tools/audit-dependencies.mjs', []);
await check('our FHIR by the independent judge', 'tools/conformance/main.ts', ['--quick']);
say('Looking for xmlsec1 and SoftHSM2, which check our signatures independently …');
await run(node24, ['tools/lib/debian-tools.ts']);
for (const project of ['unit', 'db'])
  await tests(
    project === 'unit' ? 'unit tests' : 'database tests (real PostgreSQL)',
    'node_modules/vitest/vitest.mjs',
    [
      'run',
      '--project',
      project,
      '--reporter=dot',
      '--reporter=json',
      `--outputFile.json=${path.join(results, `${project}.json`)}`,
    ],
    `${project}.json`,
    vitest,
  );
if (fs.existsSync(path.join(root, 'e2e/playwright.config.ts'))) {
  process.env.PLAYWRIGHT_JSON_OUTPUT_NAME = path.join(results, 'browser.json');
  await tests(
    'browser journeys',
    'e2e/run.ts',
    [path.join(results, 'browser.json')],
    'browser.json',
    playwright,
  );
}

fs.rmSync(results, { recursive: true, force: true });
say('Done.');
const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : '';
process.stdout.write(`${totals.passed} passed, ${totals.failed} failed${skipped}\n`);
process.exitCode = totals.failed > 0 || broken ? 1 : 0;
