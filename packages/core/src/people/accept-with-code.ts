import type { OpenInvitation } from '@shirube/db';
import type { z } from 'zod';
import { passwordContext, passwordProblem } from '../identity/password-rules.ts';
import { countAttempt, networkOf } from '../identity/sign-in/attempts.ts';
import type { SignInContext } from '../identity/sign-in/context.ts';
import { hashPassword } from '../identity/sign-in/password-hash.ts';
import { PasswordRefused } from '../identity/sign-in/passwords.ts';
import { toInstant } from '../shared/rows.ts';
import { acceptAsNewPerson, acceptWithAccount, notOpen } from './accept-invitation.ts';
import { invitationCodeSha256 } from './invitation-code.ts';
import type { acceptAsNewInput, openInvitationSchema } from './schema.ts';

/**
 * The invitation behind a typed code. Every try is counted before the code is looked at, by the network it comes from; when it can
 * not be counted, nothing is looked at.
 * @throws SignInRefused wait, unavailable; DomainError not_found
 */
async function openWithCode(
  context: SignInContext,
  code: string,
): Promise<{ invitation: OpenInvitation; codeSha256: Uint8Array }> {
  const { ip } = context.place;
  const attempt = await countAttempt(context, 'invitation', ip === null ? 'unknown' : networkOf(ip));
  const codeSha256 = invitationCodeSha256(code);
  const invitation = codeSha256 && (await context.database.invitations.byCode(codeSha256));
  if (!invitation) throw notOpen();
  await attempt.succeeded();
  return { invitation, codeSha256 };
}

/** Where a code leads. @throws SignInRefused, DomainError as openWithCode */
export async function lookUpInvitation(
  context: SignInContext,
  input: { code: string },
): Promise<z.input<typeof openInvitationSchema>> {
  const { invitation } = await openWithCode(context, input.code);
  return {
    clinic: invitation.tenantName,
    familyName: invitation.familyName,
    givenName: invitation.givenName,
    roles: invitation.roles,
    forExisting: invitation.forExisting,
    expiresAt: toInstant(invitation.expiresAt),
  };
}

/** Whoever acts here is nobody of the clinic yet. */
const scopeOf = (context: SignInContext, invitation: OpenInvitation, sessionId: string | null) => ({
  tenantId: invitation.tenantId,
  actor: {
    staffId: null,
    name: `${invitation.familyName} ${invitation.givenName}`,
    role: 'system',
    requestId: context.requestId,
    origin: {
      client: 'browser' as const,
      ip: context.place.ip,
      sessionId,
      authentication: sessionId === null ? 'invitation' : null,
    },
  },
});

/**
 * Somebody new makes their sign-in. Signs nobody in: name and password are asked for next, and then the second factor is enrolled.
 * @throws SignInRefused, DomainError as openWithCode and acceptAsNewPerson; PasswordRefused
 */
export async function acceptAsNew(
  context: SignInContext,
  input: z.output<typeof acceptAsNewInput>,
): Promise<void> {
  const { invitation, codeSha256 } = await openWithCode(context, input.code);
  const problem = passwordProblem(
    input.password,
    passwordContext({
      loginId: input.loginId,
      names: [`${invitation.familyName} ${invitation.givenName}`],
      clinics: [{ name: invitation.tenantName, slug: '' }],
    }),
  );
  if (problem) throw new PasswordRefused(problem);
  // a name that is taken says so: whoever holds one code may not ask for many names
  const names = await countAttempt(context, 'invitation', invitation.invitationId);
  const passwordHash = await hashPassword(input.password);
  await context.database.run(scopeOf(context, invitation, null), (uow) =>
    acceptAsNewPerson(uow, { codeSha256, loginId: input.loginId, passwordHash }),
  );
  await names.succeeded();
}

/** Somebody who is signed in takes a place in one more clinic. @throws as openWithCode and acceptWithAccount */
export async function acceptSignedIn(
  context: SignInContext,
  input: { code: string; accountId: string; sessionId: string },
): Promise<void> {
  const { invitation, codeSha256 } = await openWithCode(context, input.code);
  await context.database.run(scopeOf(context, invitation, input.sessionId), (uow) =>
    acceptWithAccount(uow, { codeSha256, accountId: input.accountId }),
  );
}
