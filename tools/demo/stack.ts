import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import {
  type DatabaseUrls,
  type EmbeddedServer,
  ensureDatabase,
  ensureRoles,
  migrate,
  repositoryRoot,
  startEmbedded,
  urlsFor,
} from '../../packages/db/src/tooling/index.ts';
import { ensureBuilt } from './build.ts';

/** The whole product on one machine: database, sandbox, seed, web and worker. Used by the demo and by the browser tests. */
export interface StackOptions {
  directory: string;
  reset: boolean;
  webPort: number;
  sandboxPort: number;
  databasePort: number;
  /** the processes' output goes to files */
  quiet: boolean;
  /** test: the embedded server need not survive a power cut */
  disposable?: boolean;
  env?: Record<string, string>;
  say(text: string): void;
  onExit?(name: string, code: number | null): void;
}

export interface Stack {
  webUrl: string;
  sandboxUrl: string;
  env: Record<string, string>;
  urls: DatabaseUrls;
  restart(name: 'worker' | 'sandbox'): Promise<void>;
  kill(name: 'worker' | 'sandbox'): void;
  stop(): Promise<void>;
}

interface Secrets {
  databasePassword: string;
  secret: string;
}

const node = process.execPath;

/** Throws with a sentence when somebody else listens there. */
async function requireFreePort(port: number, what: string, variable: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', () =>
      reject(
        new Error(
          `Port ${port} (${what}) is taken by another program. Stop it, or choose another: ${variable}=${port + 100} npm run demo`,
        ),
      ),
    );
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve()));
  });
}

function keptSecrets(directory: string): Secrets {
  const file = path.join(directory, 'secrets.json');
  if (fs.existsSync(file)) return JSON.parse(fs.readFileSync(file, 'utf8')) as Secrets;
  const secrets = {
    databasePassword: randomBytes(18).toString('base64url'),
    secret: randomBytes(32).toString('base64'),
  };
  fs.writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}

async function waitFor(url: string, what: string, child: ChildProcess): Promise<void> {
  const until = Date.now() + 60_000;
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error(`${what} stopped while starting; see its log.`);
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) });
      if (answer.ok) return;
    } catch {
      // not yet
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${what} did not answer within a minute; see its log.`);
}

export async function startStack(options: StackOptions): Promise<Stack> {
  const { say } = options;
  const directory = path.resolve(repositoryRoot, options.directory);
  if (options.reset && fs.existsSync(directory)) {
    say('Removing what the last run left …');
    fs.rmSync(directory, { recursive: true, force: true });
  }
  fs.mkdirSync(directory, { recursive: true });
  await requireFreePort(options.webPort, 'web', 'SHIRUBE_WEB_PORT');
  await requireFreePort(options.sandboxPort, 'sandbox', 'SHIRUBE_SANDBOX_PORT');
  const secrets = keptSecrets(directory);
  const children = new Map<string, ChildProcess>();
  let embedded: EmbeddedServer | null = null;

  const stop = async () => {
    for (const name of ['web', 'worker', 'sandbox']) await end(children.get(name));
    await embedded?.stop();
  };
  try {
    const external = process.env.DATABASE_URL;
    if (external) say('Using the PostgreSQL server that DATABASE_URL names …');
    else {
      await requireFreePort(options.databasePort, 'database', 'SHIRUBE_DB_PORT');
      say('Starting PostgreSQL …');
      embedded = await startEmbedded({
        directory: path.join(directory, 'postgres'),
        port: options.databasePort,
        password: secrets.databasePassword,
        disposable: options.disposable ?? false,
      });
    }
    // the named database may not exist yet: roles and database are made from the server's own
    const adminUrl = external ? inDatabase(external, 'postgres') : (embedded as EmbeddedServer).adminUrl;
    const password = process.env.SHIRUBE_DB_PASSWORD || secrets.databasePassword;
    const passwords = { owner: password, app: password, queue: password, operator: password };
    const name = external ? new URL(external).pathname.slice(1) || 'shirube' : 'shirube';
    await ensureRoles(adminUrl, passwords);
    await ensureDatabase(adminUrl, name);
    const urls = urlsFor(adminUrl, name, passwords);
    const applied = await migrate(urls.owner);
    say(applied.length > 0 ? `Applied ${applied.length} migrations.` : 'The database is up to date.');

    const webUrl = `http://localhost:${options.webPort}`;
    const sandboxUrl = `http://127.0.0.1:${options.sandboxPort}`;
    const sandboxDirectory = path.join(directory, 'sandbox');
    const rootsFile = path.join(directory, 'test-root.pem');
    const crlFile = path.join(directory, 'crl-sources.txt');
    const env: Record<string, string> = {
      ...(process.env as Record<string, string>),
      NODE_ENV: 'production',
      SHIRUBE_DATABASE_OWNER_URL: urls.owner,
      SHIRUBE_DATABASE_APP_URL: urls.app,
      SHIRUBE_DATABASE_QUEUE_URL: urls.queue,
      SHIRUBE_DATABASE_OPERATOR_URL: urls.operator,
      SHIRUBE_PUBLIC_URL: webUrl,
      NEXTAUTH_URL: webUrl,
      SHIRUBE_SECRET: secrets.secret,
      SHIRUBE_GATEWAY_URL: `${sandboxUrl}/gateway`,
      SHIRUBE_SIGNING_PROVIDERS: 'csc-v2,cardless-fido,cardless-jpki',
      SHIRUBE_SIGNING_URL: `${sandboxUrl}/csc/v2`,
      SHIRUBE_CARDLESS_IDENTITY_URL: `${sandboxUrl}/cardless/oidc`,
      SHIRUBE_CARDLESS_SIGNING_URL: `${sandboxUrl}/cardless/sign`,
      SHIRUBE_TSA_URL: `${sandboxUrl}/tsa`,
      SHIRUBE_SHARING_URL: `${sandboxUrl}/sharing/v0`,
      SHIRUBE_HPKI_ROOTS_FILE: rootsFile,
      SHIRUBE_CRL_FILE: crlFile,
      SHIRUBE_SANDBOX_URL: sandboxUrl,
      SHIRUBE_SANDBOX_PORT: String(options.sandboxPort),
      SHIRUBE_SANDBOX_DIR: sandboxDirectory,
      SHIRUBE_DEMO: 'true',
      // what the demo's pharmacy does is seen at once
      SHIRUBE_PRESCRIPTION_POLL_MS: '3000',
      SHIRUBE_LETTER_POLL_MS: '3000',
      NEXT_TELEMETRY_DISABLED: '1',
      ...options.env,
    };
    // for the operators' command line beside a running demo
    fs.writeFileSync(
      path.join(directory, 'demo.env'),
      Object.entries(env)
        .filter(([name]) => name.startsWith('SHIRUBE_'))
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
      { mode: 0o600 },
    );
    const launch = (childName: string, args: string[], cwd = repositoryRoot): ChildProcess => {
      const log = fs.openSync(path.join(directory, `${childName}.log`), 'a');
      const child = spawn(node, args, {
        cwd,
        env,
        stdio: options.quiet ? ['ignore', log, log] : ['ignore', 'inherit', 'inherit'],
      });
      fs.closeSync(log);
      child.once('exit', (code) => options.onExit?.(childName, code));
      children.set(childName, child);
      return child;
    };
    const launchers = {
      sandbox: async () => {
        const child = launch('sandbox', ['apps/sandbox/src/main.ts']);
        await waitFor(`${sandboxUrl}/health`, 'The sandbox', child);
        const root = await fetch(`${sandboxUrl}/pki/root.pem`);
        fs.writeFileSync(rootsFile, await root.text());
        const sources = await fetch(`${sandboxUrl}/pki/crl-sources.txt`);
        fs.writeFileSync(crlFile, await sources.text());
      },
      worker: async () => {
        launch('worker', ['apps/worker/src/main.ts']);
      },
    };
    say('Starting the sandbox of the national services …');
    await launchers.sandbox();

    say('Seeding the demo clinics (skipped when they are there) …');
    await runToEnd(node, ['prisma/seed/main.ts'], env);

    await ensureBuilt(say);
    say('Starting web and worker …');
    await launchers.worker();
    const web = launch('web', [
      'apps/web/serve.ts',
      '--port',
      String(options.webPort),
      '--hostname',
      '127.0.0.1',
    ]);
    await waitFor(`http://127.0.0.1:${options.webPort}/api/health`, 'The web server', web);
    return {
      webUrl,
      sandboxUrl,
      env,
      urls,
      stop,
      async restart(childName) {
        await end(children.get(childName));
        await launchers[childName]();
      },
      kill(childName) {
        children.get(childName)?.kill('SIGKILL');
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function inDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.toString();
}

async function end(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  await new Promise<void>((resolve) => {
    const force = setTimeout(() => child.kill('SIGKILL'), 8_000);
    child.once('exit', () => {
      clearTimeout(force);
      resolve();
    });
    child.kill('SIGTERM');
  });
}

function runToEnd(command: string, args: string[], env: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: repositoryRoot, env, stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${args[0]} ended with code ${code}.`)),
    );
  });
}

/** SHA-256 over the names and contents below these folders: what a build was made from. */
export function hashOf(folders: readonly string[]): string {
  const hash = createHash('sha256');
  const walk = (at: string) => {
    for (const entry of fs
      .readdirSync(at, { withFileTypes: true })
      .sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const full = path.join(at, entry.name);
      // what an installation or a build writes is no source of it
      if (['node_modules', '.next', '.turbo', 'next-env.d.ts'].includes(entry.name)) continue;
      if (entry.isDirectory()) walk(full);
      else if (entry.isFile() && !entry.name.includes('.test.')) {
        hash.update(path.relative(repositoryRoot, full));
        hash.update(fs.readFileSync(full));
      }
    }
  };
  for (const folder of folders) walk(path.join(repositoryRoot, folder));
  return hash.digest('hex');
}
