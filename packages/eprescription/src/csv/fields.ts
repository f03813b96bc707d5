import { toHalfWidthKana } from '@shirube/terminology';
import { Sj1Error } from './sj1-error.ts';

/**
 * Field rules of the record table (JAHIS 院外処方箋2次元シンボル記録条件規約 Ver.1.10 level): no quotes, a half-width comma inside
 * text becomes full-width, no leading or trailing spaces, lengths in characters.
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
    .replace(/\p{Cc}/gu, ' ')
    .replace(/^[\s　]+|[\s　]+$/gu, '');
  if (required && cleaned === '')
    throw new Sj1Error(recordNumber, field, `${field}がないため、処方箋を作れません。`);
  if ([...cleaned].length > maximum)
    throw new Sj1Error(recordNumber, field, `${field}が長すぎます（${maximum}文字まで）。短くしてください。`);
  return cleaned;
}

/** Digits, Latin letters, point and hyphen only. */
export function code(recordNumber: number, field: string, value: string | null, maximum: number): string {
  const cleaned = text(recordNumber, field, (value ?? '').normalize('NFKC'), maximum);
  if (!/^[0-9A-Za-z.-]*$/.test(cleaned))
    throw new Sj1Error(
      recordNumber,
      field,
      `${field}に使えない文字があります。登録の内容を確かめてください。`,
    );
  return cleaned;
}

/** カナ氏名 in half-width kana with one half-width space between family and given name. */
export function kana(recordNumber: number, field: string, family: string, given: string): string {
  return text(recordNumber, field, toHalfWidthKana(`${family.trim()} ${given.trim()}`), 40, true);
}

/** 漢字氏名 with one full-width space between family and given name. */
export function fullName(recordNumber: number, field: string, family: string, given: string): string {
  return text(recordNumber, field, `${family.trim()}　${given.trim()}`, 20, true);
}

/** YYYYMMDD of a calendar date. */
export const compactDate = (date: string): string => date.replaceAll('-', '');

/** 6 digits before and 5 after the point, without leading or trailing zeros. */
export function quantity(recordNumber: number, field: string, value: string): string {
  if (!/^\d{1,6}(\.\d{1,5})?$/.test(value) || Number(value) <= 0)
    throw new Sj1Error(recordNumber, field, `${field}の数が正しくありません。`);
  const [whole = '0', fraction = ''] = value.split('.');
  const head = whole.replace(/^0+(?=\d)/, '');
  const tail = fraction.replace(/0+$/, '');
  return tail === '' ? head : `${head}.${tail}`;
}
