import type { CalendarDate } from '@shirube/terminology';
import { milligramsPerUnit } from './rules/amounts.ts';
import type { DrugRuleIndex, DrugRuleOf } from './rules/drug-rules.ts';
import { agesInWords, isOfAge, limitFor, number, renalRulesFor } from './rules/limits.ts';
import { ageOf, egfrOf, type PatientFacts } from './rules/patient-facts.ts';

/** One thing to know about the dose of a drug for this patient, with its source. */
export interface DoseAdviceLine {
  /** stop: not for this patient; warning: less than usual; info: the usual */
  tone: 'info' | 'warning' | 'stop';
  /** 「1日の上限 4000mg（8錠）」 */
  text: string;
  /** 電子添文 …, with what must be checked before use */
  basis: string;
}

export interface DoseAdvice {
  yjCode: string;
  lines: DoseAdviceLine[];
  /** what is not recorded and would be needed, as whole sentences */
  missing: string[];
  /** edition of the rules; '' when none is loaded */
  dataDate: string;
}

/** The drug an advice is asked for; priceUnit and strength as the master writes them. */
export interface AdvisedDrug {
  yjCode: string;
  priceUnit: string;
  strength: string;
}

/**
 * Usual and largest dose of a drug for a patient on a day, by age, weight and renal function, as far as the rules tell. Empty lines
 * mean that no rule is known, not that any dose is right. Pure.
 */
export function doseAdvice(
  drug: AdvisedDrug,
  facts: PatientFacts,
  rules: DrugRuleIndex,
  on: CalendarDate,
  dataDate: string,
): DoseAdvice {
  const missing = new Set<string>();
  const lines: DoseAdviceLine[] = [];
  for (const rule of rules.rulesOf('dose', drug.yjCode)) {
    const limit = limitFor(rule, facts, on);
    if (limit === null) continue;
    if (limit.missing !== null) missing.add(`${limit.missing}、用量の上限を計算できません。`);
    else lines.push({ tone: 'info', text: limitInWords(rule, limit, drug), basis: rule.basis });
    if (rule.parameters.usual !== null && limit.missing === null)
      lines.unshift({ tone: 'info', text: `通常 ${rule.parameters.usual}`, basis: rule.basis });
  }
  const renal = rules.rulesOf('renal', drug.yjCode);
  const egfr = egfrOf(facts, on);
  if (renal.length > 0 && egfr.missing !== null)
    missing.add(`${egfr.missing}、腎機能による用量を確かめられません。`);
  for (const rule of egfr.missing === null ? renalRulesFor(renal, egfr.known.value) : []) {
    const { maxPerDayMg } = rule.parameters;
    const reduced = maxPerDayMg === null ? '' : `1日 ${inUnits(maxPerDayMg, 'mg', drug)}まで。`;
    lines.push({
      tone: toneOf(rule, maxPerDayMg),
      text: `eGFR ${number(egfr.known?.value ?? 0)}：${reduced}${rule.message}`,
      basis: rule.basis,
    });
  }
  for (const rule of rules.rulesOf('age', drug.yjCode)) {
    const { fromMonths, toMonths } = rule.parameters;
    const age = ageOf(facts, on);
    if (age.missing !== null) {
      missing.add(`${age.missing}、年齢による制限を確かめられません。`);
      continue;
    }
    if (!isOfAge(age.known, fromMonths, toMonths)) continue;
    lines.push({
      tone: toneOf(rule, null),
      text: `${agesInWords(fromMonths, toMonths)}：${rule.message}`,
      basis: rule.basis,
    });
  }
  for (const rule of rules.rulesOf('max_days', drug.yjCode)) {
    if (rule.parameters.until !== null && rule.parameters.until < on) continue;
    lines.push({
      tone: 'info',
      text: `1回の処方は ${rule.parameters.days}日分まで（${rule.parameters.rule}）`,
      basis: rule.basis,
    });
  }
  return { yjCode: drug.yjCode, lines, missing: [...missing], dataDate };
}

function toneOf(rule: DrugRuleOf<'renal' | 'age'>, maxPerDayMg: number | null): DoseAdviceLine['tone'] {
  return rule.severity === 'contraindicated' && maxPerDayMg === null ? 'stop' : 'warning';
}

function limitInWords(
  rule: DrugRuleOf<'dose'>,
  limit: { max: number; computed: string | null },
  drug: AdvisedDrug,
): string {
  const { per, unit } = rule.parameters;
  const computed = limit.computed === null ? '' : `、${limit.computed}`;
  return `${per === 'day' ? '1日' : '1回'}の上限 ${inUnits(limit.max, unit, drug, computed)}`;
}

/** 「4000mg（8錠）」 where the product's strength tells; otherwise the limit alone. */
function inUnits(amount: number, unit: string, drug: AdvisedDrug, more = ''): string {
  const perUnit = unit === 'mg' ? milligramsPerUnit(drug.strength) : null;
  // rounded down: half a tablet above the limit is above the limit
  const units =
    perUnit === null
      ? ''
      : `${Math.floor((amount / perUnit) * 100) / 100}${drug.priceUnit.normalize('NFKC')}`;
  const beside = `${units}${units === '' ? more.replace(/^、/, '') : more}`;
  return `${number(amount)}${unit}${beside === '' ? '' : `（${beside}）`}`;
}
