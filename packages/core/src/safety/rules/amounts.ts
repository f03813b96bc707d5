import { toHalfWidth } from './half-width.ts';

/** How an order line is taken, as far as the engine needs it. */
export interface Taking {
  /** 剤形区分: 1 内服, 2 頓服 … */
  formClass: string;
  /** decimal text as the line holds it: 内服 a day, 頓服 a use, others in all; null while it is not entered */
  dose: string | null;
  unit: string;
  /** the dose is a weight of the ingredient (力価), not a number of price-list units */
  isTitre: boolean;
  /** times this gives price-list units (用量×係数); null when the unit already is one */
  conversionFactor: string | null;
  /** price-list unit of the product */
  priceUnit: string;
  /** 規格単位 of the product as the master writes it: ２５ｍｇ１錠, １０％１ｇ; null when the product is not in the master */
  strength: string | null;
  timesPerDay: number | null;
  /** 内服: days; otherwise null */
  days: number | null;
}

const MILLIGRAMS: Record<string, number> = { mg: 1, g: 1000, μg: 0.001 };

/**
 * Milligrams of the ingredient in one price-list unit, read from the 規格単位; null where it does not tell (配合錠, 単位, 1錠).
 * 「２５ｍｇ１錠」 is 25, 「１０％１ｇ」 100, 「０．５％１０ｍＬ」 5 (a percentage counts grams in 100 g or 100 mL).
 */
export function milligramsPerUnit(strength: string): number | null {
  const text = toHalfWidth(strength)
    .replace(/\(.*\)$/, '')
    .replaceAll(',', '');
  const weight = /^(\d+(?:\.\d+)?)(mg|g|μg)(\d+(?:\.\d+)?)(\D+)$/.exec(text);
  if (weight) return (Number(weight[1]) * MILLIGRAMS[weight[2]!]!) / Number(weight[3]);
  const share = /^(\d+(?:\.\d+)?)%\d+(?:\.\d+)?(?:g|mL)$/.exec(text);
  return share ? Number(share[1]) * 10 : null;
}

/**
 * The amount of the ingredient, a day and a use, in `unit` (mg, or a price-list unit). null where it cannot be computed: no dose yet, a
 * strength that does not tell, 頓服 a day (how often is the patient's affair), 外用.
 */
export function amountsOf(taking: Taking, unit: string): { perDay: number | null; perUse: number | null } {
  const dose = doseIn(taking, toHalfWidth(unit));
  if (dose === null) return { perDay: null, perUse: null };
  if (taking.formClass === '2') return { perDay: null, perUse: dose };
  if (taking.formClass !== '1' && taking.formClass !== '4') return { perDay: null, perUse: null };
  const { timesPerDay } = taking;
  return { perDay: dose, perUse: timesPerDay === null || timesPerDay < 1 ? null : dose / timesPerDay };
}

function doseIn(taking: Taking, unit: string): number | null {
  if (taking.dose === null) return null;
  const amount = Number(taking.dose);
  if (!(amount > 0)) return null;
  const lineUnit = toHalfWidth(taking.unit);
  if (taking.isTitre) {
    const scale = MILLIGRAMS[lineUnit];
    return unit === 'mg' && scale !== undefined ? amount * scale : null;
  }
  const priceUnit = toHalfWidth(taking.priceUnit);
  const factor = taking.conversionFactor === null ? 1 : Number(taking.conversionFactor);
  if (taking.conversionFactor === null && lineUnit !== priceUnit) return null;
  if (unit === priceUnit) return amount * factor;
  const milligrams = taking.strength === null ? null : milligramsPerUnit(taking.strength);
  return unit === 'mg' && milligrams !== null ? amount * factor * milligrams : null;
}
