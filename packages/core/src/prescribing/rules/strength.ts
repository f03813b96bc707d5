import { normalizeDose } from './draft.ts';

/**
 * What the price list says of the active substance in one unit of a product: 「５ｍｇ１錠」 5 mg a tablet, 「２０％１ｇ」 200 mg a gram. null where it
 * says it in no way that can be counted (combinations, units of activity by a rule of their own).
 */
export function activePerUnit(strength: string): { amount: number; unit: 'mg' | 'μg' } | null {
  const text = strength.normalize('NFKC').replace(/µ/g, 'μ').replace(/\s/g, '');
  const percent = /^(\d+(?:\.\d+)?)%1(g|mL)$/.exec(text);
  if (percent) return { amount: round(Number(percent[1]) * 10), unit: 'mg' };
  const each = /^(\d+(?:\.\d+)?)(mg|g|μg)1(?!\d)[^\d%]+$/.exec(text);
  if (!each) return null;
  const amount = Number(each[1]);
  if (each[2] === 'g') return { amount: round(amount * 1000), unit: 'mg' };
  return { amount, unit: each[2] as 'mg' | 'μg' };
}

const round = (value: number): number => Number(value.toFixed(5));

/**
 * 単位変換係数 (record 211) of a dose written in active substance: dose × factor = amount in the price unit. Up to five places, as the
 * record has them; null where the strength cannot be counted or the factor is no decimal of five places.
 */
export function titreFactor(strength: string): { unit: 'mg' | 'μg'; factor: string } | null {
  const active = activePerUnit(strength);
  if (active === null || active.amount <= 0) return null;
  const factor = 1 / active.amount;
  return Math.abs(factor - round(factor)) < 1e-12
    ? { unit: active.unit, factor: normalizeDose(factor.toFixed(5)) }
    : null;
}

/** A dose in the price unit said in active substance, or the other way round: dose × amount, dose × factor. */
export function convertDose(dose: string | null, by: number): string | null {
  if (dose === null) return null;
  const converted = round(Number(dose) * by);
  return converted > 0 ? normalizeDose(converted.toFixed(5)) : null;
}
