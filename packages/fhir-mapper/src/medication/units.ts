import type { Quantity } from '@medplum/fhirtypes';
import { quantityOf } from '../decimal.ts';
import { SYSTEMS } from '../systems.ts';

/** MERIT-9 単位略号 with their names. */
const UNITS: readonly [code: string, name: string][] = [
  ['PART', '分'],
  ['TIME', '回'],
  ['KIND', '種'],
  ['BOX', '箱'],
  ['ROLL', '巻'],
  ['SHT', '枚'],
  ['HON', '本'],
  ['PAIR', '組'],
  ['SET', 'セット'],
  ['KO', '個'],
  ['TEAR', '裂'],
  ['DIR', '方向'],
  ['TROC', 'トローチ'],
  ['AMP', 'アンプル'],
  ['CAP', 'カプセル'],
  ['TAB', '錠'],
  ['PILL', '丸'],
  ['PCK', '包'],
  ['BTL', '瓶'],
  ['BAG', '袋'],
  ['BTLB', '瓶（袋）'],
  ['TUBE', '管'],
  ['SYRG', 'シリンジ'],
  ['DOSE', '回分'],
  ['TEST', 'テスト分'],
  ['GCYL', 'ガラス筒'],
  ['RODT', '桿錠'],
  ['UNT', '単位'],
  ['TTUN', '万単位'],
  ['FEET', 'フィート'],
  ['DROP', '滴'],
  ['MG', 'ｍｇ'],
  ['G', 'ｇ'],
  ['KG', 'ｋｇ'],
  ['CC', 'ｃｃ'],
  ['ML', 'ｍＬ'],
  ['L', 'Ｌ'],
  ['MLV', 'ｍＬＶ'],
  ['VIL', 'バイアル'],
  ['CM', 'ｃｍ'],
  ['CM2', 'ｃｍ２'],
  ['M', 'ｍ'],
  ['MCCI', 'μＣｉ'],
  ['MCI', 'ｍＣｉ'],
  ['MCG', 'μｇ'],
  ['BKR', '管（瓶）'],
  ['PIPE', '筒'],
  ['GBQ', 'ＧＢｑ'],
  ['MGBQ', 'ＭＢｑ'],
  ['KIT', 'キット'],
  ['IUNT', '国際単位'],
  ['PAT', '患者当り'],
  ['ATM', '気圧'],
  ['CAN', '缶'],
  ['OPE', '手術当り'],
  ['VSL', '容器'],
  ['MLG', 'ｍＬ（ｇ）'],
  ['BLST', 'ブリスター'],
  ['SHET', 'シート'],
  ['CST', 'カセット'],
  ['TUNT', '千単位'],
  ['TTIU', '万国際単位'],
  ['MEQ', 'ｍEｑ'],
  ['MCL', 'μＬ'],
];

const CODE_BY_NAME = new Map(UNITS.map(([code, name]) => [name.normalize('NFKC'), code]));
const CODES: ReadonlySet<string> = new Set(UNITS.map(([code]) => code));

/** The MERIT-9 code of a unit as prescriptions write it; null when the list has none (噴霧 …). */
export function unitCodeOf(unit: string): string | null {
  return CODE_BY_NAME.get(unit.normalize('NFKC')) ?? null;
}

/** True for a code of the list. */
export function isUnitCode(code: string): boolean {
  return CODES.has(code);
}

/**
 * An amount of a drug. The profile wants a code for every unit; an amount in a unit without one is not written as a number at all, and
 * stands in the words of the dosage.
 */
export function amountOf(value: string, unit: string, unitCode: string | null): Quantity | undefined {
  const code = unitCode ?? unitCodeOf(unit);
  return code === null ? undefined : quantityOf(value, { unit, system: SYSTEMS.medicationUnit, code });
}
