import { TerminologyError } from '../error.ts';
import { canonicalCodeText } from './define-code.ts';

/**
 * 被保険者証の記号・番号・枝番. Symbols are free text with full-width and half-width characters mixed; they are stored
 * and sent exactly as オンライン資格確認 returned them and only compared in folded form.
 */
export interface InsuredId {
  /** 記号; national health and late-elderly insurance may have none */
  symbol: string | null;
  number: string;
  /** 枝番, 2 digits; null for late-elderly insurance and old certificates */
  branchNumber: string | null;
}

const DASHES = /[\u2010-\u2015\u2212\uFF0D\u30FC\uFF70-]/g;

/** The folded form of 記号 or 番号, for comparison only: width, spaces and kinds of hyphen do not matter. */
export function insuredIdKey(text: string): string {
  return text
    .normalize('NFKC')
    .replace(DASHES, '-')
    .replace(/[\s・･]/g, '')
    .toUpperCase();
}

/** 枝番 as two digits: '1' becomes '01'. @throws TerminologyError empty | format */
export function parseBranchNumber(text: string): string {
  const digits = canonicalCodeText(text);
  if (digits === '') throw new TerminologyError('枝番', 'empty', '枝番を入力してください。');
  if (!/^\d{1,2}$/.test(digits)) {
    throw new TerminologyError('枝番', 'format', '枝番は2桁の数字です。確認してください。');
  }
  return digits.padStart(2, '0');
}

/**
 * Checks 記号・番号・枝番 and removes only the spaces around them.
 * @throws TerminologyError empty for the number, format when something is longer than the 20 characters of the certificate
 */
export function readInsuredId(input: {
  symbol: string | null;
  number: string;
  branchNumber: string | null;
}): InsuredId {
  const symbol = input.symbol?.trim() || null;
  const number = input.number.trim();
  if (number === '') {
    throw new TerminologyError('被保険者番号', 'empty', '被保険者証の番号を入力してください。');
  }
  if ([...number].length > 20 || (symbol !== null && [...symbol].length > 20)) {
    throw new TerminologyError(
      '被保険者証の記号・番号',
      'format',
      '被保険者証の記号と番号は、それぞれ20文字以内です。',
    );
  }
  const branch = input.branchNumber?.trim();
  return { symbol, number, branchNumber: branch ? parseBranchNumber(branch) : null };
}

/** True when both name the same insured person; a missing 枝番 on one side is not held against it. */
export function isSameInsured(a: InsuredId, b: InsuredId): boolean {
  return (
    insuredIdKey(a.symbol ?? '') === insuredIdKey(b.symbol ?? '') &&
    insuredIdKey(a.number) === insuredIdKey(b.number) &&
    (a.branchNumber === null || b.branchNumber === null || a.branchNumber === b.branchNumber)
  );
}
