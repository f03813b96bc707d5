import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type DatabaseUrls, urlsFor } from '../tooling/prepare.ts';
import { testPasswords, testTemplate } from './constants.ts';
import './provided.ts';

export { type ClinicFixture, insertApiClient, insertClinic, insertNote } from './fixtures.ts';

export interface TestDatabase {
  urls: DatabaseUrls & { admin: string };
  /** A plain connection for looking from outside; ended with the database. */
  connect(as: 'owner' | 'app' | 'queue' | 'operator' | 'admin'): Promise<pg.Client>;
  drop(): Promise<void>;
}

/** A fresh database for one test file, copied from the migrated template in about 0.1 s. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const adminUrl = inject('databaseAdminUrl');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name} TEMPLATE ${testTemplate} OWNER shirube_owner`);
  const adminDatabaseUrl = new URL(adminUrl);
  adminDatabaseUrl.pathname = `/${name}`;
  const urls = { ...urlsFor(adminUrl, name, testPasswords), admin: adminDatabaseUrl.toString() };
  const clients: pg.Client[] = [];
  return {
    urls,
    async connect(as) {
      const client = new pg.Client({ connectionString: urls[as] });
      await client.connect();
      clients.push(client);
      return client;
    },
    async drop() {
      for (const client of clients) await client.end();
      await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await admin.end();
    },
  };
}
