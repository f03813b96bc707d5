/**
 * Programs of Debian that only tests need (xmlsec1, SoftHSM2), without installing them: the machine's own when it has them,
 * otherwise unpacked below .data/debian-tools, as root or as anybody else. Nothing is written into the system.
 * `node tools/lib/debian-tools.ts` prepares them and says in one line what is there; tests ask `debianTool` and are skipped, with
 * a word, where it answers null.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const cache = path.join(root, '.data/debian-tools');
const unpacked = path.join(cache, 'root');

const tools = {
  xmlsec1: { packages: ['xmlsec1'], program: 'xmlsec1', library: null },
  softhsm2: { packages: ['softhsm2'], program: 'softhsm2-util', library: 'softhsm/libsofthsm2.so' },
} as const;
export type DebianToolName = keyof typeof tools;

export interface DebianTool {
  /** absolute path of the program */
  program: string;
  /** absolute path of the shared library that the tool is for; null when it has none */
  library: string | null;
  /** to be added to the environment of whoever runs the program or loads the library */
  env: Record<string, string>;
}

/** The tool if it is ready to be used, otherwise null. Asks no network. */
export function debianTool(name: DebianToolName): DebianTool | null {
  return inSystem(name) ?? inCache(name);
}

/** The words of a test that is skipped because `debianTool` answered null. */
export function missingTool(name: DebianToolName): string {
  return `${name} is not on this machine and could not be fetched: run \`node tools/lib/debian-tools.ts\``;
}

function inSystem(name: DebianToolName): DebianTool | null {
  const { program, library } = tools[name];
  const found = (process.env.PATH ?? '')
    .split(path.delimiter)
    .map((directory) => path.join(directory, program))
    .find((file) => fs.existsSync(file));
  if (!found) return null;
  const shared = library === null ? null : firstFile(libraryFolders('/'), library);
  return library !== null && shared === null ? null : { program: found, library: shared, env: {} };
}

function inCache(name: DebianToolName): DebianTool | null {
  const { program, library } = tools[name];
  const file = path.join(unpacked, 'usr/bin', program);
  const folders = libraryFolders(unpacked);
  const shared = library === null ? null : firstFile(folders, library);
  if (!fs.existsSync(file) || (library !== null && shared === null)) return null;
  const before = process.env.LD_LIBRARY_PATH ? [process.env.LD_LIBRARY_PATH] : [];
  const env = { LD_LIBRARY_PATH: [...folders, ...before].join(path.delimiter) };
  // a library may lack one of its own; only running the program tells
  const works = spawnSync(file, ['--version'], { env: { ...process.env, ...env } }).status === 0;
  return works ? { program: file, library: shared, env } : null;
}

/** Where Debian keeps shared libraries: one folder a machine type (x86_64-linux-gnu), then the common ones. */
function libraryFolders(base: string): string[] {
  return ['usr/lib', 'lib'].flatMap((name) => {
    const folder = path.join(base, name);
    if (!fs.existsSync(folder)) return [];
    const ofMachines = fs.readdirSync(folder).filter((entry) => entry.endsWith('-linux-gnu'));
    return [...ofMachines.map((entry) => path.join(folder, entry)), folder];
  });
}

const firstFile = (folders: readonly string[], name: string): string | null =>
  folders.map((folder) => path.join(folder, name)).find((file) => fs.existsSync(file)) ?? null;

/** Fetches what is missing. Never throws: what could not be had is said by `debianTool` afterwards. */
function prepare(): void {
  const missing = (Object.keys(tools) as DebianToolName[]).filter((name) => debianTool(name) === null);
  if (missing.length === 0) return;
  try {
    fs.mkdirSync(path.join(cache, 'packages'), { recursive: true });
    const wanted = missing.flatMap((name) => tools[name].packages);
    const aptOptions = withLists(wanted[0] as string);
    const names = [...new Set([...wanted, ...librariesOf(wanted, aptOptions)])];
    execFileSync('apt-get', [...aptOptions, '-qq', 'download', ...names], {
      cwd: path.join(cache, 'packages'),
      stdio: 'ignore',
      timeout: 120_000,
    });
    for (const file of fs.readdirSync(path.join(cache, 'packages')))
      if (file.endsWith('.deb'))
        execFileSync('dpkg-deb', ['-x', path.join(cache, 'packages', file), unpacked], { stdio: 'ignore' });
  } catch {
    // no apt, no network, or no space: the tests that need the tools say so
  }
}

/** Options of apt for lists that know the package: the machine's, or lists of our own where it has none. */
function withLists(name: string): string[] {
  if (knows([], name)) return [];
  const own = [
    ...['-o', `Dir::State::lists=${path.join(cache, 'lists')}`],
    ...['-o', `Dir::Cache=${path.join(cache, 'apt')}`],
    ...['-o', 'Debug::NoLocking=1'],
  ];
  fs.mkdirSync(path.join(cache, 'lists/partial'), { recursive: true });
  fs.mkdirSync(path.join(cache, 'apt/archives/partial'), { recursive: true });
  if (!knows(own, name))
    execFileSync('apt-get', [...own, '-qq', 'update'], { stdio: 'ignore', timeout: 120_000 });
  return own;
}

const knows = (aptOptions: readonly string[], name: string): boolean =>
  spawnSync('apt-cache', [...aptOptions, 'show', name], { stdio: 'ignore' }).status === 0;

/** The libraries (and nothing else) a package needs and the machine does not have, through all levels. */
function librariesOf(names: readonly string[], aptOptions: readonly string[]): string[] {
  const listed = execFileSync(
    'apt-cache',
    [
      ...aptOptions,
      'depends',
      '--recurse',
      ...['recommends', 'suggests', 'conflicts', 'breaks', 'replaces', 'enhances'].map(
        (kind) => `--no-${kind}`,
      ),
      ...names,
    ],
    { encoding: 'utf8' },
  );
  const libraries = listed.split('\n').filter((line) => /^lib[a-z0-9.+-]+$/.test(line));
  return libraries.filter((name) => {
    const { stdout } = spawnSync('dpkg-query', ['-W', '-f', `\${Status}`, name], { encoding: 'utf8' });
    return !stdout.includes('ok installed');
  });
}

if (process.argv[1] === import.meta.filename) {
  prepare();
  for (const name of Object.keys(tools) as DebianToolName[])
    process.stdout.write(`${name}: ${debianTool(name)?.program ?? 'not available, its tests are skipped'}\n`);
}
