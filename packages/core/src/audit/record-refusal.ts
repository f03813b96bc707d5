import type { UnitOfWork } from '@shirube/db';

/**
 * Notes that something was refused. Needs a unit of work of its own: the one that was refused is rolled back, and its audit
 * entries with it. `reason` is a code (permission, not_found …), never text from the record. A patient id that is not of
 * this clinic is left out: the stranger's guess is refused, and the audit trail points at nobody.
 */
export async function recordRefusal(
  uow: UnitOfWork,
  input: { action: string; reason: string; patientId?: string | null },
): Promise<void> {
  const patient = input.patientId
    ? await uow.tables.patient.findFirst({ where: { id: input.patientId }, select: { id: true } })
    : null;
  uow.audit({
    action: input.action,
    patientId: patient?.id ?? null,
    outcome: 'refused',
    reason: input.reason,
  });
}
