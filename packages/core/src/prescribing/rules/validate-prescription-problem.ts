import { fullWidthLength } from './record-limits.ts';

export interface PrescriptionProblem {
  /** error: the prescription cannot be issued like this; warning: it can, but it is rarely meant */
  severity: 'error' | 'warning';
  rpNumber: number | null;
  itemNumber: number | null;
  /** A Japanese sentence that names the RP and the drug. */
  message: string;
}

export function error(message: string): PrescriptionProblem {
  return { severity: 'error', rpNumber: null, itemNumber: null, message };
}

export function warning(message: string): PrescriptionProblem {
  return { severity: 'warning', rpNumber: null, itemNumber: null, message };
}

/** Problems of one text field: empty, too long, or with characters that would break the line of the file. */
export function text(
  label: string,
  value: string,
  limit: number,
  kind: 'N' | 'X' = 'N',
  mayBeEmpty = false,
): PrescriptionProblem[] {
  if (value.trim() === '') return mayBeEmpty ? [] : [error(`${label}がありません。入力してください。`)];
  if (/\p{Cc}/u.test(value))
    return [error(`${label}に改行などの使えない文字があります。入力し直してください。`)];
  const length = kind === 'N' ? fullWidthLength(value) : [...value].length;
  const unit = kind === 'N' ? '全角' : '';
  return length > limit ? [error(`${label}が長すぎます（${unit}${limit}文字まで）。短くしてください。`)] : [];
}

/** Problems of a field of digits, Latin letters, points and hyphens (numbers, codes, telephones). */
export function code(label: string, value: string, limit: number, mayBeEmpty = false): PrescriptionProblem[] {
  const plain = value.normalize('NFKC').trim();
  if (plain !== '' && !/^[0-9A-Za-z.-]+$/.test(plain))
    return [error(`${label}は数字・英字・ハイフンだけにしてください。`)];
  return text(label, plain, limit, 'X', mayBeEmpty);
}

/** A whole number from 1 to `limit`. */
export function isCount(value: number, limit: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= limit;
}
