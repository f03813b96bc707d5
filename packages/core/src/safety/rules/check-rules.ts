import type { CalendarDate } from '@shirube/terminology';
import { ingredientCodeOf } from '@shirube/terminology';
import type { CodedDrug } from '../drug-matching.ts';
import { type DraftFinding, joined, keyPart, strongest } from '../findings.ts';
import { tierOf } from '../tiers.ts';
import type { FindingKind, Severity } from '../types.ts';
import { amountsOf } from './amounts.ts';
import type { DrugRule, DrugRuleIndex, DrugRuleKind } from './drug-rules.ts';
import { agesInWords, isOfAge, limitFor, number, renalRulesFor } from './limits.ts';
import { ageOf, egfrOf, lactationOf, type PatientFacts, pregnancyOf } from './patient-facts.ts';

/** The kinds of rules that compare one line of the order with the patient. */
export const PATIENT_RULE_KINDS = [
  'disease',
  'pregnancy',
  'age',
  'renal',
  'lactation',
  'dose',
  'max_days',
] as const satisfies readonly (DrugRuleKind & FindingKind)[];
export type PatientRuleKind = (typeof PATIENT_RULE_KINDS)[number];

/** What came of the rules of one kind about one drug. */
export interface RuleCheck {
  kind: PatientRuleKind;
  findings: DraftFinding[];
  /** false: our table holds no rule of this kind for the drug */
  hasRule: boolean;
  /** why a rule could not be compared, as a phrase that ends with ため */
  missing: string[];
}

/** One rule that holds: `fact` is what it was compared with, in the words of the finding's other side. */
interface Hit {
  rule: DrugRule;
  severity: Severity;
  fact: string;
  origin: 'disease' | 'patient' | 'rule';
  message: string;
}

type Compared = { hits: Hit[]; missing: string[] };
type RulesOf<Kind extends DrugRuleKind> = ReturnType<typeof rulesOf<Kind>>;

function rulesOf<Kind extends DrugRuleKind>(rules: DrugRuleIndex, kind: Kind, yjCode: string) {
  return rules.rulesOf(kind, yjCode);
}

/**
 * Compares one line of the order with everything our rules say of it and this patient. A rule that asks for what is not recorded is
 * reported as such, never passed over.
 *
 * @param edition what the findings rest on; dataDate is the day of that edition
 */
export function checkRules(
  drug: CodedDrug,
  facts: PatientFacts,
  rules: DrugRuleIndex,
  table: { edition: string; dataDate: string | null },
): RuleCheck[] {
  const on = drug.givenOn;
  return PATIENT_RULE_KINDS.map((kind) => {
    const { hits, missing, count } = compare(kind, drug, facts, rules, on);
    return {
      kind,
      hasRule: count > 0,
      missing: [...new Set(missing)],
      findings: byFact(hits).map((group) => findingOf(kind, drug, group, table)),
    };
  });
}

function compare(
  kind: PatientRuleKind,
  drug: CodedDrug,
  facts: PatientFacts,
  rules: DrugRuleIndex,
  on: CalendarDate,
): Compared & { count: number } {
  const of = <Kind extends DrugRuleKind>(each: Kind) => rulesOf(rules, each, drug.yjCode);
  const count = of(kind).length;
  if (count === 0) return { hits: [], missing: [], count };
  switch (kind) {
    case 'disease':
      return { count, ...compareDiseases(of('disease'), facts) };
    case 'pregnancy':
      return { count, ...compareState(of('pregnancy'), pregnancyOf(facts, on), '妊娠中') };
    case 'lactation':
      return { count, ...compareState(of('lactation'), lactationOf(facts, on), '授乳中') };
    case 'age':
      return { count, ...compareAge(of('age'), facts, on) };
    case 'renal':
      return { count, ...compareRenal(of('renal'), drug, facts, on) };
    case 'dose':
      return { count, ...compareDose(of('dose'), drug, facts, on) };
    case 'max_days':
      return { count, ...compareDays(of('max_days'), drug, on) };
  }
}

function compareDiseases(rules: RulesOf<'disease'>, facts: PatientFacts): Compared {
  if (facts.conditions.length === 0) return { hits: [], missing: ['病名の記録がないため'] };
  const uncoded = facts.conditions.filter((condition) => condition.icd10 === null);
  const hits = rules.flatMap((rule) =>
    facts.conditions
      .filter(({ icd10 }) => rule.parameters.icd10.some((prefix) => icd10?.startsWith(prefix)))
      .map(
        (condition): Hit => ({
          rule,
          // what is only suspected does not forbid
          severity: condition.isSuspected && rule.severity === 'contraindicated' ? 'caution' : rule.severity,
          fact: condition.name,
          origin: 'disease',
          message: `${rule.parameters.name}：${rule.message}`,
        }),
      ),
  );
  return {
    hits,
    missing: uncoded.map((condition) => `病名「${condition.name}」にICD-10コードがないため`),
  };
}

function compareState(
  rules: RulesOf<'pregnancy' | 'lactation'>,
  answer: ReturnType<typeof pregnancyOf>,
  fact: string,
): Compared {
  if (answer.missing !== null) return { hits: [], missing: [answer.missing] };
  if (!answer.known) return { hits: [], missing: [] };
  return {
    hits: rules.map((rule) => ({
      rule,
      severity: rule.severity,
      fact,
      origin: 'patient',
      message: rule.message,
    })),
    missing: [],
  };
}

function compareAge(rules: RulesOf<'age'>, facts: PatientFacts, on: CalendarDate): Compared {
  const age = ageOf(facts, on);
  if (age.missing !== null) return { hits: [], missing: [age.missing] };
  const inWords = age.known < 24 ? `${age.known}か月` : `${Math.floor(age.known / 12)}歳`;
  return {
    hits: rules
      .filter(({ parameters }) => isOfAge(age.known, parameters.fromMonths, parameters.toMonths))
      .map((rule) => ({
        rule,
        severity: rule.severity,
        fact: inWords,
        origin: 'patient',
        message: `${agesInWords(rule.parameters.fromMonths, rule.parameters.toMonths)}：${rule.message}`,
      })),
    missing: [],
  };
}

function compareRenal(
  rules: RulesOf<'renal'>,
  drug: CodedDrug,
  facts: PatientFacts,
  on: CalendarDate,
): Compared {
  const egfr = egfrOf(facts, on);
  if (egfr.missing !== null) return { hits: [], missing: [egfr.missing] };
  const perDay = drug.taking === undefined ? null : amountsOf(drug.taking, 'mg').perDay;
  const hits: Hit[] = [];
  for (const rule of renalRulesFor(rules, egfr.known.value)) {
    const { egfrBelow, maxPerDayMg } = rule.parameters;
    // a dose that is not known yet may be too much: the rule is shown
    if (maxPerDayMg !== null && perDay !== null && perDay <= maxPerDayMg) continue;
    const limit = maxPerDayMg === null ? '' : `1日${number(maxPerDayMg)}mgまで。`;
    hits.push({
      rule,
      severity: rule.severity,
      fact: `eGFR ${number(egfr.known.value)}`,
      origin: 'patient',
      message: `eGFR ${number(egfrBelow)}未満：${limit}${rule.message}`,
    });
  }
  return { hits, missing: [] };
}

function compareDose(
  rules: RulesOf<'dose'>,
  drug: CodedDrug,
  facts: PatientFacts,
  on: CalendarDate,
): Compared {
  const { taking } = drug;
  if (taking === undefined || taking.dose === null) return { hits: [], missing: [] };
  const hits: Hit[] = [];
  const missing: string[] = [];
  for (const rule of rules) {
    const limit = limitFor(rule, facts, on);
    if (limit === null) continue;
    if (limit.missing !== null) {
      missing.push(limit.missing);
      continue;
    }
    const { per, unit } = rule.parameters;
    const amounts = amountsOf(taking, unit);
    const amount = per === 'day' ? amounts.perDay : amounts.perUse;
    if (amount === null) {
      // how often 頓服 is taken is the patient's affair: the limit a day is not about the line
      if (!(taking.formClass === '2' && per === 'day'))
        missing.push('規格や1日の回数から成分の量を計算できないため');
      continue;
    }
    // amounts are decimal texts times strengths: half a thousandth is no overdose
    if (amount <= limit.max + 0.0005) continue;
    const word = per === 'day' ? '1日' : '1回';
    hits.push({
      rule,
      severity: rule.severity,
      fact: `${word}${number(amount)}${unit}・上限${number(limit.max)}${unit}`,
      origin: 'rule',
      message: limit.computed === null ? rule.message : `${rule.message}（${limit.computed}）`,
    });
  }
  return { hits, missing };
}

function compareDays(rules: RulesOf<'max_days'>, drug: CodedDrug, on: CalendarDate): Compared {
  const days = drug.taking?.days ?? null;
  if (days === null) return { hits: [], missing: [] };
  return {
    hits: rules
      .filter(({ parameters }) => days > parameters.days)
      .filter(({ parameters }) => parameters.until === null || parameters.until >= on)
      .map((rule) => ({
        rule,
        severity: rule.severity,
        fact: `${days}日分・上限${rule.parameters.days}日分（${rule.parameters.rule}）`,
        origin: 'rule',
        message: rule.message,
      })),
    missing: [],
  };
}

/** Rules that hold for one fact are one finding: several rows may say the same of it. */
function byFact(hits: readonly Hit[]): Hit[][] {
  return [...Map.groupBy(hits, (hit) => `${hit.origin}|${hit.fact}`).values()];
}

function findingOf(
  kind: PatientRuleKind,
  drug: CodedDrug,
  hits: readonly Hit[],
  table: { edition: string; dataDate: string | null },
): DraftFinding {
  const [first] = hits as [Hit, ...Hit[]];
  const severity = strongest(hits.map((hit) => hit.severity));
  const identity = ['rule', kind, drug.yjCode, keyPart(first.fact)].join('|');
  return {
    kind,
    severity,
    identity,
    subjectRef: drug.ref,
    subjectName: drug.name,
    otherRef: `${first.origin}:${kind}:${first.fact}`,
    otherName: first.fact,
    otherOrigin: first.origin,
    otherGivenOn: null,
    facilityName: '自院',
    periodFrom: null,
    periodTo: null,
    message: joined(hits.map((hit) => hit.message)),
    basis: `${joined(hits.map((hit) => hit.rule.basis))}（薬ごとの決まりの表 ${table.edition}）`,
    condition: null,
    dataDate: table.dataDate,
    // accepted once, it holds while the fact and the rules are the same; never what blocks
    acceptKey:
      tierOf(kind, severity) === 'block'
        ? null
        : [
            'rule',
            kind,
            ingredientCodeOf(drug.yjCode),
            keyPart(first.fact),
            ...hits.map((hit) => hit.rule.id),
          ].join('|'),
  };
}
