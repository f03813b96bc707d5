import {
  type CalendarDate,
  foldKanjiVariants,
  type PrefixRange,
  parseDate,
  prefixRange,
  TerminologyError,
  toSearchKey,
} from '@shirube/terminology';

/** What the text of a patient search asks for. One text asks for one thing, except digits: 患者番号 or birth date. */
export type PatientSearchTerms =
  | { by: 'number_or_birth_date'; patientNumber: string | null; birthDate: CalendarDate | null }
  | { by: 'kana'; range: PrefixRange }
  | { by: 'name'; foldedPrefix: string; variants: KanjiVariants }
  | { by: 'nothing' };

/** Arguments for SQL translate(): every character of `from` becomes the one of `to` at its place, or nothing. */
export interface KanjiVariants {
  from: string;
  to: string;
}

const patientNumberDigits = 8;

/**
 * Reads what the person typed: digits are a 患者番号 (leading zeros may be left out) or a birth date, any usual form of a date
 * is a birth date, kana of any width the beginning of the reading, everything else the beginning of the name as written.
 */
export function readSearchTerms(text: string): PatientSearchTerms {
  const folded = text.normalize('NFKC').replace(/\s/g, '');
  const birthDate = birthDateOf(folded);
  const patientNumber = /^\d{1,8}$/.test(folded) ? folded.padStart(patientNumberDigits, '0') : null;
  if (patientNumber !== null || birthDate !== null)
    return { by: 'number_or_birth_date', patientNumber, birthDate };
  const key = toSearchKey(folded);
  // an empty key ("ー") would be the beginning of every name
  if (key === '') return { by: 'nothing' };
  if (/^\p{Script=Katakana}+$/u.test(key)) return { by: 'kana', range: prefixRange(key) };
  const foldedPrefix = foldKanjiVariants(folded.toUpperCase());
  return { by: 'name', foldedPrefix, variants: variantsOf(foldedPrefix) };
}

function birthDateOf(text: string): CalendarDate | null {
  try {
    return parseDate(text);
  } catch (error) {
    if (error instanceof TerminologyError) return null;
    throw error;
  }
}

/** 16 ideographic variation selectors: all that registered names use. They choose a glyph, not a character. */
const variationSelectors = Array.from({ length: 16 }, (_, index) => String.fromCodePoint(0xe0100 + index));

/** CJK ideographs: extension A, unified, compatibility, extension B (𠮷). */
const ideographs: readonly (readonly [number, number])[] = [
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xf900, 0xfaff],
  [0x20000, 0x2a6df],
];

let variantsByRepresentative: Map<string, string[]> | null = null;

/** 高 → 髙: what foldKanjiVariants folds, turned round. Made once a process, in about 10 ms. */
function variantTable(): Map<string, string[]> {
  if (variantsByRepresentative) return variantsByRepresentative;
  const table = new Map<string, string[]>();
  for (const [first, last] of ideographs)
    for (let point = first; point <= last; point += 1) {
      const character = String.fromCodePoint(point);
      const representative = foldKanjiVariants(character);
      if (representative === character) continue;
      table.set(representative, [...(table.get(representative) ?? []), character]);
    }
  variantsByRepresentative = table;
  return table;
}

/** Only the variants of the characters that are looked for, so that the database folds no more than it must. */
function variantsOf(foldedPrefix: string): KanjiVariants {
  const table = variantTable();
  const pairs = [...new Set(foldedPrefix)].flatMap((representative) =>
    (table.get(representative) ?? []).map((variant) => [variant, representative] as const),
  );
  return {
    // what has no counterpart in `to` is removed
    from: pairs.map(([variant]) => variant).join('') + variationSelectors.join(''),
    to: pairs.map(([, representative]) => representative).join(''),
  };
}
