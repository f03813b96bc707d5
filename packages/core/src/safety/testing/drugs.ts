import { addDays, yjCheckDigit } from '@shirube/terminology';
import type { InteractionPair, SafetyDrug } from '../types.ts';

/** The day of the examples. */
export const TODAY = '2026-11-20';

/** A drug taken for `days` from `from`; everything else can be overridden. */
export function drug(
  ref: string,
  yjCode: string | null,
  name: string,
  { from = TODAY, days = 7, ...rest }: Partial<SafetyDrug> & { from?: string; days?: number } = {},
): SafetyDrug {
  const origin = rest.origin ?? 'order';
  return {
    ref,
    yjCode,
    name,
    ingredientName: null,
    origin,
    facilityName: origin === 'external' ? '厚労薬局' : '自院',
    periodFrom: from,
    periodTo: addDays(from, days - 1),
    givenOn: from,
    ...rest,
  };
}

/** A sound YJ code that begins with the prefix. */
export function yjCodeWith(prefix: string): string {
  const body = `${prefix}F101`.slice(0, Math.max(prefix.length, 8)).padEnd(11, '1');
  return `${body}${yjCheckDigit(body)}`;
}

export function pair(
  id: string,
  prefixesA: string[],
  prefixesB: string[],
  rest: Partial<InteractionPair> = {},
): InteractionPair {
  return {
    id,
    ingredientA: prefixesA.join('・'),
    prefixesA,
    ingredientB: prefixesB.join('・'),
    prefixesB,
    severity: 'contraindicated',
    message: '作用が強まるおそれ',
    basis: '電子添文',
    condition: null,
    ...rest,
  };
}
