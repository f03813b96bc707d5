import { TerminologyError } from '../error.ts';
import { hasLuhn21CheckDigit } from './check-digits.ts';
import { type Code, canonicalCodeText, defineCode } from './define-code.ts';

/** 公費負担者番号: 8 digits, 法別番号 2 + 都道府県 2 + 実施機関 3 + 検証番号 1. */
export type PublicPayerNumber = Code<'PublicPayerNumber'>;
export const PublicPayerNumber = defineCode<PublicPayerNumber>({
  label: '公費負担者番号',
  expected: '8桁の数字',
  pattern: /^\d{8}$/,
  verify: hasLuhn21CheckDigit,
  tidy: (text) => text.replace(/[-\s]/g, ''),
});

/** 公費受給者番号: 7 digits, 受給者区分 6 + 検証番号 1. For programmes of a municipality see readRecipientNumber. */
export type PublicRecipientNumber = Code<'PublicRecipientNumber'>;
export const PublicRecipientNumber = defineCode<PublicRecipientNumber>({
  label: '公費受給者番号',
  expected: '7桁の数字',
  pattern: /^\d{7}$/,
  verify: hasLuhn21CheckDigit,
  tidy: (text) => text.replace(/[-\s]/g, ''),
});

/** National programmes by 法別番号, in the order in which they are applied to one bill (国公費どうしの適用順). */
const NATIONAL_PROGRAMMES: readonly (readonly [lawNumber: string, name: string])[] = [
  ['13', '戦傷病者特別援護法 療養の給付'],
  ['14', '戦傷病者特別援護法 更生医療'],
  ['18', '原爆被爆者援護法 認定疾病医療'],
  ['29', '感染症法 新感染症の患者の入院'],
  ['30', '心神喪失者等医療観察法 医療の実施'],
  ['10', '感染症法 結核患者の適正医療（第37条の2）'],
  ['11', '感染症法 結核患者の入院（第37条）'],
  ['20', '精神保健福祉法 措置入院'],
  ['21', '障害者総合支援法 精神通院医療'],
  ['15', '障害者総合支援法 更生医療'],
  ['16', '障害者総合支援法 育成医療'],
  ['24', '障害者総合支援法 療養介護医療・基準該当療養介護医療'],
  ['22', '麻薬及び向精神薬取締法 入院措置'],
  ['28', '感染症法 一類感染症等の患者の入院'],
  ['17', '児童福祉法 療育の給付'],
  ['79', '児童福祉法 障害児入所医療・肢体不自由児通所医療'],
  ['19', '原爆被爆者援護法 一般疾病医療費'],
  ['23', '母子保健法 養育医療'],
  ['52', '児童福祉法 小児慢性特定疾病医療支援'],
  ['54', '難病法 特定医療費（指定難病）'],
  ['51', '特定疾患治療費・先天性血液凝固因子障害等治療費・水俣病総合対策 等'],
  ['38', '肝炎治療特別促進事業・肝がん・重度肝硬変治療研究促進事業'],
  ['53', '児童福祉法 措置等に係る医療の給付'],
  ['66', '石綿健康被害救済法 医療費'],
  ['62', '特定B型肝炎ウイルス感染者給付金等 定期検査費・母子感染症防止医療費'],
  ['25', '中国残留邦人等支援法 医療支援給付'],
  ['12', '生活保護法 医療扶助'],
];

export interface PublicProgramme {
  lawNumber: string;
  name: string;
  /** a programme of a prefecture or municipality: its meaning and number format differ from place to place */
  isLocal: boolean;
  /** order of application, 1 first; local programmes come after every national one */
  priority: number;
}

const isLocalLaw = (lawNumber: string): boolean => /^(?:4[1-8]|8\d)$/.test(lawNumber);

/**
 * The programme behind a 公費負担者番号.
 * @throws TerminologyError unknown_value when the 法別番号 belongs to no public programme (e.g. an insurer number)
 */
export function describePublicProgramme(payerNumber: PublicPayerNumber): PublicProgramme {
  const lawNumber = payerNumber.slice(0, 2);
  const index = NATIONAL_PROGRAMMES.findIndex(([law]) => law === lawNumber);
  const programme = NATIONAL_PROGRAMMES[index];
  if (programme) return { lawNumber, name: programme[1], isLocal: false, priority: index + 1 };
  if (isLocalLaw(lawNumber)) {
    return {
      lawNumber,
      name: '地方単独事業（都道府県・市町村の医療費助成）',
      isLocal: true,
      priority: NATIONAL_PROGRAMMES.length + 1,
    };
  }
  throw new TerminologyError(
    PublicPayerNumber.label,
    'unknown_value',
    '公費負担者番号の最初の2桁（法別番号）が公費のものではありません。保険者番号でないか確認してください。',
  );
}

export interface RecipientNumberReading {
  number: string;
  /** a sentence to show beside the field when the number is kept although it looks unusual */
  warning: string | null;
}

/**
 * Reads a 公費受給者番号 for a payer. National programmes: 7 digits with a 検証番号, else it is refused. Local programmes
 * may use other lengths or no 検証番号: the number is kept and a warning returned.
 * @throws TerminologyError empty | format | check_digit
 */
export function readRecipientNumber(payerNumber: PublicPayerNumber, text: string): RecipientNumberReading {
  if (!isLocalLaw(payerNumber.slice(0, 2)))
    return { number: PublicRecipientNumber.parse(text), warning: null };
  const number = canonicalCodeText(text).replace(/[-\s]/g, '');
  if (number === '') {
    throw new TerminologyError(PublicRecipientNumber.label, 'empty', '公費受給者番号を入力してください。');
  }
  if (PublicRecipientNumber.is(number)) return { number, warning: null };
  return {
    number,
    warning: '公費受給者番号の桁数または検証番号が標準と異なります。受給者証と見比べてください。',
  };
}
