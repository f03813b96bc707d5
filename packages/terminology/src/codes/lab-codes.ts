import { type Code, defineCode } from './define-code.ts';

/** JLAC10 臨床検査項目分類コード: 17 characters, 5 分析物 + 4 識別 + 3 材料 + 3 測定法 + 2 結果識別. No check digit. */
export type Jlac10 = Code<'Jlac10'>;
export const Jlac10 = defineCode<Jlac10>({
  label: 'JLAC10コード',
  expected: '17桁の英数字',
  pattern: /^\d[A-Z]\d{3}[0-9A-Z]{4}[0-9A-Z]{3}[0-9A-Z]{3}[0-9A-Z]{2}$/,
});

/** JLAC11 臨床検査項目コード: a letter and 16 letters or digits. No check digit. */
export type Jlac11 = Code<'Jlac11'>;
export const Jlac11 = defineCode<Jlac11>({
  label: 'JLAC11コード',
  expected: '英字で始まる17桁の英数字',
  pattern: /^[A-Z][0-9A-Z]{16}$/,
});

export interface Jlac10Parts {
  /** 分析物, 5 */
  analyte: string;
  /** 識別, 4 */
  identification: string;
  /** 材料, 3: 023 血清, 022 血漿, 001 尿 … */
  specimen: string;
  /** 測定法, 3 */
  method: string;
  /** 結果識別, 2 */
  result: string;
}

/** The five parts of a JLAC10 code. */
export function jlac10Parts(code: Jlac10): Jlac10Parts {
  return {
    analyte: code.slice(0, 5),
    identification: code.slice(5, 9),
    specimen: code.slice(9, 12),
    method: code.slice(12, 15),
    result: code.slice(15, 17),
  };
}
