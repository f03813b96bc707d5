import { TerminologyError } from '../error.ts';
import { hasLuhn21CheckDigit, luhn21CheckDigit } from './check-digits.ts';
import { type Code, canonicalCodeText, defineCode } from './define-code.ts';
import { isPrefectureCode } from './prefectures.ts';

/** 点数表番号: 1 医科, 3 歯科, 4 調剤, 6 訪問看護. */
export type ScoreTableCode = '1' | '3' | '4' | '6';

/**
 * 医療機関コード in ten digits: 都道府県 2 + 点数表 1 + 郡市区 2 + 医療機関 4 + 検証番号 1.
 * The check digit is computed over all nine digits before it, prefecture and score table included.
 */
export type InstitutionCode = Code<'InstitutionCode'>;
export const InstitutionCode = defineCode<InstitutionCode>({
  label: '医療機関コード',
  expected: '10桁の数字（都道府県2桁、点数表1桁、医療機関7桁）',
  pattern: /^(?:0[1-9]|[1-3]\d|4[0-7])[1346]\d{7}$/,
  verify: hasLuhn21CheckDigit,
});

export interface InstitutionCodeParts {
  prefectureCode: string;
  scoreTable: ScoreTableCode;
  /** the seven digits written on receipts and prescriptions, check digit included */
  institutionNumber: string;
}

/** The parts of a ten-digit code. */
export function institutionCodeParts(code: InstitutionCode): InstitutionCodeParts {
  return {
    prefectureCode: code.slice(0, 2),
    scoreTable: code.charAt(2) as ScoreTableCode,
    institutionNumber: code.slice(3),
  };
}

/**
 * Puts a ten-digit code together. institutionNumber is the 7 digits as printed (the check digit must hold) or the
 * 6 digits without it (it is computed).
 * @throws TerminologyError unknown_value for the prefecture, format or check_digit for the number
 */
export function composeInstitutionCode(parts: InstitutionCodeParts): InstitutionCode {
  const label = InstitutionCode.label;
  const prefecture = canonicalCodeText(parts.prefectureCode).padStart(2, '0');
  if (!isPrefectureCode(prefecture)) {
    throw new TerminologyError(label, 'unknown_value', '都道府県番号は01から47です。確認してください。');
  }
  const number = canonicalCodeText(parts.institutionNumber).replace(/[-,. ]/g, '');
  if (!/^\d{6,7}$/.test(number)) {
    throw new TerminologyError(label, 'format', '医療機関番号は7桁の数字です。確認してください。');
  }
  const body = `${prefecture}${parts.scoreTable}${number.slice(0, 6)}`;
  return InstitutionCode.parse(
    number.length === 7 ? `${body}${number.charAt(6)}` : `${body}${luhn21CheckDigit(body)}`,
  );
}
