import type { UnitOfWork } from '@shirube/db';
import { todayInTokyo } from '@shirube/terminology';
import type { z } from 'zod';
import { DomainError } from '../shared/errors.ts';
import { toCalendarDate, toDateColumn } from '../shared/rows.ts';
import { changeStaff, findStaff } from './change-staff.ts';
import { revokeInvitationsOf } from './invitations.ts';
import type { leaveInput, returnInput } from './schema.ts';

/**
 * 離職: from this transaction on the clinic refuses the person's next request. Sessions of somebody who works nowhere else end,
 * and so do the invitations they handed out. Records stay theirs. The day is a calendar date in Asia/Tokyo.
 * @throws DomainError not_found, stale, conflict for somebody who has left or the last administrator, invalid for a day to come
 */
export async function leave(
  uow: UnitOfWork,
  input: z.output<typeof leaveInput>,
): Promise<{ rowVersion: number }> {
  const staff = await findStaff(uow, input.staffId);
  if (!staff.active) throw new DomainError('conflict', 'この職員は、すでに離職になっています。');
  if (input.leftOn > todayInTokyo(uow.now))
    throw new DomainError('invalid', '離職日は今日までの日にしてください。その日に操作します。', 'leftOn');
  if (staff.joinedOn !== null && input.leftOn < toCalendarDate(staff.joinedOn))
    throw new DomainError('invalid', '離職日が入職日より前になっています。', 'leftOn');
  const changed = await changeStaff(uow, staff, {
    rowVersion: input.rowVersion,
    kind: 'left',
    action: 'people.leave',
    tracked: ['leftOn'],
    data: { active: false, leftOn: toDateColumn(input.leftOn) },
    reason: input.reason,
  });
  await revokeInvitationsOf(uow, staff.id);
  await uow.tables.$queryRaw`SELECT identity.end_sessions_without_clinic(${staff.id}::uuid) AS n`;
  return changed;
}

/**
 * 復職: the same person, sign-in and history. Roles and licence are as they were; look at them.
 * @throws DomainError not_found, stale, conflict for somebody who works here, invalid for a day to come or before leaving
 */
export async function returnToWork(
  uow: UnitOfWork,
  input: z.output<typeof returnInput>,
): Promise<{ rowVersion: number }> {
  const staff = await findStaff(uow, input.staffId);
  if (staff.leftOn === null) throw new DomainError('conflict', 'この職員は、いま在職しています。');
  if (input.returnedOn > todayInTokyo(uow.now))
    throw new DomainError(
      'invalid',
      '復職日は今日までの日にしてください。その日に操作します。',
      'returnedOn',
    );
  if (input.returnedOn < toCalendarDate(staff.leftOn))
    throw new DomainError('invalid', '復職日が離職日より前になっています。', 'returnedOn');
  return changeStaff(uow, staff, {
    rowVersion: input.rowVersion,
    kind: 'returned',
    action: 'people.return',
    tracked: ['leftOn'],
    data: { active: true, leftOn: null },
    also: { returnedOn: input.returnedOn },
    reason: input.reason,
  });
}
