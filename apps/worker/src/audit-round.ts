import { stampAuditTrail } from '@shirube/core/audit';
import type { FlowContext } from '@shirube/core/shared';
import type { Database } from '@shirube/db';

interface Report {
  info(line: object, text: string): void;
  warn(line: object, text: string): void;
}

/**
 * The audit trail's daily work, every few minutes because it makes up for what was missed: the partitions of the coming months, and
 * for each clinic the time stamp of every day that is over. Safe to run in several workers. What fails in one clinic stops no other.
 */
export async function auditRound(
  database: Pick<Database, 'operations' | 'audit'>,
  flowOf: (tenantId: string) => FlowContext,
  report: Report,
): Promise<void> {
  try {
    const months = await database.audit.ensureMonths();
    if (months.length > 0) report.warn({ months }, 'audit months stay in the default partition');
  } catch (error) {
    report.warn({ error }, 'audit months could not be made, trying again later');
  }
  for (const { tenantId } of await database.operations.everyClinic()) {
    try {
      const { stamped, waiting } = await stampAuditTrail(flowOf(tenantId));
      if (stamped.length > 0) report.info({ tenantId, days: stamped.length }, 'audit trail stamped');
      if (waiting.length > 0)
        report.warn({ tenantId, days: waiting.length }, 'audit trail waits for a time stamp');
    } catch (error) {
      report.warn({ tenantId, error }, 'audit trail could not be stamped');
    }
  }
}
