import type { AttemptKind } from '@shirube/db';
import { type SignInContext, SignInRefused } from './context.ts';

/**
 * Guessing is slowed down per account and per address. 安全管理ガイドライン: a lock after 5 to 10 failures; OWASP ASVS 5.0 V6.3.1.
 * From the fifth failure on every further try waits 1, 2, 4, 8, 16 and then 30 minutes; the hundredth (NIST SP 800-63B) locks
 * until an administrator unlocks. An address has more tries, because a whole clinic may share one, and is never locked for good.
 * Passkeys can not be guessed and are never held back by an account's lock: a stranger can not keep the person out.
 */
const limits: Record<AttemptKind, { free: number; final: number }> = {
  password: { free: 5, final: 100 },
  second: { free: 5, final: 100 },
  reset: { free: 5, final: 100 },
  // nobody's account: counted by the network it comes from, and never locked for good
  invitation: { free: 10, final: 2_000_000_000 },
  address: { free: 30, final: 2_000_000_000 },
};

export interface CountedAttempt {
  /** the account was locked by this attempt if it turns out wrong */
  locks: boolean;
  /** the answer was right */
  succeeded(): Promise<void>;
}

/**
 * Counts a try before its answer is looked at. Fails closed: when the counter can not be read or written, nothing is looked at.
 * @throws SignInRefused wait or unavailable
 */
export async function countAttempt(
  context: SignInContext,
  kind: Exclude<AttemptKind, 'address'>,
  subject: string,
): Promise<CountedAttempt> {
  const { identity } = context.database;
  const { ip } = context.place;
  const counted: { kind: AttemptKind; subject: string; locks: boolean }[] = [];
  const wanted: [AttemptKind, string][] = [[kind, subject]];
  // behind an untrusted way in the address is unknown, and one counter for everybody would let one stranger lock out all
  if (ip !== null) wanted.unshift(['address', networkOf(ip)]);
  for (const [each, of] of wanted) {
    const attempt = await identity
      .beginAttempt({ kind: each, subject: of, ...limits[each] })
      .catch((cause: unknown) => {
        throw new SignInRefused('unavailable', null, { cause });
      });
    if (attempt.waitSeconds !== 0) throw new SignInRefused('wait', attempt.waitSeconds);
    counted.push({ kind: each, subject: of, locks: attempt.locks });
  }
  return {
    locks: counted.some((each) => each.kind === kind && each.locks),
    async succeeded() {
      for (const each of counted) await identity.endAttempt(each.kind, each.subject, each.kind === kind);
    },
  };
}

/** An IPv6 customer has a whole /64; an IPv4 address stands for itself. */
export function networkOf(ip: string): string {
  if (!ip.includes(':') || ip.startsWith('::ffff:')) return ip;
  const [head = '', tail = ''] = ip.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const middle = Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0');
  return [...left, ...(ip.includes('::') ? middle : []), ...right].slice(0, 4).join(':');
}
