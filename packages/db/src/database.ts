import { PrismaPg } from '@prisma/adapter-pg';
import { type ApiAccessStore, createApiAccessStore } from './api-access.ts';
import { type AuditStore, createAuditStore } from './audit-store.ts';
import { type Prisma, PrismaClient } from './generated/client.ts';
import { createIdentityStore, type IdentityStore } from './identity/index.ts';
import { createInvitationStore, type InvitationStore } from './invitations.ts';
import { openUnitOfWork, type UnitOfWork } from './unit-of-work.ts';

/** Who is acting. Comes from the session, the API client or the worker; never from a request body. */
export interface Actor {
  /** null for the system itself (the worker acting for nobody in particular) */
  staffId: string | null;
  name: string;
  /** the roles in this clinic, joined by ','; or system, operator */
  role: string;
  requestId: string;
  /** where it comes from; absent for the system itself */
  origin?: Origin;
}

/** Where a request came from, for the audit trail. */
export interface Origin {
  client: 'browser' | 'api' | 'worker' | 'command';
  /** as the outermost trusted proxy saw it */
  ip: string | null;
  sessionId: string | null;
  /** how the person proved who they are: 'password+totp', 'passkey' …; null where nobody signed in */
  authentication: string | null;
  /** the outside system that acts, when it is one */
  apiClientId?: string;
}

export interface Scope {
  tenantId: string;
  actor: Actor;
}

export interface Database {
  /**
   * Runs `work` in ONE transaction bound to one clinic: row-level security shows this clinic's rows only, and the
   * change, its audit rows and its outbox rows commit or vanish together. Nothing outside may be called inside.
   */
  run<T>(scope: Scope, work: (uow: UnitOfWork) => Promise<T>): Promise<T>;
  /**
   * As `run`, for reading all of a clinic: everything is seen as it was at one moment (REPEATABLE READ), for up to half an hour.
   * For the worker; a request never holds a connection that long.
   */
  runSnapshot<T>(scope: Scope, work: (uow: UnitOfWork) => Promise<T>): Promise<T>;
  readonly identity: IdentityStore;
  readonly audit: AuditStore;
  readonly invitations: InvitationStore;
  readonly apiAccess: ApiAccessStore;
  readonly operations: OperationsStore;
  close(): Promise<void>;
}

export interface PlaceOutOfUse {
  tenantSlug: string;
  tenantName: string;
  state: 'suspended' | 'closed';
}

export interface OperationsStore {
  /** The id and 医療機関コード of every clinic in use, for the worker's rounds. */
  clinics(): Promise<{ tenantId: string; institutionCode: string }[]>;
  /** Every clinic there is, suspended and closed ones too: their trail is stamped and verified like the others'. */
  everyClinic(): Promise<{ tenantId: string; slug: string; institutionCode: string; name: string }[]>;
  /** The person's clinics that are suspended or closed: for the sentence that says so, and nothing else. */
  placesOutOfUse(accountId: string): Promise<PlaceOutOfUse[]>;
  beat(worker: { workerId: string; startedAt: Date; version: string }): Promise<void>;
  /** Workers whose last sign of life is not older than `withinSeconds`. */
  liveWorkers(withinSeconds: number): Promise<{ workerId: string; beatAt: Date; version: string }[]>;
  silentWorkers(forSeconds: number): Promise<string[]>;
  forgetWorkers(workerIds: string[]): Promise<void>;
  /** Answers, or throws when the database can not be reached. */
  ping(): Promise<void>;
}

export interface DatabaseOptions {
  /** connection string of the app role */
  url: string;
  poolSize?: number;
  /** the clock; tests set it to 00:30 in Tokyo */
  now?: () => Date;
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Opens the pool. The Prisma client stays inside this package: the unit of work is the only way to a table. */
export function openDatabase(options: DatabaseOptions): Database {
  const client = new PrismaClient({
    // the adapter writes instants as UTC text without an offset: the session must read them as UTC, whatever the server's zone
    adapter: new PrismaPg({
      connectionString: options.url,
      max: options.poolSize ?? 10,
      options: '-c TimeZone=UTC',
    }),
  });
  const now = options.now ?? (() => new Date());
  function transact<T>(
    scope: Scope,
    work: (uow: UnitOfWork) => Promise<T>,
    limits: { maxWait: number; timeout: number; isolationLevel?: Prisma.TransactionIsolationLevel },
  ): Promise<T> {
    // SET takes no parameters, so the id is checked to be nothing but a UUID before it becomes part of a statement
    if (!uuidPattern.test(scope.tenantId)) throw new TypeError('tenantId must be a lower-case UUID');
    return client.$transaction(async (transaction: Prisma.TransactionClient) => {
      // SET LOCAL, not set_config(): it is what Citus propagates, and it ends with the transaction
      await transaction.$executeRawUnsafe(`SET LOCAL app.tenant_id = '${scope.tenantId}'`);
      const { uow, flush } = openUnitOfWork(scope, transaction, now());
      const result = await work(uow);
      await flush();
      return result;
    }, limits);
  }
  return {
    run: (scope, work) => transact(scope, work, { maxWait: 5_000, timeout: 20_000 }),
    runSnapshot: (scope, work) =>
      transact(scope, work, { maxWait: 5_000, timeout: 30 * 60_000, isolationLevel: 'RepeatableRead' }),
    identity: createIdentityStore(client),
    audit: createAuditStore(client),
    invitations: createInvitationStore(client),
    apiAccess: createApiAccessStore(client),
    operations: {
      async clinics() {
        const rows = await client.$queryRaw<{ tenant_id: string; institution_code: string }[]>`
          SELECT tenant_id::text, institution_code FROM ops.clinics()`;
        return rows.map((row) => ({ tenantId: row.tenant_id, institutionCode: row.institution_code }));
      },
      async everyClinic() {
        return client.$queryRaw<{ tenantId: string; slug: string; institutionCode: string; name: string }[]>`
          SELECT tenant_id::text AS "tenantId", slug, institution_code AS "institutionCode", name FROM ops.every_clinic()`;
      },
      async placesOutOfUse(accountId) {
        return client.$queryRaw<PlaceOutOfUse[]>`
          SELECT tenant_slug AS "tenantSlug", tenant_name AS "tenantName", state
            FROM identity.places_out_of_use(${accountId}::uuid)`;
      },
      async beat({ workerId, startedAt, version }) {
        const beatAt = new Date();
        await client.workerHeartbeat.upsert({
          where: { workerId },
          create: { workerId, startedAt, beatAt, version },
          update: { beatAt },
        });
      },
      async liveWorkers(withinSeconds) {
        return client.workerHeartbeat.findMany({
          where: { beatAt: { gt: new Date(Date.now() - withinSeconds * 1000) } },
          select: { workerId: true, beatAt: true, version: true },
        });
      },
      async silentWorkers(forSeconds) {
        const silent = await client.workerHeartbeat.findMany({
          where: { beatAt: { lt: new Date(Date.now() - forSeconds * 1000) } },
        });
        return silent.map((worker) => worker.workerId);
      },
      async forgetWorkers(workerIds) {
        await client.workerHeartbeat.deleteMany({ where: { workerId: { in: workerIds } } });
      },
      async ping() {
        await client.$queryRaw`SELECT 1`;
      },
    },
    close: () => client.$disconnect(),
  };
}
