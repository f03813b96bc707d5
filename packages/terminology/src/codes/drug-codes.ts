import { hotCheckDigit, yjCheckDigit } from './check-digits.ts';
import { type Code, defineCode } from './define-code.ts';

/** 4 digits 薬効分類 + 3 成分・投与経路 + 剤形 letter + 規格 + 銘柄 2 + check digit. */
const YJ_SHAPE = /^\d{4}[0-9A-Z]{3}[A-Z][0-9A-Z]{3}\d$/;
const hasYjCheckDigit = (code: string): boolean => Number(code.slice(-1)) === yjCheckDigit(code.slice(0, 11));

/** YJコード（個別医薬品コード）, 12 characters with YJ-MOD11: the key of a drug in this system. */
export type YjCode = Code<'YjCode'>;
export const YjCode = defineCode<YjCode>({
  label: 'YJコード',
  expected: '12桁の英数字（8桁目は英字）',
  pattern: YJ_SHAPE,
  verify: hasYjCheckDigit,
});

/**
 * 薬価基準収載医薬品コード, 12 characters. Equal to the YJ code for brand-listed products; for products listed under
 * their common name characters 10–11 are 01 and the code names a group of products.
 */
export type PriceListCode = Code<'PriceListCode'>;
export const PriceListCode = defineCode<PriceListCode>({
  label: '薬価基準収載医薬品コード',
  expected: '12桁の英数字（8桁目は英字）',
  pattern: YJ_SHAPE,
  verify: hasYjCheckDigit,
});

/** レセプト電算処理システム 医薬品コード: 9 digits that begin with 6. No check digit. */
export type DrugReceiptCode = Code<'DrugReceiptCode'>;
export const DrugReceiptCode = defineCode<DrugReceiptCode>({
  label: 'レセプト電算処理医薬品コード',
  expected: '6で始まる9桁の数字',
  pattern: /^6\d{8}$/,
});

/** 一般名処方コード: 9 characters of YJ + ZZZ, or the exception form …AZZZ / …BZZZ. No check digit. */
export type GenericPrescriptionCode = Code<'GenericPrescriptionCode'>;
export const GenericPrescriptionCode = defineCode<GenericPrescriptionCode>({
  label: '一般名処方コード',
  expected: '末尾がZZZの12桁の英数字',
  pattern: /^\d{4}[0-9A-Z]{3}[A-Z][0-9A-Z]ZZZ$/,
});

const hasHotCheckDigit = (code: string): boolean =>
  Number(code.charAt(6)) === hotCheckDigit(code.slice(0, 6));

/** HOT7: prescription-level drug number, seventh digit is a check digit. */
export type Hot7 = Code<'Hot7'>;
export const Hot7 = defineCode<Hot7>({
  label: 'HOT7コード',
  expected: '7桁の数字',
  pattern: /^\d{7}$/,
  verify: hasHotCheckDigit,
});

/** HOT9: HOT7 + 2 company digits. */
export type Hot9 = Code<'Hot9'>;
export const Hot9 = defineCode<Hot9>({
  label: 'HOT9コード',
  expected: '9桁の数字',
  pattern: /^\d{9}$/,
  verify: hasHotCheckDigit,
});

/** HOT13: HOT9 + 2 package-form + 2 package-quantity digits. */
export type Hot13 = Code<'Hot13'>;
export const Hot13 = defineCode<Hot13>({
  label: 'HOT13コード',
  expected: '13桁の数字',
  pattern: /^\d{13}$/,
  verify: hasHotCheckDigit,
});

/** The first 7 characters of a YJ code: 成分 and 投与経路. Drugs that share it are the same ingredient by the same route. */
export function ingredientCodeOf(yjCode: string): string {
  return yjCode.slice(0, 7);
}

/**
 * True when a YJ code begins with any of the prefixes. Interaction tables name an ingredient by prefixes
 * (7 characters ingredient and route, 9 characters with form and strength).
 */
export function yjMatchesAnyPrefix(yjCode: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => prefix !== '' && yjCode.startsWith(prefix));
}
