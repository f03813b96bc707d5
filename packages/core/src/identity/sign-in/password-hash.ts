import { hash, verify } from '@node-rs/argon2';
import { normalizePassword } from '../password-rules.ts';

/** argon2id, RFC 9106 section 4 (second recommended option: 64 MiB, three passes), one lane. */
const parameters = { memoryCost: 65_536, timeCost: 3, parallelism: 1 } as const;

/** For long random codes, whose own entropy protects them: OWASP's minimum. */
const codeParameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** A real hash of no password: an unknown sign-in name takes as long as a wrong password. */
export const decoyHash =
  '$argon2id$v=19$m=65536,t=3,p=1$LuOZvuD37Fe91dyPQ50CMw$v4qXNWLgbOqwAxx9arW1yHB/UtJFsAL3MRnSHI0ZfZs';

/** The same for codes. */
export const decoyCodeHash =
  '$argon2id$v=19$m=19456,t=2,p=1$AoBgwdWmhKvq+9TQyk+Zug$+NIxzRTIINXMBnxXk+L/eXVgVb2nZHDGzxlFSkZVnlQ';

export const hashPassword = (password: string): Promise<string> =>
  hash(normalizePassword(password), parameters);

export const hashCode = (code: string): Promise<string> => hash(code, codeParameters);

/** False for a wrong password and for a stored value that is no hash. */
export async function verifyPassword(stored: string, password: string): Promise<boolean> {
  try {
    return await verify(stored, normalizePassword(password));
  } catch {
    return false;
  }
}

export async function verifyCode(stored: string, code: string): Promise<boolean> {
  try {
    return await verify(stored, code);
  } catch {
    return false;
  }
}

/** Whether a stored hash was made with weaker parameters than today's: it is renewed when the password is next known. */
export function isOutdated(stored: string): boolean {
  const found = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$/.exec(stored);
  if (!found) return true;
  return (
    Number(found[1]) < parameters.memoryCost ||
    Number(found[2]) < parameters.timeCost ||
    Number(found[3]) < parameters.parallelism
  );
}
