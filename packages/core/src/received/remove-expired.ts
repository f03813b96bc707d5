import type { UnitOfWork } from '@shirube/db';

/**
 * Removes what was known under consents that have ended or were taken back. The database lets such rows be touched only by a transaction
 * that says so, and then no other row: a round that errs can take away nothing that may still be read.
 */
export async function removeExpired(uow: UnitOfWork): Promise<number> {
  await uow.tables.$executeRaw`SELECT set_config('app.removing_expired', 'on', true)`;
  // without a condition: rows that are past their end are seen by no condition
  const shared = await uow.tables.$executeRaw`DELETE FROM shared_information`;
  const medicines = await uow.tables.$executeRaw`DELETE FROM external_medication`;
  const removed = shared + medicines;
  if (removed > 0) uow.audit({ action: 'shared_information.remove', detail: { shared, medicines } });
  return removed;
}
