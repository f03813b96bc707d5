import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Database, openDatabase } from '../../packages/db/src/index.ts';
import {
  ensureDatabase,
  ensureRoles,
  freePort,
  migrate,
  startEmbedded,
  urlsFor,
} from '../../packages/db/src/tooling/index.ts';
import { seedDemo } from '../../prisma/seed/index.ts';

/**
 * The demo clinics in a database that lives as long as `work` does. `asOf`: the day the seed takes for today (Tokyo); `now`: what the
 * clock shows afterwards.
 */
export async function withDemoDatabase<T>(
  asOf: string,
  now: Date,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'shirube-conformance-'));
  fs.chmodSync(directory, 0o755);
  const server = await startEmbedded({
    directory: path.join(directory, 'postgres'),
    port: await freePort(),
    password: 'conformance',
    disposable: true,
  });
  try {
    const passwords = { owner: 'owner', app: 'app', queue: 'queue', operator: 'operator' };
    await ensureRoles(server.adminUrl, passwords);
    await ensureDatabase(server.adminUrl, 'conformance');
    const urls = urlsFor(server.adminUrl, 'conformance', passwords);
    await migrate(urls.owner);
    await seedDemo({ ownerUrl: urls.owner, appUrl: urls.app, key: randomBytes(32), asOf, log: () => {} });
    const database = openDatabase({ url: urls.app, poolSize: 2, now: () => now });
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  } finally {
    await server.stop();
    fs.rmSync(directory, { recursive: true, force: true });
  }
}
