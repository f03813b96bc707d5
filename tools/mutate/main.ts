import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { BaseSequencer, createVitest, type TestSpecification } from 'vitest/node';
import { instrument, type Mutant } from './instrument.ts';
import { writeReport } from './report.ts';

/**
 * `npm run mutate -- safety [--only findings,coverage] [--sample 200] [--json FILE] [--again FILE]`: changes the sources of a part one small thing at a time, runs the unit tests beside
 * them, and lists the changes that no test noticed. Nothing is written to the sources: a change is switched on by a number in a file.
 */
const PARTS: Record<string, { folder: string; report: string }> = {
  safety: { folder: 'packages/core/src/safety', report: 'docs/safety-mutants.md' },
};

/** Tests of whole tables take longest and notice least that others do not: they run last. */
class SmallFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const weight = ({ moduleId }: TestSpecification) => Number(/tables|property/.test(moduleId));
    return [...files].sort((a, b) => weight(a) - weight(b) || (a.moduleId < b.moduleId ? -1 : 1));
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    sample: { type: 'string' },
    json: { type: 'string' },
    again: { type: 'string' },
    seconds: { type: 'string', default: '20' },
  },
});
const part = PARTS[positionals[0] ?? ''];
if (part === undefined) throw new Error(`which part? ${Object.keys(PARTS).join(', ')}`);
const root = path.resolve(import.meta.dirname, '../..');
const folder = path.join(root, part.folder);
const only = values.only?.split(',');

const sources = fs
  .globSync('**/*.ts', { cwd: folder })
  .filter((file) => !file.endsWith('.test.ts') && !file.startsWith('testing/') && file !== 'index.ts')
  .filter((file) => only === undefined || only.some((name) => file.includes(name)))
  .sort();
const instrumented = new Map<string, string>();
const mutants: Mutant[] = [];
for (const file of sources) {
  const code = fs.readFileSync(path.join(folder, file), 'utf8');
  const result = instrument(file, code, mutants.length + 1);
  instrumented.set(path.join(folder, file), result.code);
  mutants.push(...result.mutants);
}

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'shirube-mutants-'));
const switchFile = path.join(directory, 'on');
fs.writeFileSync(switchFile, '0');
process.env.SHIRUBE_MUTANT_FILE = switchFile;

const vitest = await createVitest(
  'test',
  {
    config: false,
    root,
    include: [`${part.folder}/**/*.test.ts`],
    watch: false,
    bail: 1,
    reporters: [{}],
    testTimeout: Number(values.seconds) * 1000,
    pool: 'threads',
    isolate: false,
    // modules kept on disk would be those of an earlier way of changing them
    fsModuleCache: false,
    maxWorkers: 1,
    fileParallelism: false,
    sequence: { sequencer: SmallFirst },
  },
  {
    plugins: [
      {
        name: 'mutants',
        enforce: 'pre',
        transform: (code: string, id: string) => instrumented.get(id.split('?')[0]!) ?? code,
      },
    ],
  },
);
const specifications = await vitest.globTestSpecifications();

/** The names of the tests that fail with the mutant on. */
async function failing(id: number): Promise<boolean> {
  fs.writeFileSync(switchFile, String(id));
  const { unhandledErrors, testModules } = await vitest.runTestSpecifications(specifications, true);
  return unhandledErrors.length > 0 || testModules.some((module) => !module.ok());
}

if (await failing(0)) throw new Error('the tests must pass before anything is changed');
/** With --again only what survived before (a file of --json, from the same sources). */
const earlier =
  values.again === undefined
    ? null
    : (JSON.parse(fs.readFileSync(values.again, 'utf8')) as { total: number; survivors: Mutant[] });
const before = new Set(earlier?.survivors.map((each) => each.id));
const listed = earlier === null ? mutants : mutants.filter((each) => before.has(each.id));
const chosen = values.sample === undefined ? listed : sampleOf(listed, Number(values.sample));
const survivors: Mutant[] = [];
const started = Date.now();
for (const [at, mutant] of chosen.entries()) {
  if (!(await failing(mutant.id))) survivors.push(mutant);
  // after each one, so that a run that is ended early still tells what it has seen
  keep(at + 1);
  if (at % 50 === 49)
    process.stderr.write(
      `  ${at + 1} of ${chosen.length}, ${survivors.length} survive, ${Math.round((Date.now() - started) / 1000)} s\n`,
    );
}
await vitest.close();
fs.rmSync(directory, { recursive: true, force: true });
const killed = chosen.length - survivors.length;
process.stderr.write(
  `${killed} of ${chosen.length} noticed (${((100 * killed) / chosen.length).toFixed(1)} %)\n`,
);
if (only === undefined && values.sample === undefined)
  writeReport(path.join(root, part.report), part.folder, earlier?.total ?? chosen.length, survivors);
for (const each of survivors)
  process.stdout.write(`${each.file}:${each.line} ${each.kind}  ${each.original}  →  ${each.changed}\n`);
process.exit(0);

/** Of a run with --again, what has not been tried again yet still counts as surviving. */
function keep(tried: number): void {
  if (values.json === undefined) return;
  const seen =
    earlier === null
      ? { total: tried, survivors }
      : { total: earlier.total, survivors: [...survivors, ...chosen.slice(tried)] };
  fs.writeFileSync(values.json, JSON.stringify(seen));
}

/** Every n-th of the list, so that every file has its share. */
function sampleOf(list: readonly Mutant[], count: number): Mutant[] {
  const step = Math.max(1, list.length / count);
  return Array.from({ length: Math.min(count, list.length) }, (_, at) => list[Math.floor(at * step)]!);
}
