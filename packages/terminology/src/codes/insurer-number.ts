import { TerminologyError } from '../error.ts';
import { hasLuhn21CheckDigit } from './check-digits.ts';
import { type Code, canonicalCodeText } from './define-code.ts';
import { prefectureName } from './prefectures.ts';

/**
 * 保険者番号: 8 digits (法別番号 2 + 都道府県 2 + 保険者別 3 + 検証番号 1), or 6 digits for 国民健康保険 (without 法別番号).
 * The six-digit number right-aligned in an eight-digit field (spaces or 00 before it) is read as six digits.
 */
export type InsurerNumber = Code<'InsurerNumber'>;

const LABEL = '保険者番号';

function tidy(text: string): string {
  const digits = canonicalCodeText(text).replace(/[-\s]/g, '');
  return digits.length === 8 && digits.startsWith('00') ? digits.slice(2) : digits;
}

export const InsurerNumber = {
  label: LABEL,
  /** True only for 6 or 8 half-width digits whose 検証番号 holds. */
  is: (text: string): text is InsurerNumber =>
    /^(?:\d{6}|(?!00)\d{8})$/.test(text) && hasLuhn21CheckDigit(text),
  /** @throws TerminologyError empty | format | check_digit */
  parse: (text: string): InsurerNumber => {
    const number = tidy(text);
    if (number === '') throw new TerminologyError(LABEL, 'empty', '保険者番号を入力してください。');
    if (!/^(?:\d{6}|\d{8})$/.test(number)) {
      throw new TerminologyError(
        LABEL,
        'format',
        '保険者番号は8桁（国民健康保険は6桁）の数字です。確認してください。',
      );
    }
    if (!hasLuhn21CheckDigit(number)) {
      throw new TerminologyError(
        LABEL,
        'check_digit',
        '保険者番号の検証番号が合いません。数字の打ち間違いがないか確認してください。',
      );
    }
    return number as InsurerNumber;
  },
};

export type InsurerKind = 'employee' | 'national_health' | 'late_elderly';

interface InsurerLaw {
  name: string;
  kind: InsurerKind;
  /** last day new registrations are accepted, 'YYYY-MM-DD' */
  validUntil: string | null;
}

const employee = (name: string): InsurerLaw => ({ name, kind: 'employee', validUntil: null });

/** 法別番号 of medical insurance (保険者番号等の設定について 別表). */
const LAWS: Readonly<Record<string, InsurerLaw>> = {
  '01': employee('全国健康保険協会管掌健康保険（協会けんぽ）'),
  '02': employee('船員保険'),
  '03': employee('日雇特例被保険者の保険（一般療養）'),
  '04': employee('日雇特例被保険者の保険（特別療養費）'),
  '06': employee('組合管掌健康保険'),
  '07': employee('防衛省職員給付に係る自衛官等の療養の給付'),
  '31': employee('国家公務員共済組合'),
  '32': employee('地方公務員等共済組合'),
  '33': employee('警察共済組合'),
  '34': employee('公立学校共済組合・日本私立学校振興・共済事業団'),
  '39': { name: '後期高齢者医療', kind: 'late_elderly', validUntil: null },
  '63': employee('特定健康保険組合（特例退職被保険者）'),
  '67': { name: '国民健康保険（退職者医療）', kind: 'national_health', validUntil: '2024-03-31' },
  '72': employee('国家公務員特定共済組合'),
  '73': employee('地方公務員等特定共済組合'),
  '74': employee('警察特定共済組合'),
  '75': employee('公立学校特定共済組合・日本私立学校振興・共済事業団（特例退職）'),
};

export interface InsurerDescription {
  /** 法別番号, null for the six-digit numbers of 国民健康保険 */
  lawNumber: string | null;
  lawName: string;
  kind: InsurerKind;
  prefectureCode: string;
  prefectureName: string | null;
  /** last day new registrations are accepted, 'YYYY-MM-DD'; null = in force */
  validUntil: string | null;
}

/**
 * What an insurer number says about the insurance.
 * @throws TerminologyError unknown_value when the 法別番号 is not one of medical insurance (e.g. a 公費負担者番号)
 */
export function describeInsurer(number: InsurerNumber): InsurerDescription {
  if (number.length === 6) {
    const prefectureCode = number.slice(0, 2);
    return {
      lawNumber: null,
      lawName: number.charAt(2) === '3' ? '国民健康保険組合' : '国民健康保険（市町村）',
      kind: 'national_health',
      prefectureCode,
      prefectureName: prefectureName(prefectureCode),
      validUntil: null,
    };
  }
  const lawNumber = number.slice(0, 2);
  const law = LAWS[lawNumber];
  if (law === undefined) {
    throw new TerminologyError(
      LABEL,
      'unknown_value',
      '保険者番号の最初の2桁（法別番号）が医療保険のものではありません。公費負担者番号でないか確認してください。',
    );
  }
  const prefectureCode = number.slice(2, 4);
  return {
    lawNumber,
    lawName: law.name,
    kind: law.kind,
    prefectureCode,
    prefectureName: prefectureName(prefectureCode),
    validUntil: law.validUntil,
  };
}
