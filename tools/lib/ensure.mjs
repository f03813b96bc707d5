// Runs on the system's Node (>= 20.19) with built-ins only: nothing else is there before the first install.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
/** Node 24, pinned by the lockfile: everything after the install runs on it. */
export const node24 = path.join(root, 'node_modules/node/bin/node');
const stamp = path.join(root, 'node_modules/.shirube-install');

/** The exit code of a check that could not be made: neither passed nor failed. */
export const skippedCode = 77;

const started = Date.now();
export function say(text) {
  const seconds = ((Date.now() - started) / 1000).toFixed(0).padStart(4);
  process.stdout.write(`[${seconds} s] ${text}\n`);
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  process.stderr.write(`Node 20.19 or newer is needed; this is ${process.versions.node}.\n`);
  process.exit(1);
}

/** Prisma's CLI would fetch an engine that nothing here uses. */
export const environment = {
  ...process.env,
  PATH: `${path.join(root, 'node_modules/.bin')}${path.delimiter}${process.env.PATH ?? ''}`,
  PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true',
  PRISMA_SKIP_POSTINSTALL_GENERATE: '1',
  CHECKPOINT_DISABLE: '1',
  NEXT_TELEMETRY_DISABLED: '1',
  TURBO_TELEMETRY_DISABLED: '1',
};

/** Runs a command to its end; its output is shown. Resolves to the exit code. */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: environment, ...options });
    child.once('error', (error) => {
      process.stderr.write(`${command}: ${error.message}\n`);
      resolve(1);
    });
    child.once('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0)));
  });
}

const hashOf = (file) =>
  createHash('sha256')
    .update(fs.readFileSync(path.join(root, file)))
    .digest('hex');

/** Installs what the lockfile names, when it is not there or the lockfile has changed since. */
export async function ensureInstalled() {
  requireNode();
  const wanted = hashOf('package-lock.json');
  const have = fs.existsSync(stamp) ? fs.readFileSync(stamp, 'utf8') : '';
  if (have !== wanted || !fs.existsSync(node24)) {
    say('Installing the dependencies that package-lock.json names (one to three minutes the first time) …');
    const ticking = setInterval(() => say('… still installing'), 20_000);
    // `install` and not `ci`: it takes the lockfile's versions too, and accepts that a registry may not carry the optional
    // binaries of other platforms, which `ci` refuses
    const npm = process.env.npm_execpath;
    const code = npm
      ? await run(process.execPath, [
          npm,
          'install',
          '--no-save',
          '--no-audit',
          '--no-fund',
          '--loglevel=error',
        ])
      : await run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']);
    clearInterval(ticking);
    if (code !== 0) {
      process.stderr.write('The dependencies could not be installed; see above.\n');
      process.exit(1);
    }
    fs.writeFileSync(stamp, wanted);
    say('Dependencies are installed.');
  }
  await ensureGenerated();
}

/** Generates the Prisma client when the schema has changed since. */
async function ensureGenerated() {
  const directory = path.join(root, 'prisma/schema');
  const hash = createHash('sha256');
  for (const name of fs.readdirSync(directory).sort())
    hash.update(fs.readFileSync(path.join(directory, name)));
  const wanted = hash.digest('hex');
  const mark = path.join(root, 'packages/db/src/generated/.schema-hash');
  if (fs.existsSync(mark) && fs.readFileSync(mark, 'utf8') === wanted) return;
  say('Generating the database client …');
  const result = spawnSync(node24, ['packages/db/src/tooling/generate.ts'], {
    cwd: root,
    env: environment,
    encoding: 'utf8',
  });
  if (result.status !== 0) {
    process.stderr.write(`${result.stdout}${result.stderr}`);
    process.exit(1);
  }
  fs.writeFileSync(mark, wanted);
}
