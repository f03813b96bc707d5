import {
  allergyProblem,
  type CodedDrug,
  codeProblem,
  isSameIngredientAndRoute,
  matchAllergy,
  overlapOf,
  periodProblem,
} from './drug-matching.ts';
import { withStableKeys } from './finding-keys.ts';
import { allergyFinding, contraindicationFinding, type DraftFinding, duplicateFinding } from './findings.ts';
import { buildPairIndex, type DrugSides, type PairIndex, pairsBetween } from './pair-index.ts';
import {
  FINDING_KINDS,
  type InteractionPair,
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
}

/** `ref` under which the interaction table itself is reported as uncheckable. */
export const INTERACTION_TABLE_REF = 'interaction-table';

/**
 * Checks an order for 重複投薬, 併用禁忌 and allergies. Pure: the same input gives the same result, and the sequence of
 * the lists changes neither what is found nor the keys.
 *
 * Source: 電子処方箋管理サービスの運用について (same ingredient and route; the contraindicated pairs of the package
 * inserts; overlapping periods). A drug that starts the day after its previous prescription ends is a continuation and
 * no duplicate; one shared day is an overlap.
 *
 * Outcome: `clear` only when everything could be checked and nothing was found. With findings it is `alert`, also when
 * some drug could not be checked (it is in `uncheckable`). It is `could_not_check` when nothing was found but something
 * could not be checked, and always when the interaction table is empty or damaged, whatever else was found. An empty
 * order is clear.
 *
 * A pair inside the order gives one finding on each of its two lines. Drugs that share no day with the order are left
 * out, also as uncheckable.
 */
export function checkOrder(input: CheckOrderInput): SafetyResult {
  if (input.order.length === 0) return { outcome: 'clear', findings: [] };
  const index = 'sidesOf' in input.pairs ? input.pairs : buildPairIndex(input.pairs);
  const uncheckable = new Map<string, UncheckableDrug>();
  const reportUncheckable = (ref: string, name: string, reason: string) => {
    if (!uncheckable.has(ref)) uncheckable.set(ref, { ref, name, reason });
  };
  const tableProblem = problemOfTable(index);
  if (tableProblem) reportUncheckable(INTERACTION_TABLE_REF, '併用禁忌の表', tableProblem);

  const others = [...input.order, ...input.active, ...input.external].map((drug) => ({
    drug,
    coded: codedOrNull(drug),
    hasPeriod: periodProblem(drug) === null,
  }));
  const sidesOf = sidesCache(index);
  const found: DraftFinding[] = [];
  for (const subject of input.order) {
    const problem = problemOfDrug(subject);
    if (problem !== null) reportUncheckable(subject.ref, subject.name, problem);
    const coded = codedOrNull(subject);
    // Allergies do not depend on a period.
    if (coded) found.push(...allergyFindings(coded, input.allergies));
    if (problem !== null || !coded) continue;
    for (const other of others) {
      if (other.drug.ref === subject.ref) continue;
      const overlap = other.hasPeriod ? overlapOf(subject, other.drug) : null;
      if (other.hasPeriod && overlap === null) continue;
      if (!other.coded || overlap === null) {
        reportUncheckable(other.drug.ref, other.drug.name, problemOfDrug(other.drug)!);
        continue;
      }
      if (isSameIngredientAndRoute(coded, other.coded))
        found.push(duplicateFinding(coded, other.coded, overlap));
      const rows = pairsBetween(sidesOf(coded.yjCode), sidesOf(other.coded.yjCode));
      if (rows.length > 0)
        found.push(contraindicationFinding(coded, other.coded, overlap, rows, input.pairsEdition));
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
  return resultOf(
    withStableKeys(found).sort(bySeverity(input.order)),
    [...uncheckable.values()],
    tableProblem !== null,
  );
}

function resultOf(
  findings: SafetyFinding[],
  uncheckable: UncheckableDrug[],
  tableFailed: boolean,
): SafetyResult {
  if (tableFailed) return { outcome: 'could_not_check', findings, uncheckable };
  if (findings.length > 0) return { outcome: 'alert', findings, uncheckable };
  if (uncheckable.length > 0) return { outcome: 'could_not_check', findings, uncheckable };
  return { outcome: 'clear', findings: [] };
}

function problemOfTable(index: PairIndex): string | null {
  if (index.usablePairs === 0)
    return '併用禁忌の表が読み込まれていないため、併用禁忌を確認できません。システム管理者に連絡してください。';
  if (index.unusablePairIds.length > 0)
    return `併用禁忌の表に読めない行（${index.unusablePairIds.join('、')}）があるため、併用禁忌を確認しきれません。システム管理者に連絡してください。`;
  return null;
}

function problemOfDrug(drug: SafetyDrug): string | null {
  return codeProblem(drug) ?? periodProblem(drug);
}

function codedOrNull(drug: SafetyDrug): CodedDrug | null {
  return codeProblem(drug) === null ? (drug as CodedDrug) : null;
}

function sidesCache(index: PairIndex): (yjCode: string) => DrugSides {
  const known = new Map<string, DrugSides>();
  return (yjCode) => {
    const sides = known.get(yjCode) ?? index.sidesOf(yjCode);
    known.set(yjCode, sides);
    return sides;
  };
}

function allergyFindings(drug: CodedDrug, allergies: readonly SafetyAllergy[]): DraftFinding[] {
  return allergies.flatMap((allergy) => {
    const match = matchAllergy(drug, allergy);
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
