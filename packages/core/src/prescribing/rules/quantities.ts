/** 内服 and 内服滴剤: the quantity of the RP is a number of days. */
export function isTakenForDays(formClass: string): boolean {
  return formClass === '1' || formClass === '4';
}

/** What the quantity of an RP counts: 日数, 回数 (頓服) or 数量. */
export function quantityWord(formClass: string): '日数' | '回数' | '数量' {
  if (isTakenForDays(formClass)) return '日数';
  return formClass === '2' ? '回数' : '数量';
}

/** More days than this are allowed but rarely meant. */
export const unusualDays = 90;
