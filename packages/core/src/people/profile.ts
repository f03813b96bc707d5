import type { UnitOfWork } from '@shirube/db';
import type { z } from 'zod';
import { DomainError } from '../shared/errors.ts';
import { nullable, toDateColumn } from '../shared/rows.ts';
import { changeStaff, findStaff, refuseForSelf } from './change-staff.ts';
import { revokeInvitationsOf } from './invitations.ts';
import type { changeLicenceInput, changeProfileInput, changeRolesInput } from './schema.ts';

/** Names, 入職日 and 医師コード. @throws DomainError not_found, stale, invalid when nothing changes or the dates contradict */
export async function changeProfile(
  uow: UnitOfWork,
  input: z.output<typeof changeProfileInput>,
): Promise<{ rowVersion: number }> {
  const staff = await findStaff(uow, input.staffId);
  const joinedOn = nullable(input.joinedOn, toDateColumn);
  if (joinedOn !== null && staff.leftOn !== null && joinedOn > staff.leftOn)
    throw new DomainError('invalid', '入職日が離職日より後になっています。', 'joinedOn');
  return changeStaff(uow, staff, {
    rowVersion: input.rowVersion,
    kind: 'profile',
    action: 'people.change_profile',
    tracked: ['familyName', 'givenName', 'familyKana', 'givenKana', 'joinedOn', 'doctorCode'],
    data: {
      familyName: input.familyName,
      givenName: input.givenName,
      familyKana: input.familyKana,
      givenKana: input.givenKana,
      joinedOn,
      doctorCode: input.doctorCode || null,
    },
  });
}

/**
 * 資格: the profession and its numbers. Somebody else must do it, because a licence opens charts.
 * @throws DomainError not_found, stale, forbidden for oneself, invalid for numbers without a licence or when nothing changes
 */
export async function changeLicence(
  uow: UnitOfWork,
  input: z.output<typeof changeLicenceInput>,
): Promise<{ rowVersion: number }> {
  refuseForSelf(uow, input.staffId, '資格');
  const staff = await findStaff(uow, input.staffId);
  const numbered =
    input.licenceNumber !== '' || input.licenceRegisteredOn !== null || input.narcoticsLicenceNumber !== '';
  if (input.licence === null && numbered)
    throw new DomainError('invalid', '資格を選ぶか、登録番号などを空にしてください。', 'licence');
  return changeStaff(uow, staff, {
    rowVersion: input.rowVersion,
    kind: 'licence',
    action: 'people.change_licence',
    tracked: ['licence', 'licenceNumber', 'licenceRegisteredOn', 'narcoticsLicenceNumber'],
    data: {
      licence: input.licence,
      licenceNumber: input.licenceNumber || null,
      licenceRegisteredOn: nullable(input.licenceRegisteredOn, toDateColumn),
      narcoticsLicenceNumber: input.narcoticsLicenceNumber || null,
    },
    reason: input.reason,
  });
}

/**
 * Roles hold from the person's next request: a session knows no roles of its own. Whoever stops being an administrator leaves no
 * open invitation behind.
 * @throws DomainError not_found, stale, forbidden for oneself, conflict for the last administrator, invalid when nothing changes
 */
export async function changeRoles(
  uow: UnitOfWork,
  input: z.output<typeof changeRolesInput>,
): Promise<{ rowVersion: number }> {
  refuseForSelf(uow, input.staffId, '役割');
  const staff = await findStaff(uow, input.staffId);
  const changed = await changeStaff(uow, staff, {
    rowVersion: input.rowVersion,
    kind: 'roles',
    action: 'people.change_roles',
    tracked: ['roles'],
    data: { roles: [...input.roles] },
    reason: input.reason,
  });
  if (staff.roles.includes('admin') && !input.roles.includes('admin'))
    await revokeInvitationsOf(uow, staff.id);
  return changed;
}
