/** 文字の大きさ: the person's choice, kept in a cookie so that the first paint has it. */
export const textScaleCookie = 'shirube.textScale';
export const textScales = [
  { value: '100', label: 'あ' },
  { value: '125', label: 'あ＋' },
  { value: '150', label: 'あ＋＋' },
] as const;
export type TextScale = (typeof textScales)[number]['value'];

export const isTextScale = (value: string | undefined): value is TextScale =>
  textScales.some((scale) => scale.value === value);

export function textScaleClass(value: string | undefined): string {
  return value === '125' ? 'text-scale-125' : value === '150' ? 'text-scale-150' : '';
}
