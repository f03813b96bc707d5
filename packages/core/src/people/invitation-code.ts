import { createHash, randomBytes } from 'node:crypto';

/** Crockford's Base32: no I, L, O and U, so that what is read aloud or copied by hand arrives. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const length = 20;

/** A new code of 100 random bits, in four groups of five. */
export function newInvitationCode(): string {
  // 32 letters: five bits of each byte, without a bias
  const letters = [...randomBytes(length)].map((byte) => alphabet[byte & 31]).join('');
  return (letters.match(/.{5}/g) ?? []).join('-');
}

/** What the database keeps of a code, however it was typed; null for what can be no code. */
export function invitationCodeSha256(typed: string): Uint8Array | null {
  const letters = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-‐‑–—−ー]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  if (letters.length !== length || [...letters].some((letter) => !alphabet.includes(letter))) return null;
  return createHash('sha256').update(letters).digest();
}
