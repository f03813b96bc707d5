/** Why a typed quantity cannot be taken; the caller turns it into a sentence. */
export type QuantityProblem = 'empty' | 'not-a-number' | 'too-small' | 'too-large' | 'not-a-step';

export type Quantity = { ok: true; value: number } | { ok: false; problem: QuantityProblem };

export interface QuantityRule {
  /** inclusive */
  min: number;
  /** inclusive */
  max: number;
  /** what one press of a button adds; the value is a whole number of these, counted from 0, unless `grain` is finer */
  step: number;
  /** the finest that may be typed: 0.01 where the buttons go by 1 */
  grain?: number | undefined;
}

/** Decimals written after the point of a step: 0.25 has two. */
function decimalsOf(step: number): number {
  const [, fraction = ''] = String(step).split('.');
  return fraction.length;
}

/** Rounds to the decimals of the step, so that 0.1 + 0.2 is 0.3. */
function tidy(value: number, step: number): number {
  return Number(value.toFixed(decimalsOf(step)));
}

/**
 * Reads what a person typed into a quantity box. Full-width digits, the full-width point and surrounding
 * spaces are accepted (NFKC); anything else that is not a plain decimal number is refused, never guessed.
 */
export function readQuantity(typed: string, rule: QuantityRule): Quantity {
  const text = typed.normalize('NFKC').trim();
  if (text === '') return { ok: false, problem: 'empty' };
  if (!/^\d{1,9}(\.\d{1,6})?$/.test(text)) return { ok: false, problem: 'not-a-number' };
  const value = Number(text);
  if (value < rule.min) return { ok: false, problem: 'too-small' };
  if (value > rule.max) return { ok: false, problem: 'too-large' };
  const grain = rule.grain ?? rule.step;
  const steps = value / grain;
  if (Math.abs(steps - Math.round(steps)) > 1e-6) return { ok: false, problem: 'not-a-step' };
  return { ok: true, value: tidy(value, grain) };
}

/**
 * The next value up (`+1`) or down (`-1`), kept within the rule. From nothing, one press gives the smallest
 * value above zero that the rule allows.
 */
export function stepQuantity(value: number | null, direction: 1 | -1, rule: QuantityRule): number {
  if (value === null) return Math.max(rule.min, tidy(rule.step, rule.step));
  const next = tidy(value + direction * rule.step, Math.min(rule.step, rule.grain ?? rule.step));
  return Math.min(rule.max, Math.max(rule.min, next));
}
