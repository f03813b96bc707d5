import type { SignInContext } from './context.ts';
import { openTotpSecret, stepAt, totpCode } from './totp.ts';

/** The authenticator secret of every demo sign-in. It is no secret; demo clinics hold synthetic data only. */
export const demoTotpSecret = 'KNUGS4TVMJSSAZDFNVXSA43FMNZGK5BA';

/**
 * The next unused code of a demo sign-in, or how long until there is one; null for an account whose app is not the demo's. Codes are
 * used once here as everywhere: this step's code first, then the next one's.
 */
export async function demoCode(
  context: SignInContext,
  accountId: string,
): Promise<{ code: string | null; waitSeconds: number } | null> {
  const factor = await context.database.identity.totpOf(accountId, true);
  if (!factor || openTotpSecret(context.key, factor.sealed) !== demoTotpSecret) return null;
  const now = context.now();
  const current = stepAt(now);
  const step = Math.max(current, factor.lastStep + 1);
  if (step <= current + 1) return { code: totpCode(demoTotpSecret, step), waitSeconds: 0 };
  return { code: null, waitSeconds: Math.ceil((step - 1) * 30 - now.getTime() / 1000) + 1 };
}
