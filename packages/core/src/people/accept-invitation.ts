import { isUniqueViolation, type UnitOfWork } from '@shirube/db';
import { todayInTokyo } from '@shirube/terminology';
import { DomainError } from '../shared/errors.ts';
import { toDateColumn } from '../shared/rows.ts';
import { writeStaffChange } from './change-staff.ts';

/** One sentence for every code that does not open: which of the reasons it is would tell a guesser something. */
export const notOpen = () =>
  new DomainError(
    'not_found',
    'この招待コードは使えません。期限が切れたか、使われたか、取り消されています。管理者に新しいコードを頼んでください。',
    'code',
  );

/**
 * Somebody new comes: the code is used up, the sign-in is made and the place in the clinic is theirs, together or not at all. The
 * unit of work is bound to the clinic the code leads to; its actor is nobody yet. The password is hashed by the caller.
 * @throws DomainError not_found for a code that is not open (any more) or waits for a sign-in that exists; conflict when the
 *   sign-in name is taken: the code stays unused
 */
export async function acceptAsNewPerson(
  uow: UnitOfWork,
  input: { codeSha256: Uint8Array; loginId: string; passwordHash: string },
): Promise<{ staffId: string }> {
  try {
    const [row] = await uow.tables.$queryRaw<{ account: string | null }[]>`
      SELECT identity.accept_invitation(${input.codeSha256}::bytea, ${input.loginId}, ${input.passwordHash})::text AS account`;
    if (!row?.account) throw notOpen();
    return await join(uow, input.codeSha256, row.account);
  } catch (error) {
    if (isUniqueViolation(error))
      throw new DomainError(
        'conflict',
        'この ID はほかの人が使っています。別の ID にしてください。',
        'loginId',
      );
    throw error;
  }
}

/**
 * Somebody who has a sign-in takes a second place with it.
 * @throws DomainError not_found as above, also when the invitation names another sign-in; conflict for somebody who has (had) a
 *   place here
 */
export async function acceptWithAccount(
  uow: UnitOfWork,
  input: { codeSha256: Uint8Array; accountId: string },
): Promise<{ staffId: string }> {
  const [row] = await uow.tables.$queryRaw<{ done: boolean | null }[]>`
    SELECT identity.accept_invitation_as(${input.codeSha256}::bytea, ${input.accountId}::uuid) AS done`;
  if (row?.done !== true) throw notOpen();
  try {
    return await join(uow, input.codeSha256, input.accountId);
  } catch (error) {
    if (isUniqueViolation(error))
      throw new DomainError(
        'conflict',
        'この医療機関には、あなたの席がすでにあります。離職していた方は、管理者に復職の操作を頼んでください。',
      );
    throw error;
  }
}

async function join(
  uow: UnitOfWork,
  codeSha256: Uint8Array,
  accountId: string,
): Promise<{ staffId: string }> {
  const invitation = await uow.tables.staffInvitation.findFirstOrThrow({
    where: { codeSha256: new Uint8Array(codeSha256) },
  });
  const staff = await uow.tables.staff.create({
    data: {
      tenantId: uow.tenantId,
      accountId,
      roles: invitation.roles,
      familyName: invitation.familyName,
      givenName: invitation.givenName,
      familyKana: invitation.familyKana,
      givenKana: invitation.givenKana,
      licence: invitation.licence,
      licenceNumber: invitation.licenceNumber,
      joinedOn: toDateColumn(todayInTokyo(uow.now)),
    },
    select: { id: true },
  });
  await uow.tables.staffInvitation.updateMany({
    where: { id: invitation.id },
    data: { staffId: staff.id },
  });
  await writeStaffChange(uow, {
    staffId: staff.id,
    kind: 'joined',
    before: null,
    after: {
      roles: invitation.roles,
      licence: invitation.licence,
      licenceNumber: invitation.licenceNumber,
      joinedOn: todayInTokyo(uow.now),
    },
    reason: `招待した人 ${invitation.createdByName}`,
  });
  uow.audit({
    action: 'people.join',
    entityType: 'staff',
    entityId: staff.id,
    detail: { invitationId: invitation.id, roles: invitation.roles },
  });
  return { staffId: staff.id };
}
