import type { StaffInvitationModel, UnitOfWork } from '@shirube/db';
import type { z } from 'zod';
import { isRole } from '../identity/roles.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import { toInstant } from '../shared/rows.ts';
import { invitationCodeSha256, newInvitationCode } from './invitation-code.ts';
import type { createInvitationInput, InvitationRow } from './schema.ts';

/** How long a code may be used. The database allows no invitation of more than seven days. */
export const invitationLifetimeHours = 72;
/** How long the list goes on showing invitations that have ended. */
const shownAfterDays = 30;

/**
 * Offers a place in the clinic the unit of work is bound to. The code is returned once, to be handed over in person; the database
 * keeps its SHA-256. Needs nobody signed in: the operator calls it in the transaction that creates a clinic, with an actor whose
 * `staffId` is null, for the first administrator (`roles: ['admin']`).
 * @throws DomainError invalid for a licence number without a licence
 */
export async function createInvitation(
  uow: UnitOfWork,
  input: z.output<typeof createInvitationInput>,
): Promise<{ invitationId: string; code: string; expiresAt: string }> {
  if (input.licence === null && input.licenceNumber !== '')
    throw new DomainError('invalid', '資格を選ぶか、登録番号を空にしてください。', 'licence');
  const code = newInvitationCode();
  const expiresAt = new Date(uow.now.getTime() + invitationLifetimeHours * 3_600_000);
  const invitation = await uow.tables.staffInvitation.create({
    data: {
      tenantId: uow.tenantId,
      codeSha256: new Uint8Array(invitationCodeSha256(code) as Uint8Array),
      familyName: input.familyName,
      givenName: input.givenName,
      familyKana: input.familyKana,
      givenKana: input.givenKana,
      roles: [...input.roles],
      licence: input.licence,
      licenceNumber: input.licenceNumber || null,
      loginId: input.loginId || null,
      createdById: uow.actor.staffId,
      createdByName: uow.actor.name,
      createdAt: uow.now,
      expiresAt,
    },
    select: { id: true },
  });
  uow.audit({
    action: 'people.invite',
    entityType: 'staff_invitation',
    entityId: invitation.id,
    detail: { roles: input.roles, licence: input.licence },
  });
  return { invitationId: invitation.id, code, expiresAt: toInstant(expiresAt) };
}

const stateOf = (invitation: StaffInvitationModel, now: Date): InvitationRow['state'] => {
  if (invitation.acceptedAt) return 'accepted';
  if (invitation.revokedAt) return 'revoked';
  return invitation.expiresAt <= now ? 'expired' : 'open';
};

/** Open invitations and those of the last 30 days, newest first. */
export async function listInvitations(uow: UnitOfWork): Promise<InvitationRow[]> {
  const invitations = await uow.tables.staffInvitation.findMany({
    where: { createdAt: { gt: new Date(uow.now.getTime() - shownAfterDays * 86_400_000) } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
  return invitations.map((invitation) => ({
    invitationId: invitation.id,
    familyName: invitation.familyName,
    givenName: invitation.givenName,
    roles: invitation.roles.filter(isRole),
    licence: invitation.licence,
    createdByName: invitation.createdByName,
    createdAt: toInstant(invitation.createdAt),
    expiresAt: toInstant(invitation.expiresAt),
    state: stateOf(invitation, uow.now),
  }));
}

/** The code is worth nothing from now on. @throws DomainError not_found; conflict when it has been used or revoked */
export async function revokeInvitation(uow: UnitOfWork, input: { invitationId: string }): Promise<void> {
  const invitation = await uow.tables.staffInvitation.findFirst({ where: { id: input.invitationId } });
  if (!invitation) throw notFound('招待');
  const revoked = await uow.tables.staffInvitation.updateMany({
    where: { id: invitation.id, acceptedAt: null, revokedAt: null },
    data: { revokedAt: uow.now, revokedById: uow.actor.staffId },
  });
  if (revoked.count !== 1)
    throw new DomainError('conflict', 'この招待は、すでに使われたか取り消されています。');
  uow.audit({
    action: 'people.revoke_invitation',
    entityType: 'staff_invitation',
    entityId: invitation.id,
  });
}

/** An administrator who goes leaves no key behind. */
export async function revokeInvitationsOf(uow: UnitOfWork, staffId: string): Promise<void> {
  await uow.tables.staffInvitation.updateMany({
    where: { createdById: staffId, acceptedAt: null, revokedAt: null },
    data: { revokedAt: uow.now, revokedById: uow.actor.staffId },
  });
}
