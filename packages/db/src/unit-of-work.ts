import type { Scope } from './database.ts';
import { type AuditOutcome, Prisma } from './generated/client.ts';

/** Every table of the clinic the unit of work is bound to, and the code masters. */
export type Tables = Omit<
  Prisma.TransactionClient,
  | '$executeRawUnsafe'
  | '$queryRawUnsafe'
  | 'account'
  | 'apiAccessToken'
  | 'apiAssertionSeen'
  | 'apiClientCredential'
  | 'apiRateWindow'
  | 'attemptCounter'
  | 'authChallenge'
  | 'authSession'
  | 'demoReset'
  | 'factorReset'
  | 'formerPassword'
  | 'handedCode'
  | 'passkey'
  | 'recoveryCode'
  | 'signInEvent'
  | 'totpFactor'
  | 'operator'
  | 'operatorEvent'
  | 'operatorSession'
  | 'workerHeartbeat'
>;

export interface AuditEntry {
  /** what was done, as `noun.verb`: chart.open, note.confirm … */
  action: string;
  patientId?: string | null;
  entityType?: string;
  entityId?: string;
  onBehalfOfId?: string | null;
  outcome?: AuditOutcome;
  reason?: string;
  /** ids, codes and counts only; never what was written in the record */
  detail?: Record<string, unknown>;
}

export interface OutboxEntry {
  kind: string;
  patientId: string | null;
  aggregateId: string;
  /** the other side replaces or ignores a second copy under the same key */
  idempotencyKey: string;
  payload: Record<string, unknown>;
}

export interface UnitOfWork {
  readonly tenantId: string;
  readonly actor: Scope['actor'];
  /** one instant for everything in this transaction */
  readonly now: Date;
  readonly tables: Tables;
  /** Written with the change, in the same transaction. */
  audit(entry: AuditEntry): void;
  /** How many audit entries this unit of work will write: a procedure that declares one checks that it came. */
  readonly auditCount: number;
  /** Written with the change; the database wakes the worker when it commits. Returns the message id. */
  enqueue(entry: OutboxEntry): Promise<string>;
}

export function openUnitOfWork(
  scope: Scope,
  transaction: Prisma.TransactionClient,
  now: Date,
): { uow: UnitOfWork; flush: () => Promise<void> } {
  const entries: AuditEntry[] = [];
  const uow: UnitOfWork = {
    tenantId: scope.tenantId,
    actor: scope.actor,
    now,
    tables: transaction,
    audit: (entry) => {
      entries.push(entry);
    },
    get auditCount() {
      return entries.length;
    },
    async enqueue(entry) {
      const message = await transaction.outboxMessage.create({
        data: {
          tenantId: scope.tenantId,
          kind: entry.kind,
          patientId: entry.patientId,
          aggregateId: entry.aggregateId,
          idempotencyKey: entry.idempotencyKey,
          payload: entry.payload as Prisma.InputJsonObject,
          createdById: scope.actor.staffId,
          createdAt: now,
        },
        select: { id: true },
      });
      return message.id;
    },
  };
  const flush = async () => {
    if (entries.length === 0) return;
    const { origin } = scope.actor;
    // last of all: the database holds the clinic's chain from here to the commit, and numbers and chains the rows itself
    await transaction.auditEvent.createMany({
      data: entries.map((entry) => ({
        tenantId: scope.tenantId,
        at: now,
        actorId: scope.actor.staffId,
        actorName: scope.actor.name,
        actorRole: scope.actor.role,
        onBehalfOfId: entry.onBehalfOfId ?? null,
        action: entry.action,
        patientId: entry.patientId ?? null,
        entityType: entry.entityType ?? null,
        entityId: entry.entityId ?? null,
        outcome: entry.outcome ?? 'success',
        reason: entry.reason ?? null,
        detail: entry.detail === undefined ? Prisma.DbNull : (entry.detail as Prisma.InputJsonObject),
        requestId: scope.actor.requestId,
        client: origin?.client ?? null,
        ip: origin?.ip ?? null,
        sessionId: origin?.sessionId ?? null,
        authentication: origin?.authentication ?? null,
        apiClientId: origin?.apiClientId ?? null,
      })),
    });
  };
  return { uow, flush };
}
