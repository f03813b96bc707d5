import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** The independent judge: the HAPI FHIR validator (Java) over the published definitions. Nothing of it runs in the product. */

const root = path.resolve(import.meta.dirname, '../..');
const project = path.join(root, 'conformance');

/** Where the definitions lie: an operator's directory, or beside the repository. They are not ours to redistribute. */
export const definitionsDirectory = path.resolve(
  process.env.SHIRUBE_CLINS_DEFINITIONS ?? path.join(root, '../shared/spec/clins/package'),
);
/** The official examples lie beside the definitions. */
export const examplesDirectory = path.join(definitionsDirectory, '../examples');

export interface JudgeMessage {
  severity: 'fatal' | 'error' | 'warning' | 'information';
  location: string | null;
  id: string | null;
  message: string;
}

export interface Judgement {
  /** places of the definitions that were read otherwise than they stand there (see Definitions.java) */
  amendments: string[];
  files: JudgedFile[];
}

export interface JudgedFile {
  /** relative to the judged directory */
  file: string;
  messages: JudgeMessage[];
}

/** What keeps the judge from being asked on this machine, in a sentence; null when nothing does. */
export function whatIsMissing(): string | null {
  if (!fs.existsSync(definitionsDirectory))
    return `The published definitions are not at ${definitionsDirectory} (SHIRUBE_CLINS_DEFINITIONS names another place).`;
  if (!answers('java', '-version')) return 'Java (17 or newer) is not installed.';
  if (!fs.existsSync(builtJar()) && !answers('mvn', '-v'))
    return 'Maven, which fetches the validator, is not installed.';
  return null;
}

/** Fetches and builds the judge unless this edition of it was built before; returns the class path. */
export async function ensureJudge(say: (text: string) => void): Promise<string> {
  const target = buildDirectory();
  if (!fs.existsSync(builtJar())) {
    say('Building the judge: Maven fetches the HAPI FHIR validator (up to a minute the first time) …');
    const partial = `${target}-${process.pid}`;
    const args = ['-B', '-q', '-f', path.join(project, 'pom.xml'), `-Djudge.directory=${partial}`, 'package'];
    if ((await runToEnd('mvn', args)) !== 0) throw new Error('the judge could not be built; see above');
    if (!fs.existsSync(target)) fs.renameSync(partial, target);
  }
  return [builtJar(), path.join(target, 'lib', '*')].join(path.delimiter);
}

/** Judges every JSON file below a directory, in one start of Java. */
export async function judge(directory: string, say: (text: string) => void): Promise<Judgement> {
  const classPath = await ensureJudge(say);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'shirube-judge-'));
  const report = path.join(folder, 'report.json');
  try {
    const args = [
      '-Xmx1500m',
      '-cp',
      classPath,
      'conformance.Judge',
      definitionsDirectory,
      directory,
      report,
    ];
    if ((await runToEnd('java', args)) !== 0) throw new Error('the judge ended with an error; see above');
    return JSON.parse(fs.readFileSync(report, 'utf8')) as Judgement;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Outside of the repository, so that it outlives a fresh clone; named by what it is built from. */
function buildDirectory(): string {
  const hash = createHash('sha256');
  for (const file of fs.globSync(['pom.xml', 'src/**/*.java'], { cwd: project }).sort())
    hash.update(file).update(fs.readFileSync(path.join(project, file)));
  const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'shirube');
  return path.join(cache, `conformance-${hash.digest('hex').slice(0, 16)}`);
}

const builtJar = (): string => path.join(buildDirectory(), 'conformance.jar');

const answers = (command: string, argument: string): boolean =>
  spawnSync(command, [argument], { stdio: 'ignore' }).status === 0;

function runToEnd(command: string, args: string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
