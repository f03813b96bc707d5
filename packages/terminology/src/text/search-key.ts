import { foldKanjiVariants } from './kanji-variants.ts';
import { hiraganaToKatakana } from './width.ts';

const SMALL_KANA: Readonly<Record<string, string>> = {
  ァ: 'ア',
  ィ: 'イ',
  ゥ: 'ウ',
  ェ: 'エ',
  ォ: 'オ',
  ッ: 'ツ',
  ャ: 'ヤ',
  ュ: 'ユ',
  ョ: 'ヨ',
  ヮ: 'ワ',
  ヵ: 'カ',
  ヶ: 'ケ',
};

/** Spellings that sound the same and are mixed up when typing: チラーヂン / チラージン, クラヴィット / クラビット. */
const SAME_SOUND: Readonly<Record<string, string>> = {
  ヂ: 'ジ',
  ヅ: 'ズ',
  ヲ: 'オ',
  ヰ: 'イ',
  ヱ: 'エ',
  ヴァ: 'バ',
  ヴィ: 'ビ',
  ヴェ: 'ベ',
  ヴォ: 'ボ',
  ヴ: 'ブ',
};

/**
 * The form in which names are searched: NFKC, hiragana to katakana, variant kanji to one form, long vowel marks,
 * spaces and punctuation removed, small kana enlarged, upper-case. Applied to what is stored for search and to what the
 * person types alike; never stored in place of the text itself. Idempotent; '' when nothing searchable is left.
 */
export function toSearchKey(text: string): string {
  const katakana = hiraganaToKatakana(text.normalize('NFKC').toUpperCase().normalize('NFKC'));
  const sameSound = katakana.replace(
    /ヴ[ァィェォ]?|[ヂヅヲヰヱ]/g,
    (letters) => SAME_SOUND[letters] ?? letters,
  );
  const enlarged = sameSound.replace(/[ァィゥェォッャュョヮヵヶ]/g, (letter) => SMALL_KANA[letter] ?? letter);
  return foldKanjiVariants(enlarged)
    .replace(/ー/g, '')
    .replace(/[^\p{Letter}\p{Number}]/gu, '')
    .normalize('NFKC');
}

/**
 * The searchKey column of a master row: the search keys of several texts (kana, name, ingredient …), each once, separated by
 * one space. A key never holds a space itself, so `LIKE 'key%'` finds the first text and `LIKE '% key%'` the others.
 */
export function toCompoundSearchKey(...texts: (string | null)[]): string {
  const keys = texts.filter((text) => text !== null).map(toSearchKey);
  return [...new Set(keys)].filter((key) => key !== '').join(' ');
}

/** Half-open range [from, to) of the strings that begin with a key, in code-point (C collation, UTF-8) order. */
export interface PrefixRange {
  from: string;
  to: string;
}

const LAST_CODE_POINT = 0x10ffff;

/**
 * The range for an indexed prefix search: `column ~>=~ from AND column ~<~ to` on a text_pattern_ops index.
 * LIKE is not leakproof and would not use the index under row-level security.
 * An empty key matches everything.
 */
export function prefixRange(key: string): PrefixRange {
  const points = [...key].map((character) => character.codePointAt(0) ?? 0);
  while (points.length > 0 && points.at(-1) === LAST_CODE_POINT) points.pop();
  const last = points.pop();
  if (last === undefined) return { from: key, to: String.fromCodePoint(LAST_CODE_POINT, LAST_CODE_POINT) };
  // U+D800–U+DFFF are no characters and cannot be stored: the successor of U+D7FF is U+E000.
  const next = last === 0xd7ff ? 0xe000 : last + 1;
  return { from: key, to: String.fromCodePoint(...points, next) };
}
