import { allergyProblem, matchAllergy } from './allergy.ts';
import { coverageOfPairs, coverageOfRules } from './coverage.ts';
import { type CodedDrug, codeProblem, overlapOf, periodProblem } from './drug-matching.ts';
import { withStableKeys } from './finding-keys.ts';
import {
  allergyFinding,
  type DraftFinding,
  duplicateFinding,
  pairFinding,
  sameClassFinding,
} from './findings.ts';
import { type DrugIdentity, identityOf, isSameClass, sharedIngredient } from './ingredients.ts';
import { buildPairIndex, type DrugSides, type PairIndex, pairsBetween } from './pair-index.ts';
import { checkRules, type RuleCheck } from './rules/check-rules.ts';
import type { DrugRuleIndex } from './rules/drug-rules.ts';
import { type PatientFacts, UNKNOWN_FACTS } from './rules/patient-facts.ts';
import {
  FINDING_KINDS,
  type InteractionPair,
  type OutsideInformation,
  type SafetyAllergy,
  type SafetyDrug,
  type SafetyFinding,
  type SafetyResult,
  type UncheckableDrug,
} from './types.ts';

export interface CheckOrderInput {
  /** the lines of the order being written */
  order: readonly SafetyDrug[];
  /** what this clinic has prescribed and is still taken, without the order itself */
  active: readonly SafetyDrug[];
  /** what others have prescribed or dispensed, as far as known */
  external: readonly SafetyDrug[];
  allergies: readonly SafetyAllergy[];
  /** the interaction table, or (quicker) its index from buildPairIndex */
  pairs: readonly InteractionPair[] | PairIndex;
  /** edition of the interaction table, shown as the basis of a finding */
  pairsEdition: string;
  /** the day from which that edition is in force */
  pairsDate?: string | null;
  /** our own rules of single drugs and pairs to be careful with; left out: only pairs, duplicates and allergies are checked */
  knowledge?: { rules: DrugRuleIndex; edition: string; dataDate: string | null };
  /** what is recorded of the patient */
  facts?: PatientFacts;
  /** how far what other facilities wrote is among `external` and `allergies`; left out: it is not asked for */
  outside?: OutsideInformation;
}

/** `ref` under which the interaction table itself is reported as uncheckable. */
export const INTERACTION_TABLE_REF = 'interaction-table';
/** The same for the rules of single drugs. */
export const DRUG_RULES_REF = 'drug-rules';

/**
 * Checks an order for 重複投薬, 併用禁忌, 併用に注意, allergies, and each line against the rules of its drug and this patient. Pure: the same
 * input gives the same result, and the sequence of the lists changes neither what is found nor the keys.
 *
 * Source: 電子処方箋管理サービスの運用について (same ingredient and route; the contraindicated pairs of the package
 * inserts; overlapping periods). A drug that starts the day after its previous prescription ends is a continuation and
 * no duplicate; one shared day is an overlap.
 *
 * Outcome: `clear` only when everything could be checked and nothing was found. With findings it is `alert`, also when
 * some drug could not be checked (it is in `uncheckable`). It is `could_not_check` when nothing was found but something
 * could not be checked, and always when the interaction table is empty or damaged, whatever else was found. An empty
 * order is clear. What is not recorded of the patient is in `coverage` and asks no decision.
 *
 * A pair inside the order gives one finding on each of its two lines. Drugs that share no day with the order are left
 * out, also as uncheckable.
 */
export function checkOrder(input: CheckOrderInput): SafetyResult {
  if (input.order.length === 0) return { outcome: 'clear', findings: [], uncheckable: [], coverage: [] };
  const { knowledge } = input;
  const rules = knowledge?.rules ?? null;
  const facts = input.facts ?? UNKNOWN_FACTS;
  const index = 'sidesOf' in input.pairs ? input.pairs : buildPairIndex(input.pairs);
  const uncheckable = new Map<string, UncheckableDrug>();
  const reportUncheckable = (ref: string, name: string, reason: string) => {
    if (!uncheckable.has(ref)) uncheckable.set(ref, { ref, name, reason });
  };
  const tableProblem = problemOfTable(index);
  if (tableProblem) reportUncheckable(INTERACTION_TABLE_REF, '併用禁忌の表', tableProblem);
  const rulesProblem = problemOfRules(rules);
  if (rulesProblem) reportUncheckable(DRUG_RULES_REF, '薬ごとの決まりの表', rulesProblem);

  const others = [...input.order, ...input.active, ...input.external].map((drug) => prepared(drug, rules));
  const between = comparison(input, index, rules);
  const found: DraftFinding[] = [];
  const ruleChecks: { line: SafetyDrug; checks: RuleCheck[] }[] = [];
  for (const subject of others.slice(0, input.order.length)) {
    const problem = problemOfDrug(subject.drug);
    if (problem !== null) reportUncheckable(subject.drug.ref, subject.drug.name, problem);
    if (subject.coded === null) continue;
    // Allergies and rules do not depend on a period.
    found.push(...allergyFindings(subject.coded, input.allergies, rules));
    if (knowledge) {
      const checks = checkRules(subject.coded, facts, knowledge.rules, knowledge);
      ruleChecks.push({ line: subject.drug, checks });
      found.push(...checks.flatMap((check) => check.findings));
    }
    if (problem !== null) continue;
    for (const other of others) {
      if (other.drug.ref === subject.drug.ref) continue;
      const overlap = other.hasPeriod ? overlapOf(subject.drug, other.drug) : null;
      if (other.hasPeriod && overlap === null) continue;
      if (other.coded === null || overlap === null)
        reportUncheckable(other.drug.ref, other.drug.name, problemOfDrug(other.drug)!);
      else found.push(...between(subject as CodedLine, other as CodedLine, overlap));
    }
  }
  for (const allergy of input.allergies) {
    const problem = allergyProblem(allergy);
    // An allergy that raised an alert by its name has been seen; it need not be reported twice.
    if (
      problem &&
      !found.some((finding) => finding.kind === 'allergy' && finding.otherName === allergy.displayName)
    )
      reportUncheckable(`allergy:${allergy.code}:${allergy.displayName}`, allergy.displayName, problem);
  }
  const compared = {
    lines: input.order.length,
    active: input.active.length,
    external: input.external.length,
    allergies: input.allergies.length,
    outsideAllergies: input.allergies.filter((allergy) => allergy.from).length,
  };
  const coverage = knowledge
    ? [
        ...coverageOfPairs(compared, knowledge.rules.cautions.usablePairs > 0, input.outside),
        ...coverageOfRules(
          ruleChecks.map(({ line, checks }) => ({ line: { ref: line.ref, name: line.name }, checks })),
          knowledge.rules.usableRules > 0,
        ),
      ]
    : [];
  const findings = withStableKeys(found).sort(bySeverity(input.order));
  return {
    outcome: outcomeOf(
      findings.length > 0,
      uncheckable.size > 0 || coverage.some((entry) => entry.state === 'could_not_check'),
      tableProblem !== null,
    ),
    findings,
    uncheckable: [...uncheckable.values()],
    coverage,
  };
}

function outcomeOf(found: boolean, incomplete: boolean, tableFailed: boolean): SafetyResult['outcome'] {
  if (tableFailed) return 'could_not_check';
  if (found) return 'alert';
  return incomplete ? 'could_not_check' : 'clear';
}

interface PreparedDrug {
  drug: SafetyDrug;
  coded: CodedDrug | null;
  identity: DrugIdentity | null;
  hasPeriod: boolean;
}
type CodedLine = PreparedDrug & { coded: CodedDrug; identity: DrugIdentity };

function prepared(drug: SafetyDrug, rules: DrugRuleIndex | null): PreparedDrug {
  const coded = codeProblem(drug) === null ? (drug as CodedDrug) : null;
  return {
    drug,
    coded,
    identity: coded && identityOf(coded, rules),
    hasPeriod: periodProblem(drug) === null,
  };
}

/** What two drugs on the same days are to each other. */
function comparison(input: CheckOrderInput, index: PairIndex, rules: DrugRuleIndex | null) {
  const forbidden = sidesCache(index);
  const careful = rules && sidesCache(rules.cautions);
  const pairsTable = { edition: input.pairsEdition, dataDate: input.pairsDate ?? null };
  return (
    subject: CodedLine,
    other: CodedLine,
    overlap: NonNullable<ReturnType<typeof overlapOf>>,
  ): DraftFinding[] => {
    const [one, two] = [subject.coded, other.coded];
    const findings: DraftFinding[] = [];
    const shared = sharedIngredient(subject.identity, other.identity);
    if (shared) findings.push(duplicateFinding(one, two, overlap, shared.name));
    else if (isSameClass(subject.identity, other.identity))
      findings.push(sameClassFinding(one, two, overlap));
    const rows = pairsBetween(forbidden(one.yjCode), forbidden(two.yjCode));
    if (rows.length > 0) findings.push(pairFinding('contraindicated', one, two, overlap, rows, pairsTable));
    else if (careful && input.knowledge) {
      const cautions = pairsBetween(careful(one.yjCode), careful(two.yjCode));
      if (cautions.length > 0)
        findings.push(pairFinding('caution', one, two, overlap, cautions, input.knowledge));
    }
    return findings;
  };
}

function problemOfTable(index: PairIndex): string | null {
  if (index.usablePairs === 0)
    return '併用禁忌の表が読み込まれていないため、併用禁忌を確認できません。システム管理者に連絡してください。';
  if (index.unusablePairIds.length > 0)
    return `併用禁忌の表に読めない行（${index.unusablePairIds.join('、')}）があるため、併用禁忌を確認しきれません。システム管理者に連絡してください。`;
  return null;
}

function problemOfRules(rules: DrugRuleIndex | null): string | null {
  if (rules === null || rules.unusableIds.length === 0) return null;
  return `薬ごとの決まりの表に読めない行（${rules.unusableIds.join('、')}）があるため、確認しきれません。システム管理者に連絡してください。`;
}

function problemOfDrug(drug: SafetyDrug): string | null {
  return codeProblem(drug) ?? periodProblem(drug);
}

function sidesCache(index: PairIndex): (yjCode: string) => DrugSides {
  const known = new Map<string, DrugSides>();
  return (yjCode) => {
    const sides = known.get(yjCode) ?? index.sidesOf(yjCode);
    known.set(yjCode, sides);
    return sides;
  };
}

function allergyFindings(
  drug: CodedDrug,
  allergies: readonly SafetyAllergy[],
  rules: DrugRuleIndex | null,
): DraftFinding[] {
  return allergies.flatMap((allergy) => {
    const match = matchAllergy(drug, allergy, rules);
    return match === null ? [] : [allergyFinding(drug, allergy, match)];
  });
}

/** By kind as in FINDING_KINDS; what holds always before what holds on a condition; then by order line. */
function bySeverity(order: readonly SafetyDrug[]): (a: SafetyFinding, b: SafetyFinding) => number {
  const position = new Map(order.map((drug, at) => [drug.ref, at]));
  return (a, b) =>
    FINDING_KINDS.indexOf(a.kind) - FINDING_KINDS.indexOf(b.kind) ||
    Number(a.condition !== null) - Number(b.condition !== null) ||
    position.get(a.subjectRef)! - position.get(b.subjectRef)! ||
    (a.key < b.key ? -1 : 1);
}
