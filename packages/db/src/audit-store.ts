import type { PrismaClient } from './generated/client.ts';

/** What of the audit trail belongs to no single unit of work. */
export interface AuditStore {
  /**
   * Makes the partitions of this month and the next three where they are missing. Returns the months ('YYYY-MM') whose events already
   * lie in the default partition and stay there. Throws when the clinics are too busy for it; ask again later.
   */
  ensureMonths(): Promise<string[]>;
}

export function createAuditStore(client: PrismaClient): AuditStore {
  return {
    async ensureMonths() {
      const rows = await client.$queryRaw<{ left: string[] }[]>`SELECT ops.ensure_audit_months() AS left`;
      return rows[0]?.left ?? [];
    },
  };
}
