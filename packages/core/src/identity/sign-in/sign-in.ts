import type { Factor, SessionState } from '@shirube/db';
import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { countAttempt } from './attempts.ts';
import {
  newToken,
  pendingSeconds,
  recordEvent,
  type SignInContext,
  SignInRefused,
  sha256,
} from './context.ts';
import { checkPasskey } from './passkeys.ts';
import { decoyHash, hashPassword, isOutdated, verifyPassword } from './password-hash.ts';
import { useRecoveryCode } from './recovery-codes.ts';
import { useTotpCode } from './totp.ts';

/** The sign-in name as it is kept: however it is typed. */
export const normalizeLoginId = (typed: string): string => typed.normalize('NFKC').trim().toLowerCase();

/** What a browser holds before: a token it presents is never kept (session fixation). */
async function endPresented(context: SignInContext, presented: string | null): Promise<void> {
  if (presented) await context.database.identity.closeSession(sha256(presented), 'replaced');
}

/**
 * The first step: sign-in name and password. A right password opens a session that can do nothing but prove or enrol the second
 * factor. Takes as long, and answers the same, whether the account exists or not.
 * @returns the new token of the pending session
 * @throws SignInRefused wrong, wait or unavailable
 */
export async function signInWithPassword(
  context: SignInContext,
  input: { loginId: string; password: string; presented: string | null },
): Promise<{ accountId: string; displayName: string; token: string }> {
  const { identity } = context.database;
  const loginId = normalizeLoginId(input.loginId);
  const attempt = await countAttempt(context, 'password', loginId);
  const account = await identity.accountForSignIn(loginId);
  const right = await verifyPassword(account?.passwordHash ?? decoyHash, input.password);
  if (!account || !right) {
    if (account)
      context.later(() =>
        noteFailure(context, account.accountId, 'password', 'sign_in_failed', attempt.locks),
      );
    throw new SignInRefused('wrong');
  }
  await attempt.succeeded();
  if (isOutdated(account.passwordHash))
    await identity.rehashPassword(
      account.accountId,
      account.passwordHash,
      await hashPassword(input.password),
    );
  await endPresented(context, input.presented);
  const token = newToken();
  const sessionId = await identity.openSession({
    accountId: account.accountId,
    tokenSha256: sha256(token),
    proved: ['password'],
    lifetimeSeconds: pendingSeconds,
    place: context.place,
  });
  await recordEvent(context, { accountId: account.accountId, kind: 'password_accepted', sessionId });
  return { accountId: account.accountId, displayName: account.displayName, token };
}

async function noteFailure(
  context: SignInContext,
  accountId: string,
  factor: Factor,
  kind: 'sign_in_failed' | 'step_up_failed',
  locks: boolean,
  sessionId: string | null = null,
): Promise<void> {
  await recordEvent(context, { accountId, kind, factor, sessionId });
  if (locks) await recordEvent(context, { accountId, kind: 'locked_out', factor, sessionId });
}

/**
 * Sign-in by passkey alone: one touch is possession and verification of the person.
 * @throws SignInRefused wrong
 */
export async function signInWithPasskey(
  context: SignInContext,
  input: { response: AuthenticationResponseJSON; presented: string | null },
): Promise<{ accountId: string; displayName: string; token: string }> {
  const { identity } = context.database;
  const proof = await checkPasskey(context, input.response, null);
  const person = proof && (await identity.person(proof.accountId));
  if (!person) throw new SignInRefused('wrong');
  await endPresented(context, input.presented);
  const opened = newToken();
  await identity.openSession({
    accountId: proof.accountId,
    tokenSha256: sha256(opened),
    proved: [],
    lifetimeSeconds: pendingSeconds,
    place: context.place,
  });
  const token = await raise(context, opened, proof.accountId, ['passkey'], 'sign_in');
  return { accountId: proof.accountId, displayName: person.displayName, token };
}

/** What a person answers with to finish signing in, to unlock the screen, or to step up. */
export type Answer =
  | { kind: 'passkey'; response: AuthenticationResponseJSON }
  | { kind: 'totp'; code: string; password?: string | undefined }
  | { kind: 'recovery_code'; code: string; password?: string | undefined };

/**
 * The second step of signing in, the unlocking of a covered screen, or a step-up, by what the session is. Unlocking needs a passkey
 * or both the password and a code; a step-up needs a passkey or a code, never a recovery code.
 * @returns the token that replaces the presented one
 * @throws SignInRefused wrong, wait, unavailable, expired or not_allowed
 */
export async function prove(
  context: SignInContext,
  input: { token: string; state: SessionState; answer: Answer },
): Promise<{ accountId: string; displayName: string; token: string }> {
  const { state, answer } = input;
  if (state.stage === 'none') throw new SignInRefused('expired');
  const { accountId, sessionId, displayName } = state.session;
  const event = state.stage === 'pending' ? 'sign_in' : state.stage === 'locked' ? 'unlocked' : 'step_up';
  if (answer.kind === 'recovery_code' && state.stage === 'active') throw new SignInRefused('not_allowed');
  if (answer.kind === 'passkey') {
    const proof = await checkPasskey(context, answer.response, sessionId);
    if (proof?.accountId !== accountId) throw new SignInRefused('wrong');
  } else {
    const needsPassword = state.stage === 'locked';
    const attempt = await countAttempt(context, 'second', accountId);
    const person = await context.database.identity.person(accountId);
    const passwordRight =
      !needsPassword || (await verifyPassword(person?.passwordHash ?? decoyHash, answer.password ?? ''));
    // a code is used up only when the password beside it is right
    const right =
      passwordRight &&
      (answer.kind === 'totp'
        ? await useTotpCode(context, accountId, answer.code)
        : await useRecoveryCode(context, accountId, answer.code));
    if (!right) {
      const kind = event === 'sign_in' ? 'sign_in_failed' : 'step_up_failed';
      const factor = passwordRight ? answer.kind : 'password';
      context.later(() => noteFailure(context, accountId, factor, kind, attempt.locks, sessionId));
      throw new SignInRefused('wrong');
    }
    await attempt.succeeded();
  }
  const proved: Factor[] =
    answer.kind !== 'passkey' && state.stage === 'locked' ? ['password', answer.kind] : [answer.kind];
  return { accountId, displayName, token: await raise(context, input.token, accountId, proved, event) };
}

/**
 * Replaces the token and raises the session; the old token is dead from then on.
 * @throws SignInRefused expired when the session ended meanwhile
 */
export async function raise(
  context: SignInContext,
  oldToken: string,
  accountId: string,
  proved: Factor[],
  event: 'sign_in' | 'unlocked' | 'step_up',
): Promise<string> {
  const token = newToken();
  const sessionId = await context.database.identity.raiseSession({
    oldSha256: sha256(oldToken),
    newSha256: sha256(token),
    proved,
    lifetimeSeconds: context.lifetimeSeconds,
  });
  if (sessionId === null) throw new SignInRefused('expired');
  try {
    await recordEvent(context, {
      accountId,
      kind: event,
      factor: proved.at(-1) ?? null,
      sessionId,
      factors: proved,
    });
  } catch (error) {
    // a sign-in that leaves no trace has not happened
    await context.database.identity.closeSession(sha256(token), 'not_recorded');
    throw error;
  }
  return token;
}

/** ログアウト. Ends the session behind the token and says so in the trail. */
export async function signOut(context: SignInContext, token: string): Promise<void> {
  const closed = await context.database.identity.closeSession(sha256(token), 'signed_out');
  if (closed?.stage === 'active')
    await recordEvent(context, {
      accountId: closed.accountId,
      kind: 'sign_out',
      sessionId: closed.sessionId,
    });
}

/** クリアスクリーン: from now on the session answers only the unlocking. */
export async function lockScreen(context: SignInContext, token: string, state: SessionState): Promise<void> {
  if (state.stage !== 'active') return;
  const locked = await context.database.identity.lockSession(sha256(token));
  if (locked)
    await recordEvent(context, {
      accountId: state.session.accountId,
      kind: 'screen_locked',
      sessionId: state.session.sessionId,
    });
}
