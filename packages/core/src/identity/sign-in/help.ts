import type { UnitOfWork } from '@shirube/db';
import { z } from 'zod';
import { requireStaff } from '../../shared/actor.ts';
import { DomainError, notFound } from '../../shared/errors.ts';
import { hashHandedCode, newHandedCode } from './recovery-codes.ts';

/**
 * What an administrator of a clinic can do for a colleague's sign-in. None of it lets the administrator choose a password or sign in
 * as somebody (OWASP ASVS 5.0 V6.4.6), and a lost password never stands in for a lost factor: a reset of the factors takes two people.
 */

/** How long a code that is handed over is good for. */
export const handedCodeMinutes = 15;

export const signInStateSchema = z.object({
  staffId: z.uuid(),
  /** the factors were reset and the code for a new one is still to be handed over */
  needsEnrolmentCode: z.boolean(),
  /** tries are held back until then; 'admin': until somebody unlocks */
  lockedUntil: z.string().nullable(),
  reset: z
    .object({
      resetId: z.uuid(),
      requestedByName: z.string(),
      reason: z.string(),
      expiresAt: z.string(),
      /** this reader may be the second person */
      mayConfirm: z.boolean(),
    })
    .nullable(),
});
export type SignInStateView = z.output<typeof signInStateSchema>;

const staffOf = (uow: UnitOfWork, staffId: string) =>
  uow.tables.staff.findFirst({ where: { id: staffId }, select: { id: true, accountId: true } });

async function requireColleague(uow: UnitOfWork, staffId: string): Promise<string> {
  const staff = await staffOf(uow, staffId);
  if (!staff) throw notFound('職員');
  if (staff.accountId === null)
    throw new DomainError('invalid', 'この職員はまだログインを作っていません。招待の番号を渡してください。');
  return staff.accountId;
}

const noteForPerson = (uow: UnitOfWork, accountId: string, kind: string) =>
  uow.tables
    .$queryRaw`SELECT identity.record_event(${accountId}::uuid, ${kind}, NULL, NULL, NULL, NULL)::text`;

/** How a colleague's sign-in stands. Null when they have none yet. */
export async function colleagueSignIn(
  uow: UnitOfWork,
  input: { staffId: string },
): Promise<SignInStateView | null> {
  if (!(await staffOf(uow, input.staffId))) throw notFound('職員');
  const states = await uow.tables.$queryRaw<{ needs_code: boolean; locked: string | null }[]>`
    SELECT identity.colleague_needs_enrolment(staff_id) AS needs_code,
           CASE WHEN locked_until = 'infinity' THEN 'admin'
                ELSE to_char(locked_until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') END AS locked
      FROM identity.colleagues() WHERE staff_id = ${input.staffId}::uuid`;
  uow.audit({ action: 'people.sign_in_view', entityType: 'staff', entityId: input.staffId });
  const state = states[0];
  if (!state) return null;
  const resets = await uow.tables.$queryRaw<
    {
      reset_id: string;
      requested_by_name: string;
      requested_by_staff: string | null;
      reason: string;
      expires_at: Date;
    }[]
  >`SELECT reset_id::text, requested_by_name, requested_by_staff::text, reason, expires_at
      FROM identity.open_factor_resets() WHERE staff_id = ${input.staffId}::uuid`;
  const reset = resets[0];
  return {
    staffId: input.staffId,
    needsEnrolmentCode: state.needs_code,
    lockedUntil: state.locked,
    reset: reset
      ? {
          resetId: reset.reset_id,
          requestedByName: reset.requested_by_name,
          reason: reset.reason,
          expiresAt: reset.expires_at.toISOString(),
          mayConfirm: ![reset.requested_by_staff, input.staffId].includes(uow.actor.staffId),
        }
      : null,
  };
}

/** Lets a colleague try again who was held back after wrong tries. */
export async function unlockColleague(uow: UnitOfWork, input: { staffId: string }): Promise<void> {
  const accountId = await requireColleague(uow, input.staffId);
  await uow.tables.$queryRaw`SELECT identity.unlock_colleague(${input.staffId}::uuid)`;
  await noteForPerson(uow, accountId, 'unlocked_by_admin');
  uow.audit({ action: 'credential.unlock', entityType: 'staff', entityId: input.staffId });
}

/**
 * A one-time code for a new password, to be told to the person in presence. The second factor is asked for all the same.
 * @throws DomainError forbidden for oneself: one's own password is changed on one's own page
 */
export async function handOutPasswordCode(
  uow: UnitOfWork,
  input: { staffId: string },
): Promise<{ code: string; minutes: number }> {
  if (requireStaff(uow) === input.staffId)
    throw new DomainError('forbidden', '自分のパスワードは「自分のログイン」の画面で変えてください。');
  const accountId = await requireColleague(uow, input.staffId);
  const code = await handOut(uow, input.staffId, 'password');
  await noteForPerson(uow, accountId, 'code_handed');
  uow.audit({ action: 'credential.password_code', entityType: 'staff', entityId: input.staffId });
  return { code, minutes: handedCodeMinutes };
}

async function handOut(uow: UnitOfWork, staffId: string, purpose: 'password' | 'enrolment'): Promise<string> {
  const code = newHandedCode();
  const rows = await uow.tables.$queryRaw<{ done: boolean | null }[]>`
    SELECT identity.hand_code(${staffId}::uuid, ${purpose}, ${await hashHandedCode(code)},
                              make_interval(mins => ${handedCodeMinutes})) AS done`;
  if (rows[0]?.done !== true) throw notFound('職員のログイン');
  return code;
}

/**
 * A colleague lost every factor: the first of two people asks for the reset, within a day another confirms it.
 * @throws DomainError forbidden for oneself
 */
export async function requestFactorReset(
  uow: UnitOfWork,
  input: { staffId: string; reason: string },
): Promise<{ resetId: string }> {
  const requester = requireStaff(uow);
  if (requester === input.staffId)
    throw new DomainError('forbidden', '自分の認証の手段のリセットは、ほかの管理者に頼んでください。');
  await requireColleague(uow, input.staffId);
  const rows = await uow.tables.$queryRaw<{ id: string | null }[]>`
    SELECT identity.request_factor_reset(${input.staffId}::uuid, ${requester}::uuid, ${uow.actor.name}, ${input.reason})::text AS id`;
  const resetId = rows[0]?.id;
  if (!resetId) throw new DomainError('forbidden', 'この職員のリセットは申し込めません。');
  uow.audit({
    action: 'credential.factor_reset_request',
    entityType: 'staff',
    entityId: input.staffId,
  });
  return { resetId };
}

/**
 * The second person confirms: every factor, recovery code and session of the colleague ends, and a code comes back that they need,
 * beside their password, to register a new factor.
 * @throws DomainError forbidden when the reader asked for it, is the person, or must belong to another clinic of theirs
 */
export async function confirmFactorReset(
  uow: UnitOfWork,
  input: { staffId: string; resetId: string },
): Promise<{ code: string; minutes: number }> {
  const confirmer = requireStaff(uow);
  const accountId = await requireColleague(uow, input.staffId);
  const rows = await uow.tables.$queryRaw<{ account: string | null }[]>`
    SELECT identity.confirm_factor_reset(${input.resetId}::uuid, ${confirmer}::uuid)::text AS account`;
  if (rows[0]?.account !== accountId)
    throw new DomainError(
      'forbidden',
      'このリセットは確定できません。申し込んだ人とは別の管理者が確定してください。ほかの医療機関でも働く職員のときは、その医療機関の管理者か運用者が確定します。',
    );
  const code = await handOut(uow, input.staffId, 'enrolment');
  await noteForPerson(uow, accountId, 'factors_reset');
  uow.audit({
    action: 'credential.factor_reset_confirm',
    entityType: 'staff',
    entityId: input.staffId,
  });
  return { code, minutes: handedCodeMinutes };
}

/**
 * A new code to register a factor with, after a reset that two people have decided: the first one ran out, or the operator confirmed.
 * @throws DomainError invalid when no reset was confirmed, or a factor is registered again
 */
export async function handOutEnrolmentCode(
  uow: UnitOfWork,
  input: { staffId: string },
): Promise<{ code: string; minutes: number }> {
  if (requireStaff(uow) === input.staffId)
    throw new DomainError('forbidden', '自分の番号は、ほかの管理者か運用者から受け取ってください。');
  await requireColleague(uow, input.staffId);
  const rows = await uow.tables.$queryRaw<{ needs: boolean | null }[]>`
    SELECT identity.colleague_needs_enrolment(${input.staffId}::uuid) AS needs`;
  if (rows[0]?.needs !== true)
    throw new DomainError('invalid', 'この職員の認証の手段は、リセットされていません。');
  const code = await handOut(uow, input.staffId, 'enrolment');
  uow.audit({ action: 'credential.enrolment_code', entityType: 'staff', entityId: input.staffId });
  return { code, minutes: handedCodeMinutes };
}

/** The requests for a reset about people of this clinic that wait for the second person. */
export function openFactorResets(
  uow: UnitOfWork,
): Promise<
  { reset_id: string; person: string; requested_by_name: string; reason: string; expires_at: Date }[]
> {
  return uow.tables.$queryRaw`
    SELECT r.reset_id::text, s.family_name || ' ' || s.given_name AS person, r.requested_by_name, r.reason, r.expires_at
      FROM identity.open_factor_resets() r JOIN public.staff s ON s.id = r.staff_id`;
}

/**
 * The operator is the second person of a clinic that has one administrator. The administrator then hands over the code.
 * @throws DomainError not_found
 */
export async function confirmFactorResetAsOperator(
  uow: UnitOfWork,
  input: { resetId: string; operator: string },
): Promise<void> {
  const rows = await uow.tables.$queryRaw<{ staff_id: string; account: string | null }[]>`
    SELECT r.staff_id::text, identity.confirm_factor_reset_as_operator(r.reset_id, ${input.operator})::text AS account
      FROM identity.open_factor_resets() r WHERE r.reset_id = ${input.resetId}::uuid`;
  const row = rows[0];
  if (!row?.account) throw notFound('リセットの申し込み');
  await noteForPerson(uow, row.account, 'factors_reset');
  uow.audit({ action: 'credential.factor_reset_confirm', entityType: 'staff', entityId: row.staff_id });
}

/** Takes a request for a reset back. */
export async function cancelFactorReset(
  uow: UnitOfWork,
  input: { staffId: string; resetId: string },
): Promise<void> {
  const rows = await uow.tables.$queryRaw<{ done: boolean | null }[]>`
    SELECT identity.cancel_factor_reset(${input.resetId}::uuid) AS done`;
  if (rows[0]?.done !== true) throw notFound('リセットの申し込み');
  uow.audit({ action: 'credential.factor_reset_cancel', entityType: 'staff', entityId: input.staffId });
}
