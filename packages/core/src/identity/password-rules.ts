import { dictionary } from '@zxcvbn-ts/language-common';

/**
 * What a new password must be. 安全管理ガイドライン システム運用編 14.1.1: at least 8 characters of letters and figures beside a
 * second factor, at least 13 without one; no reuse; no periodic change. OWASP ASVS 5.0 V6.2. A second factor is always
 * required here and new passwords are longer all the same: 12, and the mixture is asked for below 13 only.
 */
export const passwordRule = {
  minimum: 12,
  /** from this length on no kind of character is asked for */
  free: 13,
  maximum: 128,
  /** how many of the last passwords, the current one included, may not come again */
  remembered: 5,
} as const;

export type PasswordProblem =
  | 'too_short'
  | 'too_long'
  | 'needs_letters_and_figures'
  | 'easy_to_guess'
  | 'used_before';

/** What the screen says, as a sentence to act on. */
export const passwordProblemWords: Record<PasswordProblem, string> = {
  too_short: `パスワードを ${passwordRule.minimum} 文字以上にしてください。`,
  too_long: `パスワードを ${passwordRule.maximum} 文字以内にしてください。`,
  needs_letters_and_figures: `${passwordRule.free} 文字より短いパスワードには、英字と数字の両方を入れてください。${passwordRule.free} 文字以上なら何でもかまいません。`,
  easy_to_guess:
    'よく使われる言葉・名前・並びでできているため、見破られやすいパスワードです。関係のない言葉を3つ以上つなげてください。',
  used_before: `これまでに使ったパスワードです。最近の ${passwordRule.remembered} 個とは別のものにしてください。`,
};

/** The form that is hashed: the same characters however the keyboard composes them (NIST SP 800-63B, RFC 8265). */
export const normalizePassword = (password: string): string => password.normalize('NFKC');

const commonWords: ReadonlySet<string> = new Set(
  (dictionary['passwords-common'] as readonly string[]).filter((word) => word.length >= 4),
);
const longestWord = 30;
const keyboardRows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', '1qaz2wsx3edc4rfv5tgb6yhn7ujm', '1234567890'];

/** How much of a guess each piece of a password is worth, in characters. */
const worth = { word: 3, row: 2, run: 1, year: 1, context: 0, again: 0 } as const;

/**
 * What is left of a password for a guesser who knows the breached passwords, the keyboard, runs like abc or 111, years, and the
 * words of the place and person. A word of the list is worth three characters, so that four unrelated words are a good password
 * and `password2026!` is none.
 */
export function effectiveLength(password: string, contextWords: readonly string[]): number {
  const plain = normalizePassword(password).toLowerCase();
  const unleet = plain.replace(/[@0134$57]/g, (sign) => unleetOf[sign] as string);
  const context = contextWords
    .map((word) => normalizePassword(word).toLowerCase())
    // two kanji are a name; two letters are nothing
    .filter((word) => word.length >= (/^[ -~]*$/.test(word) ? 3 : 2));
  return Math.min(measure(plain, context), measure(unleet, context));
}

const unleetOf: Record<string, string> = {
  '@': 'a',
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '4': 'a',
  $: 's',
  '5': 's',
  '7': 't',
};

function measure(text: string, context: readonly string[]): number {
  const seen = new Set<string>();
  let total = 0;
  let at = 0;
  while (at < text.length) {
    const piece = pieceAt(text, at, context);
    const value = piece.length > 1 && seen.has(piece.text) ? worth.again : piece.worth;
    seen.add(piece.text);
    total += value;
    at += piece.length;
  }
  return total;
}

interface Piece {
  text: string;
  length: number;
  worth: number;
}

/** The longest known piece at this place, or the one character. */
function pieceAt(text: string, at: number, context: readonly string[]): Piece {
  let best: Piece = { text: text[at] as string, length: 1, worth: 1 };
  const take = (length: number, value: number) => {
    if (length > best.length || (length === best.length && value < best.worth))
      best = { text: text.slice(at, at + length), length, worth: value };
  };
  for (const word of context) if (text.startsWith(word, at)) take(word.length, worth.context);
  for (let length = Math.min(longestWord, text.length - at); length >= 4; length--)
    if (commonWords.has(text.slice(at, at + length))) {
      take(length, worth.word);
      break;
    }
  for (const row of keyboardRows) take(sharedWith(row, text, at), worth.row);
  take(runLength(text, at), worth.run);
  if (/^(19|20)\d\d/.test(text.slice(at, at + 4))) take(4, worth.year);
  return best;
}

/** How many characters from here lie side by side on a keyboard row, in either direction; 0 below four. */
function sharedWith(row: string, text: string, at: number): number {
  for (const line of [row, [...row].reverse().join('')])
    for (let length = Math.min(line.length, text.length - at); length >= 4; length--)
      if (line.includes(text.slice(at, at + length))) return length;
  return 0;
}

/** 111, abc, 987: neighbours in one step; 0 below three. */
function runLength(text: string, at: number): number {
  const step = text.charCodeAt(at + 1) - text.charCodeAt(at);
  if (Math.abs(step) > 1) return 0;
  let end = at + 1;
  while (end < text.length && text.charCodeAt(end) - text.charCodeAt(end - 1) === step) end += 1;
  return end - at >= 3 ? end - at : 0;
}

/** What is wrong with a new password, or null. `contextWords`: sign-in name, clinic, the person's own names. */
export function passwordProblem(password: string, contextWords: readonly string[]): PasswordProblem | null {
  const normal = normalizePassword(password);
  const length = [...normal].length;
  if (length < passwordRule.minimum) return 'too_short';
  if (length > passwordRule.maximum) return 'too_long';
  if (length < passwordRule.free && !(/\p{L}/u.test(normal) && /\p{N}/u.test(normal)))
    return 'needs_letters_and_figures';
  return effectiveLength(normal, contextWords) < 8 ? 'easy_to_guess' : null;
}

/** The words of a person and their clinics that a password may not stand on. */
export function passwordContext(input: {
  loginId: string;
  names: readonly string[];
  clinics: readonly { name: string; slug: string }[];
}): string[] {
  const words = [
    'shirube',
    'しるべ',
    'シルベ',
    '標',
    'クリニック',
    '診療所',
    '医院',
    '病院',
    'clinic',
    'hospital',
  ];
  for (const name of input.names) words.push(name, ...name.split(/\s+/));
  for (const { name, slug } of input.clinics) words.push(name, slug, ...slug.split('-'));
  return [input.loginId, ...words].filter((word) => word.length > 0);
}
