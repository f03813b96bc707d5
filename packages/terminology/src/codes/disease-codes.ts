import { TerminologyError } from '../error.ts';
import { type Code, canonicalCodeText, defineCode } from './define-code.ts';

/** ICD10対応標準病名マスター 病名管理番号: 8 digits. The key of a disease in this system. */
export type DiseaseManagementNumber = Code<'DiseaseManagementNumber'>;
export const DiseaseManagementNumber = defineCode<DiseaseManagementNumber>({
  label: '病名管理番号',
  expected: '8桁の数字',
  pattern: /^\d{8}$/,
});

/** 病名交換用コード: 4 upper-case letters or digits. */
export type DiseaseExchangeCode = Code<'DiseaseExchangeCode'>;
export const DiseaseExchangeCode = defineCode<DiseaseExchangeCode>({
  label: '病名交換用コード',
  expected: '4桁の英数字',
  pattern: /^[0-9A-Z]{4}$/,
});

/** レセプト電算処理 傷病名コード: 7 digits. 0000999 is 未コード化傷病名. */
export type DiseaseReceiptCode = Code<'DiseaseReceiptCode'>;
export const DiseaseReceiptCode = defineCode<DiseaseReceiptCode>({
  label: '傷病名コード',
  expected: '7桁の数字',
  pattern: /^\d{7}$/,
});

/** 未コード化傷病名: the receipt code of a disease written in words. */
export const UNCODED_DISEASE_RECEIPT_CODE = '0000999' as DiseaseReceiptCode;

/** レセプト電算処理 修飾語コード: 4 digits. Codes of 8000 and above stand after the disease name. */
export type ModifierCode = Code<'ModifierCode'>;
export const ModifierCode = defineCode<ModifierCode>({
  label: '修飾語コード',
  expected: '4桁の数字',
  pattern: /^\d{4}$/,
});

/** の疑い */
export const SUSPECTED_MODIFIER_CODE = '8002' as ModifierCode;

/** 修飾語管理番号: 8 digits. */
export type ModifierManagementNumber = Code<'ModifierManagementNumber'>;
export const ModifierManagementNumber = defineCode<ModifierManagementNumber>({
  label: '修飾語管理番号',
  expected: '8桁の数字',
  pattern: /^\d{8}$/,
});

/** 修飾語交換用コード: 4 letters or digits. */
export type ModifierExchangeCode = Code<'ModifierExchangeCode'>;
export const ModifierExchangeCode = defineCode<ModifierExchangeCode>({
  label: '修飾語交換用コード',
  expected: '4桁の英数字',
  pattern: /^[0-9A-Z]{4}$/,
});

/** Where a modifier stands: the first digit 8 means after the disease name (接尾語). */
export function modifierPosition(code: ModifierCode): 'prefix' | 'suffix' {
  return code.startsWith('8') ? 'suffix' : 'prefix';
}

/**
 * ICD-10 as FHIR wants it: the master writes I119, FHIR I11.9. Three-character codes and the master's own
 * notation with a hyphen (M45-9) are returned as they are.
 * @throws TerminologyError format when the text is no ICD-10 code
 */
export function formatIcd10(masterNotation: string): string {
  const code = canonicalCodeText(masterNotation).replace('.', '');
  if (/^[A-Z]\d{2}$/.test(code) || /^[A-Z]\d{2}-\d$/.test(code)) return code;
  if (/^[A-Z]\d{2}[0-9A-Z]{1,2}$/.test(code)) return `${code.slice(0, 3)}.${code.slice(3)}`;
  throw new TerminologyError(
    'ICD-10',
    'format',
    'ICD-10コードの形式が正しくありません。病名マスタを確認してください。',
  );
}
