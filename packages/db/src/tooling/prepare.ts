import { runMigrations } from 'graphile-worker';
import pg from 'pg';
import { applyMigrations } from './schema-engine.ts';

/**
 * Roles. The owner owns the tables and runs migrations; the app serves requests and neither owns anything nor
 * bypasses row-level security; the queue role sees the job queue only; the lookup role owns the few functions
 * that must look across clinics (sign-in, the worker's list of clinics) and cannot sign in. The operator role serves the
 * operators' console and may do nothing but call the functions of the schema `console`; the console role owns them.
 */
export const roles = {
  owner: 'shirube_owner',
  app: 'shirube_app',
  queue: 'shirube_queue',
  lookup: 'shirube_lookup',
  operator: 'shirube_operator',
  console: 'shirube_console',
} as const;

export interface DatabaseUrls {
  owner: string;
  app: string;
  queue: string;
  operator: string;
}

export interface RolePasswords {
  owner: string;
  app: string;
  queue: string;
  operator: string;
}

export class RoleSetupError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RoleSetupError';
  }
}

function withUser(adminUrl: string, user: string, password: string, database: string): string {
  const url = new URL(adminUrl);
  url.username = user;
  url.password = password;
  url.pathname = `/${database}`;
  return url.toString();
}

export function urlsFor(adminUrl: string, database: string, passwords: RolePasswords): DatabaseUrls {
  return {
    owner: withUser(adminUrl, roles.owner, passwords.owner, database),
    app: withUser(adminUrl, roles.app, passwords.app, database),
    queue: withUser(adminUrl, roles.queue, passwords.queue, database),
    operator: withUser(adminUrl, roles.operator, passwords.operator, database),
  };
}

/** Creates the roles where they are missing and sets their passwords. Needs CREATEROLE. */
export async function ensureRoles(adminUrl: string, passwords: RolePasswords): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const login: [string, string | null][] = [
      [roles.owner, passwords.owner],
      [roles.app, passwords.app],
      [roles.queue, passwords.queue],
      [roles.lookup, null],
      [roles.operator, passwords.operator],
      [roles.console, null],
    ];
    for (const [role, password] of login) {
      const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
      const attributes = 'NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE';
      const sign = password === null ? 'NOLOGIN' : `LOGIN PASSWORD ${client.escapeLiteral(password)}`;
      await client.query(`${rowCount ? 'ALTER' : 'CREATE'} ROLE ${role} ${attributes} ${sign}`);
    }
    // the owner hands its functions to the roles that own them
    await client.query(`GRANT ${roles.lookup}, ${roles.console} TO ${roles.owner}`);
  } catch (error) {
    throw new RoleSetupError(
      'The database roles could not be prepared. DATABASE_URL must name a login that may create roles.',
      { cause: error },
    );
  } finally {
    await client.end();
  }
}

/** Creates the database if it is missing, owned by the owner role. */
export async function ensureDatabase(adminUrl: string, database: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (rowCount) return false;
    await client.query(`GRANT ${roles.owner} TO CURRENT_USER`);
    await client.query(
      `CREATE DATABASE ${client.escapeIdentifier(database)} OWNER ${roles.owner} ENCODING 'UTF8' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'`,
    );
    return true;
  } finally {
    await client.end();
  }
}

/** The job queue's own schema first, then ours: our outbox trigger enqueues into it. */
export async function migrate(ownerUrl: string): Promise<string[]> {
  await runMigrations({ connectionString: ownerUrl });
  const applied = await applyMigrations(ownerUrl);
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(`
      GRANT USAGE ON SCHEMA graphile_worker TO ${roles.queue};
      GRANT ALL ON ALL TABLES IN SCHEMA graphile_worker TO ${roles.queue};
      GRANT ALL ON ALL SEQUENCES IN SCHEMA graphile_worker TO ${roles.queue};
      GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA graphile_worker TO ${roles.queue};
      REVOKE ALL ON SCHEMA graphile_worker FROM PUBLIC;`);
    // the queue's tables have row-level security without a policy: only their owner sees rows until one is there
    await client.query(`
      DO $$
      DECLARE name text;
      BEGIN
        FOR name IN
          SELECT c.relname FROM pg_class c
           WHERE c.relnamespace = 'graphile_worker'::regnamespace AND c.relkind = 'r' AND c.relrowsecurity
             AND NOT EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'queue_role')
        LOOP
          EXECUTE format('CREATE POLICY queue_role ON graphile_worker.%I TO ${roles.queue} USING (true) WITH CHECK (true)', name);
        END LOOP;
      END $$`);
  } finally {
    await client.end();
  }
  return applied;
}
