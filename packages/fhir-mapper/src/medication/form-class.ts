import type { RpRecord } from '@shirube/core/records';

/** 内服: doses are of a day, the quantity is days. */
export function isOral({ formClass }: RpRecord): boolean {
  return formClass === '1';
}

/** 頓服: doses are of one use, the quantity is the number of uses. */
export function isPerUse({ formClass }: RpRecord): boolean {
  return formClass === '2';
}

/** 隔日 and the like: the days of the quantity are days on which it is taken. */
export function isAlternateDays({ supplements }: RpRecord): boolean {
  return supplements.some(({ kind }) => kind === 'alternate_days');
}
