import type { DraftMedication, DraftRp, OrderDraft } from '@shirube/core/prescribing/draft';
import { completeBurdens } from '@shirube/core/prescribing/writing';
import { displayDrugName } from '@shirube/terminology';
import type { Answers } from '~/client/trpc.tsx';

export type UsedSet = Answers['orderSets']['use'];
export type SetProblem = UsedSet['problems'][number];

/** The RPs of a set behind those that stand in the order. */
export function addRps<D extends OrderDraft>(draft: D, rps: readonly DraftRp[]): D {
  return { ...draft, rps: completeBurdens([...draft.rps, ...rps.filter((rp) => rp.medications.length > 0)]) };
}

/** A line that was left out, with another drug in it: the amount stays where the unit is the same, else it has to be said again. */
export function lineWith(line: DraftMedication, drug: SetProblem['replacements'][number]): DraftMedication {
  const sameUnit = line.unit === drug.unit;
  return {
    ...line,
    yjCode: drug.yjCode,
    receiptCode: drug.receiptCode,
    name: displayDrugName(drug.name),
    ingredientName: drug.ingredientName,
    unit: drug.unit,
    unitCode: drug.unitCode,
    dose: sameUnit ? line.dose : null,
    unevenDoses: sameUnit ? line.unevenDoses : null,
    generic: line.generic === null ? null : drug.generic,
    // what may not be changed was said of the other product
    substitution: null,
  };
}

/** A set with the drugs that were chosen in place of those that have ended, by the clientId of the line. */
export function withReplacements(
  used: UsedSet,
  chosen: ReadonlyMap<string, SetProblem['replacements'][number]>,
): DraftRp[] {
  return used.rps.map((rp) => ({
    ...rp,
    medications: [
      ...rp.medications,
      ...used.problems.flatMap((problem) => {
        if (problem.rpClientId !== rp.clientId || problem.line === null) return [];
        const drug = chosen.get(problem.line.clientId);
        return drug ? [lineWith(problem.line, drug)] : [];
      }),
    ],
  }));
}
