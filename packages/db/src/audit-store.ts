import type { Origin } from './database.ts';
import { Prisma, type PrismaClient } from './generated/client.ts';

/** Something that happened to an account, not in a clinic: a sign-in, a refusal, a lock. */
export interface AccountEvent {
  accountId: string;
  at: Date;
  /** `session.sign_in` …; every action has a name in core's audit labels */
  action: string;
  outcome: 'success' | 'refused' | 'failed';
  reason?: string;
  /** ids, codes and counts only */
  detail?: Record<string, unknown>;
  requestId: string;
  origin: Origin;
}

/** What of the audit trail belongs to no single unit of work. */
export interface AuditStore {
  /** Writes the event into the trail of every clinic the person works in. Returns in how many; 0 for an account without a clinic. */
  recordAccountEvent(event: AccountEvent): Promise<number>;
  /**
   * Makes the partitions of this month and the next three where they are missing. Returns the months ('YYYY-MM') whose events already
   * lie in the default partition and stay there. Throws when the clinics are too busy for it; ask again later.
   */
  ensureMonths(): Promise<string[]>;
}

export function createAuditStore(client: PrismaClient): AuditStore {
  return {
    async recordAccountEvent({ accountId, at, action, outcome, reason, detail, requestId, origin }) {
      const details = detail === undefined ? null : JSON.stringify(detail);
      const rows = await client.$queryRaw<{ written: number }[]>(Prisma.sql`
        SELECT ops.record_account_event(${accountId}::uuid, ${at}::timestamptz, ${action}, ${outcome}, ${reason ?? null},
                 ${details}::jsonb, ${requestId}, ${origin.client}, ${origin.ip}, ${origin.sessionId},
                 ${origin.authentication}) AS written`);
      return rows[0]?.written ?? 0;
    },
    async ensureMonths() {
      const rows = await client.$queryRaw<{ left: string[] }[]>`SELECT ops.ensure_audit_months() AS left`;
      return rows[0]?.left ?? [];
    },
  };
}
