import type { UnitOfWork } from '@shirube/db';
import type { Permission } from '../identity/permissions.ts';
import { DomainError } from '../shared/errors.ts';

/**
 * Refuses early, before a flow calls an outside service, whoever may not open this chart now. What can not be forgotten is the
 * database's own refusal when the access is audited (ops.admit_to_restricted_chart); this is its polite front.
 * @throws DomainError restricted
 */
export async function requireChartAccess(uow: UnitOfWork, patientId: string): Promise<void> {
  if (uow.actor.staffId === null) return;
  const [access] = await uow.tables.$queryRaw<{ refused: boolean }[]>`
    SELECT refused FROM ops.chart_access(${patientId}::uuid, ${uow.actor.staffId}::uuid, ${uow.now}::timestamptz)`;
  if (access?.refused) throw restricted();
}

/** What is done with these is done to a chart; the reception works for a restricted patient. */
export const touchesChart = (permission: Permission): boolean =>
  /^(chart|entry|external|consent|prescription|allergy|document)\./.test(permission) ||
  permission === 'patient.record_facts';

export const restricted = (): DomainError =>
  new DomainError(
    'restricted',
    'このカルテは、決められた職員だけが開けます。緊急のときは、理由を残して開いてください。',
  );

/** Those of the patients whose address and telephone must not be shown (支援措置). */
export async function withheldAddresses(
  uow: UnitOfWork,
  patientIds: readonly string[],
): Promise<Set<string>> {
  if (patientIds.length === 0) return new Set();
  const rows = await uow.tables.patientRestriction.findMany({
    where: { patientId: { in: [...patientIds] }, kind: 'dv_non_disclosure', lift: null },
    select: { patientId: true },
  });
  return new Set(rows.map((row) => row.patientId));
}
