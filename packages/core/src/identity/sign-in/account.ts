import type { SessionState } from '@shirube/db';
import { isAssured, recordEvent, type SignInContext, SignInRefused } from './context.ts';

/** What one does to one's own sign-in. Whoever changes a factor or ends sessions proved one a moment ago. */
function assured(context: SignInContext, state: SessionState): { accountId: string; sessionId: string } {
  if (state.stage !== 'active' || !isAssured(state.session.assuredAt, context.now()))
    throw new SignInRefused('not_allowed');
  return state.session;
}

/**
 * Takes a passkey or the authenticator app away. Never the last one.
 * @returns false when it is the last one, or not the person's
 * @throws SignInRefused not_allowed
 */
export async function removeFactor(
  context: SignInContext,
  state: SessionState,
  factorId: string,
): Promise<boolean> {
  const { accountId, sessionId } = assured(context, state);
  if (!(await context.database.identity.removeFactor(accountId, factorId))) return false;
  await recordEvent(context, { accountId, kind: 'factor_removed', sessionId });
  return true;
}

/** Ends one other session of the person, or all others; effective at their next request. Returns how many. */
export async function endSessions(
  context: SignInContext,
  state: SessionState,
  which: { only: string } | 'others',
): Promise<number> {
  const { accountId, sessionId } = assured(context, state);
  const ended = await context.database.identity.revokeSessions(
    accountId,
    which === 'others' ? { except: sessionId } : which,
    'ended_by_person',
  );
  if (ended > 0) await recordEvent(context, { accountId, kind: 'sessions_ended', sessionId });
  return ended;
}
