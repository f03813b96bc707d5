// `npm run check`: the fast part of the tests. Types, lint, boundaries, unit tests.
import { ensureInstalled, node24, run, say } from './lib/ensure.mjs';

await ensureInstalled();
const steps = [
  ['types', 'node_modules/turbo/bin/turbo', ['run', 'typecheck', '--output-logs=errors-only']],
  ['types of the tools', 'node_modules/typescript/bin/tsc', ['-p', 'tsconfig.json']],
  ['lint, format and boundaries', 'node_modules/@biomejs/biome/bin/biome', ['check', '.']],
  ['security tables', 'tools/security/table.ts', ['--check']],
  ['permission document', 'tools/security/permissions.ts', ['--check']],
  ['unit tests', 'node_modules/vitest/vitest.mjs', ['run', '--project', 'unit', '--reporter=dot']],
];
for (const [name, file, args] of steps) {
  say(`Checking ${name} …`);
  const code = await run(node24, [file, ...args]);
  if (code !== 0) {
    say(`${name}: failed`);
    process.exit(code);
  }
}
say('All fast checks passed.');
