import { randomInt } from 'node:crypto';
import type { SignInContext } from './context.ts';
import { decoyCodeHash, hashCode, verifyCode } from './password-hash.ts';

/** Crockford's alphabet without letters that look like figures: 32 signs, 5 bits each. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const codes = 10;

const group = (length: number): string =>
  Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');

/** A code as it is shown and printed: the first group finds the row, the other three (60 bits) prove. */
const newCode = (): string => [group(4), group(4), group(4), group(4)].join('-');

/** What was typed: small letters, look-alikes and missing dashes are fine. */
export function readCode(typed: string): { label: string; secret: string } | null {
  const clean = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-‐－ー]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  return /^[0-9A-HJKMNP-TV-Z]{16}$/.test(clean) ? { label: clean.slice(0, 4), secret: clean.slice(4) } : null;
}

/** Ten new codes; the ones before them end. They are shown now and never again. */
export async function replaceRecoveryCodes(context: SignInContext, accountId: string): Promise<string[]> {
  const fresh = new Map<string, string>();
  while (fresh.size < codes) {
    const code = newCode();
    fresh.set(code.slice(0, 4), code);
  }
  const rows = await Promise.all(
    [...fresh].map(async ([label, code]) => ({
      label,
      hash: await hashCode(code.slice(5).replaceAll('-', '')),
    })),
  );
  await context.database.identity.replaceRecoveryCodes(accountId, rows);
  return [...fresh.values()];
}

/** Checks a code and uses it up. Takes as long for a code that is not there. */
export async function useRecoveryCode(
  context: SignInContext,
  accountId: string,
  typed: string,
): Promise<boolean> {
  const { identity } = context.database;
  const code = readCode(typed);
  const row = code ? await identity.recoveryCode(accountId, code.label) : null;
  const right = await verifyCode(row?.codeHash ?? decoyCodeHash, code?.secret ?? '');
  return row !== null && right && identity.useRecoveryCode(row.codeId);
}

/** A code that an administrator hands over in person: 50 bits in two groups, good for a quarter of an hour. */
export const newHandedCode = (): string => [group(5), group(5)].join('-');

export const readHandedCode = (typed: string): string =>
  typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-‐－ー]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');

/** What is kept of a handed-over code. */
export const hashHandedCode = (code: string): Promise<string> => hashCode(readHandedCode(code));
