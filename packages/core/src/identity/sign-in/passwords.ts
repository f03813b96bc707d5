import type { SessionState } from '@shirube/db';
import { type PasswordProblem, passwordContext, passwordProblem, passwordRule } from '../password-rules.ts';
import { countAttempt } from './attempts.ts';
import { isAssured, recordEvent, type SignInContext, SignInRefused } from './context.ts';
import { decoyCodeHash, hashPassword, verifyCode, verifyPassword } from './password-hash.ts';
import { readHandedCode } from './recovery-codes.ts';
import { normalizeLoginId } from './sign-in.ts';

/** A new password that may not be used, and why. */
export class PasswordRefused extends Error {
  readonly problem: PasswordProblem;
  constructor(problem: PasswordProblem) {
    super(`password refused: ${problem}`);
    this.name = 'PasswordRefused';
    this.problem = problem;
  }
}

/**
 * Checks a new password of this person against the rules, the words around them and their last five.
 * @throws PasswordRefused
 */
async function requireGoodPassword(
  context: SignInContext,
  person: { accountId: string; loginId: string; displayName: string },
  password: string,
): Promise<void> {
  const { identity } = context.database;
  const clinics = await identity.clinicsOf(person.accountId);
  const problem = passwordProblem(
    password,
    passwordContext({
      loginId: person.loginId,
      names: [person.displayName, ...clinics.map((clinic) => clinic.staffName)],
      clinics: clinics.map((clinic) => ({ name: clinic.tenantName, slug: '' })),
    }),
  );
  if (problem) throw new PasswordRefused(problem);
  for (const hash of await identity.lastPasswords(person.accountId, passwordRule.remembered))
    if (await verifyPassword(hash, password)) throw new PasswordRefused('used_before');
}

/**
 * One's own new password: needs the current one and a factor proved a moment ago. Every other session of the person ends.
 * @throws SignInRefused, PasswordRefused
 */
export async function changePassword(
  context: SignInContext,
  input: { state: SessionState; current: string; next: string },
): Promise<void> {
  const { identity } = context.database;
  const { state } = input;
  if (state.stage !== 'active' || !isAssured(state.session.assuredAt, context.now()))
    throw new SignInRefused('not_allowed');
  const { accountId, sessionId } = state.session;
  const person = await identity.person(accountId);
  if (!person) throw new SignInRefused('expired');
  const attempt = await countAttempt(context, 'password', person.loginId);
  if (!(await verifyPassword(person.passwordHash, input.current))) throw new SignInRefused('wrong');
  await attempt.succeeded();
  await requireGoodPassword(context, { accountId, ...person }, input.next);
  await identity.setPassword(accountId, await hashPassword(input.next));
  await identity.revokeSessions(accountId, { except: sessionId }, 'password_changed');
  await recordEvent(context, { accountId, kind: 'password_changed', sessionId });
}

/**
 * A new password with a code that an administrator of the clinic handed over in person. Signs nobody in: the new password and the
 * second factor are asked for afterwards. Every session of the person ends. There is no reset by e-mail.
 * @throws SignInRefused, PasswordRefused
 */
export async function resetPassword(
  context: SignInContext,
  input: { loginId: string; code: string; next: string },
): Promise<void> {
  const { identity } = context.database;
  const loginId = normalizeLoginId(input.loginId);
  const attempt = await countAttempt(context, 'reset', loginId);
  const account = await identity.accountForSignIn(loginId);
  const [row] = account ? await identity.handedCode(account.accountId, 'password') : [];
  const right = await verifyCode(row?.codeHash ?? decoyCodeHash, readHandedCode(input.code));
  if (!account || !row || !right) {
    if (account)
      context.later(() =>
        recordEvent(context, {
          accountId: account.accountId,
          kind: attempt.locks ? 'locked_out' : 'sign_in_failed',
        }),
      );
    throw new SignInRefused('wrong');
  }
  await attempt.succeeded();
  await requireGoodPassword(
    context,
    { accountId: account.accountId, loginId, displayName: account.displayName },
    input.next,
  );
  if (!(await identity.useHandedCode(row.codeId))) throw new SignInRefused('wrong');
  await identity.setPassword(account.accountId, await hashPassword(input.next));
  await identity.revokeSessions(account.accountId, {}, 'password_reset');
  await recordEvent(context, { accountId: account.accountId, kind: 'password_reset' });
}
