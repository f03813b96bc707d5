import type { CalendarDate } from '@shirube/terminology';
import type { DrugRuleOf } from './drug-rules.ts';
import { ageOf, egfrOf, type PatientFacts, weightOf } from './patient-facts.ts';

/** The limit a dose rule sets for this patient, or what is not recorded that it depends on; null when it is about others. */
export type PatientLimit =
  | { missing: string }
  | {
      missing: null;
      /** in the rule's unit */
      max: number;
      /** 「15mg/kg × 18kg」 when the limit was computed */
      computed: string | null;
    };

/** What a dose rule means for this patient on a day: ages and renal function decide whether it is about them, the weight how much. */
export function limitFor(
  rule: DrugRuleOf<'dose'>,
  facts: PatientFacts,
  on: CalendarDate,
): PatientLimit | null {
  const { fromMonths, toMonths, egfrBelow, perKg, max, unit } = rule.parameters;
  if (fromMonths !== null || toMonths !== null) {
    const age = ageOf(facts, on);
    if (age.missing !== null) return { missing: age.missing };
    if (!isOfAge(age.known, fromMonths, toMonths)) return null;
  }
  if (egfrBelow !== null) {
    const egfr = egfrOf(facts, on);
    if (egfr.missing !== null) return { missing: egfr.missing };
    if (egfr.known.value >= egfrBelow) return null;
  }
  if (!perKg) return { missing: null, max, computed: null };
  const weight = weightOf(facts, on);
  if (weight.missing !== null) return { missing: weight.missing };
  return {
    missing: null,
    max: max * weight.known.value,
    computed: `${number(max)}${unit}/kg × ${number(weight.known.value)}kg`,
  };
}

/**
 * The renal rules for a function below their limits: of several steps (below 60, 45, 30) the lowest one holds, and the others would
 * only repeat it.
 */
export function renalRulesFor(rules: readonly DrugRuleOf<'renal'>[], egfr: number): DrugRuleOf<'renal'>[] {
  const below = rules.filter((rule) => egfr < rule.parameters.egfrBelow);
  const step = Math.min(...below.map((rule) => rule.parameters.egfrBelow));
  return below.filter((rule) => rule.parameters.egfrBelow === step);
}

/** from inclusive, to exclusive; null is open. */
export function isOfAge(months: number, from: number | null, to: number | null): boolean {
  return (from === null || months >= from) && (to === null || months < to);
}

/** 15歳未満, 65歳以上, 6か月以上2歳未満. */
export function agesInWords(from: number | null, to: number | null): string {
  const word = (months: number) => (months % 12 === 0 ? `${months / 12}歳` : `${months}か月`);
  return `${from === null ? '' : `${word(from)}以上`}${to === null ? '' : `${word(to)}未満`}`;
}

/** At most three digits after the point, none where none are needed; thousands are not parted. */
export function number(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}
