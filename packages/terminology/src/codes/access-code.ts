import { type Code, defineCode } from './define-code.ts';

/** 引換番号 of an electronic prescription: 16 digits issued by 電子処方箋管理サービス. Hyphens and spaces are ignored. */
export type AccessCode = Code<'AccessCode'>;
export const AccessCode = defineCode<AccessCode>({
  label: '引換番号',
  expected: '16桁の数字',
  pattern: /^\d{16}$/,
  tidy: (text) => text.replace(/[-\s]/g, ''),
});

/** In groups of four for reading aloud and copying: 1234 5678 9012 3456. */
export function formatAccessCode(code: AccessCode): string {
  return code.match(/\d{4}/g)?.join(' ') ?? code;
}
