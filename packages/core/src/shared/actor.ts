import type { UnitOfWork } from '@shirube/db';
import { DomainError } from './errors.ts';

/** The person who acts; the system itself writes no charts. */
export function requireStaff(uow: UnitOfWork): string {
  if (uow.actor.staffId === null) throw new DomainError('forbidden', 'この操作は職員だけができます。');
  return uow.actor.staffId;
}
