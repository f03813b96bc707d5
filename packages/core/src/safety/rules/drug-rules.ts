import { z } from 'zod';
import { buildPairIndex, type PairIndex } from '../pair-index.ts';
import type { InteractionPair, Severity } from '../types.ts';

const text = z.string().min(1);
const prefix = z.string().regex(/^\d{4}[0-9A-Z]{0,8}$/);
const months = z.number().int().min(0).nullable().default(null);
const positive = z.number().positive();

/**
 * What a rule of each kind compares (`parameters` of master.drug_rule). Units: months of age, kilograms, eGFR in mL/min/1.73m², doses in
 * `unit`, which is mg of the ingredient or a price-list unit (錠, 包 …).
 */
const parameterSchemas = {
  /** a pair to be careful with; the other side is named by prefixes of its YJ code */
  interaction: z.object({
    name: text,
    withName: text,
    withPrefixes: z.array(prefix).min(1),
    condition: text.nullable().default(null),
  }),
  /** single ingredients of a product whose ingredient name does not tell them */
  combination: z.object({ components: z.array(text).min(1) }),
  /** a food or other substance (J-FAGY) the product is made from */
  allergen: z.object({ name: text, allergenPrefixes: z.array(text).min(1) }),
  /** ICD-10 without the point, by prefix */
  disease: z.object({ name: text, icd10: z.array(z.string().regex(/^[A-Z]\d[0-9A-Z]*$/)).min(1) }),
  dose: z.object({
    per: z.enum(['day', 'use']),
    unit: text,
    max: positive,
    perKg: z.boolean().default(false),
    /** the usual dose, in words */
    usual: text.nullable().default(null),
    fromMonths: months,
    toMonths: months,
    egfrBelow: positive.nullable().default(null),
  }),
  /** the ages it is about: from (inclusive) to (exclusive), in months */
  age: z
    .object({ fromMonths: months, toMonths: months })
    .refine((ages) => ages.fromMonths !== null || ages.toMonths !== null),
  pregnancy: z.object({}),
  lactation: z.object({}),
  renal: z.object({
    egfrBelow: positive,
    /** up to this much a day is right; null: not at all below this function */
    maxPerDayMg: positive.nullable().default(null),
  }),
  max_days: z.object({
    days: z.number().int().min(1).max(365),
    /** 新薬, 麻薬, 向精神薬 */
    rule: text,
    /** last day the limit holds (新薬: the end of the month a year after its listing); null: no end */
    until: z.string().nullable().default(null),
  }),
} as const;

export type DrugRuleKind = keyof typeof parameterSchemas;
export const DRUG_RULE_KINDS = Object.keys(parameterSchemas) as DrugRuleKind[];

interface RuleCommon {
  id: string;
  /** first characters of the YJ codes it is about */
  prefixes: readonly string[];
  severity: Severity;
  message: string;
  /** the source: 電子添文, a notice, a guideline */
  basis: string;
}

/** One rule of one kind with its parameters as that kind writes them. */
export type DrugRuleOf<Kind extends DrugRuleKind> = RuleCommon & {
  kind: Kind;
  parameters: z.output<(typeof parameterSchemas)[Kind]>;
};
export type DrugRule = { [Kind in DrugRuleKind]: DrugRuleOf<Kind> }[DrugRuleKind];

/** A row of master.drug_rule as the table holds it. */
export interface DrugRuleRow {
  id: string;
  kind: string;
  prefixes: readonly string[];
  severity: string;
  parameters: unknown;
  message: string;
  basis: string;
}

const rowSchema = z.object({
  id: text,
  prefixes: z.array(prefix).min(1),
  severity: z.enum(['contraindicated', 'caution', 'information']),
  message: text,
  basis: text,
});

/** The row as a rule, or null when it cannot be read: such a row must not go unseen. */
export function readDrugRule(row: DrugRuleRow): DrugRule | null {
  if (!DRUG_RULE_KINDS.includes(row.kind as DrugRuleKind)) return null;
  const kind = row.kind as DrugRuleKind;
  const common = rowSchema.safeParse(row);
  const parameters = parameterSchemas[kind].safeParse(row.parameters);
  if (!common.success || !parameters.success) return null;
  return { kind, ...common.data, parameters: parameters.data } as DrugRule;
}

/** The rules prepared for look-up. Build it once an edition and keep it. */
export interface DrugRuleIndex {
  readonly usableRules: number;
  /** ids of rows that could not be read */
  readonly unusableIds: readonly string[];
  /** the pairs to be careful with, looked up like those of the interaction table */
  readonly cautions: PairIndex;
  /** the rules of one kind about a drug, in the order of their ids */
  rulesOf<Kind extends DrugRuleKind>(kind: Kind, yjCode: string): DrugRuleOf<Kind>[];
}

/** Builds the index of the rules in force. */
export function buildDrugRuleIndex(rows: readonly DrugRuleRow[]): DrugRuleIndex {
  const byKindAndPrefix = new Map<string, DrugRule[]>();
  const lengths = new Set<number>();
  const unusableIds: string[] = [];
  const pairs: InteractionPair[] = [];
  let usableRules = 0;
  for (const row of rows) {
    const rule = readDrugRule(row);
    if (rule === null) {
      unusableIds.push(row.id);
      continue;
    }
    usableRules += 1;
    if (rule.kind === 'interaction') pairs.push(pairOf(rule));
    for (const each of new Set(rule.prefixes)) {
      lengths.add(each.length);
      const key = `${rule.kind}|${each}`;
      byKindAndPrefix.set(key, [...(byKindAndPrefix.get(key) ?? []), rule]);
    }
  }
  const known = new Map<string, DrugRule[]>();
  const find = (kind: DrugRuleKind, yjCode: string): DrugRule[] => {
    const key = `${kind}|${yjCode}`;
    const kept = known.get(key);
    if (kept) return kept;
    const found = [...lengths].flatMap(
      (length) => byKindAndPrefix.get(`${kind}|${yjCode.slice(0, length)}`) ?? [],
    );
    const rules = [...new Set(found)].sort((a, b) => (a.id < b.id ? -1 : 1));
    known.set(key, rules);
    return rules;
  };
  return {
    usableRules,
    unusableIds,
    cautions: buildPairIndex(pairs),
    rulesOf: <Kind extends DrugRuleKind>(kind: Kind, yjCode: string) =>
      find(kind, yjCode) as DrugRuleOf<Kind>[],
  };
}

function pairOf(rule: DrugRuleOf<'interaction'>): InteractionPair {
  const { name, withName, withPrefixes, condition } = rule.parameters;
  return {
    id: rule.id,
    ingredientA: name,
    prefixesA: [...rule.prefixes],
    ingredientB: withName,
    prefixesB: withPrefixes,
    severity: rule.severity,
    message: rule.message,
    basis: rule.basis,
    condition,
  };
}
