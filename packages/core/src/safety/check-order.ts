import {
  allergyProblem,
  type CodedDrug,
  codeProblem,
  comparableName,
  isSameIngredientAndRoute,
  matchAllergy,
  type AllergyMatch,
  overlapOf,
  periodProblem,
} from './drug-matching.ts';
import { buildPairIndex, type DrugSides, type PairIndex, pairsBetween } from './pair-index.ts';
import type {
  FindingKind,
  InteractionPair,
  SafetyAllergy,
  SafetyDrug,
  SafetyFinding,
  SafetyResult,
  UncheckableDrug,
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
 * Checks an order for 重複投薬, 併用禁忌 and allergies. Pure: the same input gives the same result, and the order of
 * the lists does not change what is found nor the keys.
 *
 * Sources: 重複投薬 and 併用禁忌 as in 電子処方箋管理サービスの運用について (same ingredient and route; contraindicated
 * pairs of the package inserts; overlapping periods). A drug that starts the day after its previous prescription ends
 * is a continuation; one shared day is an overlap.
 *
 * Outcome: `clear` only when everything could be checked and nothing was found. With findings it is `alert`, also when
 * some drug could not be checked (listed in `uncheckable`). It is `could_not_check` when nothing was found but something
 * could not be checked, and always when the interaction table is empty or damaged. An empty order is clear.
 *
 * A pair inside the order gives one finding on each of its two lines. Drugs that share no day with the order are left
 * out, also as uncheckable.
 */
export function checkOrder(input: CheckOrderInput): SafetyResult {
  if (input.order.length === 0) return { outcome: 'clear', findings: [] };
  const index = 'sidesOf' in input.pairs ? input.pairs : buildPairIndex(input.pairs);
  const uncheckable = new Map<string, UncheckableDrug>();
  const report = (ref: string, name: string, reason: string) => {
    if (!uncheckable.has(ref)) uncheckable.set(ref, { ref, name, reason });
  };

  const tableProblem = problemOfTable(index);
  if (tableProblem) report(INTERACTION_TABLE_REF, '併用禁忌の表', tableProblem);

  const sides = new Map<string, DrugSides>();
  const sidesOf = ({ yjCode }: CodedDrug): DrugSides => {
    const known = sides.get(yjCode) ?? index.sidesOf(yjCode);
    sides.set(yjCode, known);
    return known;
  };

  const drafts: DraftFinding[] = [];
  for (const subject of input.order) {
    const problem = codeProblem(subject) ?? periodProblem(subject);
    if (problem) report(subject.ref, subject.name, problem);
    if (codeProblem(subject) === null) {
      for (const allergy of input.allergies) {
        const match = matchAllergy(subject as CodedDrug, allergy);
        if (match) drafts.push(allergyFinding(subject as CodedDrug, allergy, match));
      }
    }
    for (const other of [...input.order, ...input.active, ...input.external]) {
      if (other === subject) continue;
      if (problem !== null) continue;
      const otherPeriodProblem = periodProblem(other);
      const overlap = otherPeriodProblem === null ? overlapOf(subject, other) : null;
      if (otherPeriodProblem === null && overlap === null) continue;
      const otherProblem = codeProblem(other) ?? otherPeriodProblem;
      if (otherProblem !== null || overlap === null) {
        report(other.ref, other.name, otherProblem ?? '');
        continue;
      }
      const [coded, codedOther] = [subject as CodedDrug, other as CodedDrug];
      if (isSameIngredientAndRoute(coded, codedOther)) drafts.push(duplicateFinding(coded, codedOther, overlap));
      const rows = pairsBetween(sidesOf(coded), sidesOf(codedOther));
      if (rows.length > 0)
        drafts.push(contraindicationFinding(coded, codedOther, overlap, rows, input.pairsEdition));
    }
  }
  return drafts.length >= 0 ? null! : null!;
}
