import { toHalfWidthKana } from '@shirube/terminology';
import { Sj1Error } from './sj1-error.ts';

/** 交付日を含めて4日: the ordinary validity, for which record 52 is not written. */
export const ordinaryValidDays = 4;

/** Up to 6 digits and 5 decimals, without leading or trailing zeros. */
export const AMOUNT = /^(?:0|[1-9]\d{0,5})(?:\.\d{0,4}[1-9])?$/;

/** Length of an N field in full-width characters: two half-width characters fill one. */
export function fullWidthLength(value: string): number {
  let halves = 0;
  for (const character of value) halves += /[\u0020-\u007e\uff61-\uff9f]/.test(character) ? 1 : 2;
  return Math.ceil(halves / 2);
}

/**
 * N field of the record table (JAHIS 院外処方箋2次元シンボル記録条件規約 Ver.1.10 level): no quotes, a half-width comma inside
 * text becomes full-width, 外字 become ■, no leading or trailing spaces, length in full-width characters.
 */
export function text(
  recordNumber: number,
  field: string,
  value: string | null,
  maximum: number,
  required = false,
): string {
  const cleaned = (value ?? '')
    .replaceAll(',', '，')
    .replace(/[\p{Co}\p{Cs}]/gu, '■')
    .replace(/\p{Cc}/gu, ' ')
    .replace(/^[\s　]+|[\s　]+$/gu, '');
  if (required && cleaned === '')
    throw new Sj1Error(recordNumber, field, `${field}がないため、処方箋を作れません。`);
  if (fullWidthLength(cleaned) > maximum)
    throw new Sj1Error(recordNumber, field, `${field}が長すぎます（${maximum}文字まで）。短くしてください。`);
  return cleaned;
}

/** Digits, Latin letters, point and hyphen only. */
export function code(
  recordNumber: number,
  field: string,
  value: string | null,
  maximum: number,
  required = false,
): string {
  const cleaned = (value ?? '').normalize('NFKC').trim();
  if (required && cleaned === '')
    throw new Sj1Error(recordNumber, field, `${field}がないため、処方箋を作れません。`);
  if (!/^[0-9A-Za-z.-]*$/.test(cleaned))
    throw new Sj1Error(
      recordNumber,
      field,
      `${field}に使えない文字があります。登録の内容を確かめてください。`,
    );
  if (cleaned.length > maximum)
    throw new Sj1Error(recordNumber, field, `${field}が長すぎます（${maximum}文字まで）。短くしてください。`);
  return cleaned;
}

/** Exactly so many digits. */
export function digits(recordNumber: number, field: string, value: string, length: number): string {
  if (!/^\d+$/.test(value) || value.length !== length)
    throw new Sj1Error(
      recordNumber,
      field,
      `${field}が${length}桁の数字ではありません。登録の内容を確かめてください。`,
    );
  return value;
}

/** カナ氏名 in half-width kana with one half-width space between family and given name. */
export function kana(recordNumber: number, field: string, family: string, given: string): string {
  const half = toHalfWidthKana(`${family.trim()} ${given.trim()}`).trim();
  if (!/^[\u0020-\u002b\u002d-\u007e\uff61-\uff9f]+$/.test(half))
    throw new Sj1Error(
      recordNumber,
      field,
      `${field}がないか、カナでない文字があります。登録の内容を確かめてください。`,
    );
  if (half.length > 40)
    throw new Sj1Error(recordNumber, field, `${field}が長すぎます（半角40文字まで）。短くしてください。`);
  return half;
}

/** 漢字氏名 with one full-width space between family and given name. */
export function fullName(recordNumber: number, field: string, family: string, given: string): string {
  return text(recordNumber, field, `${family.trim()}　${given.trim()}`, 20, true);
}

/** YYYYMMDD of a calendar date. */
export const compactDate = (date: string): string => date.replaceAll('-', '');

/** １回服用量 (X,12): no number need it be (2/3), but half-width and without a comma. */
export function freeAmount(recordNumber: number, field: string, value: string): string {
  const cleaned = value.normalize('NFKC').trim();
  if (!/^[\u0021-\u002b\u002d-\u007e]{1,12}$/.test(cleaned))
    throw new Sj1Error(
      recordNumber,
      field,
      `${field}は12文字までの数字や記号（2/3 など）で入力してください。`,
    );
  return cleaned;
}

/** 6 digits before and 5 after the point, without leading or trailing zeros; zero only where a time of the day may have none. */
export function quantity(recordNumber: number, field: string, value: string, mayBeZero = false): string {
  if (!/^\d{1,6}(\.\d{1,5})?$/.test(value) || (!mayBeZero && Number(value) <= 0))
    throw new Sj1Error(recordNumber, field, `${field}の数が正しくありません。`);
  const [whole = '0', fraction = ''] = value.split('.');
  const head = whole.replace(/^0+(?=\d)/, '');
  const tail = fraction.replace(/0+$/, '');
  return tail === '' ? head : `${head}.${tail}`;
}
