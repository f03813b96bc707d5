import { type Code, defineCode } from './define-code.ts';

/**
 * JAMI 標準用法コード: 16 letters or digits, no check digit. Codes are looked up in the usage master, never composed:
 * the same digits mean different things under different timing classes.
 */
export type UsageCode = Code<'UsageCode'>;
export const UsageCode = defineCode<UsageCode>({
  label: '用法コード',
  expected: '16桁の英数字',
  pattern: /^[0-9A-Z]{16}$/,
});

/** Stands for a usage that has no code in the electronic prescription's usage master (ダミー用法コード). */
export const DUMMY_USAGE_CODE = '0X0XXXXXXXXX0000' as UsageCode;

/** 基本用法区分, the first character. The others (e.g. 0 of the dummy code) give null. */
export function basicUsageOf(code: UsageCode): '内服' | '外用' | '注射' | null {
  const names: Record<string, '内服' | '外用' | '注射'> = { '1': '内服', '2': '外用', '3': '注射' };
  return names[code.charAt(0)] ?? null;
}

/** True for 頓用: timing class (third character) 5, taken on an event and not at fixed times. */
export function isAsNeededUsage(code: UsageCode): boolean {
  return code.charAt(2) === '5';
}
