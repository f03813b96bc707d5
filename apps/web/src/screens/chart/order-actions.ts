import {
  type DraftDecision,
  type DraftMedication,
  type DraftRp,
  type OrderDraft,
  plainLine,
  plainRp,
} from '@shirube/core/prescribing/draft';
import type { DrugHit } from '@shirube/core/prescribing/schema';
import { completeBurdens, isTakenForDays } from '@shirube/core/prescribing/writing';
import { displayDrugName } from '@shirube/terminology';

/**
 * What the doctor's clicks do to an order, whichever draft it is part of. Pure: the screen shows, this changes. RPs and lines are
 * found by their clientId, never by their place.
 */
export type ChangeOrder = (update: <D extends OrderDraft>(current: D) => D) => void;

const formClasses = ['1', '2', '3', '4', '5', '6', '9'] as const;
const formClass = (text: string): DraftRp['formClass'] => formClasses.find((each) => each === text) ?? '9';

/** 剤形区分 of a drug whose usual way is not known, by the route of the price list. */
const formOfRoute = (route: string): string =>
  route.startsWith('外') ? '3' : route.startsWith('注') ? '5' : '1';

/** A drug, and whether it is to be written by its 一般名; by product when nothing is said. */
type PickedDrug = DrugHit & { prescribeAs?: 'brand' | 'generic' };
const nameOf = (hit: PickedDrug) => (hit.prescribeAs === 'generic' ? hit.generic : null);

/** A drug from search or favourites becomes its own RP, complete when its usual way of taking is known. */
export function addDrug<D extends OrderDraft>(draft: D, hit: PickedDrug): D {
  const form = formClass(hit.usual?.formClass ?? formOfRoute(hit.routeClass));
  const rp: DraftRp = {
    clientId: crypto.randomUUID(),
    formClass: form,
    ...plainRp,
    // what is neither days nor times is ordered by its total: there is nothing to count
    quantity: hit.usual?.quantity ?? (isTakenForDays(form) || form === '2' ? null : 1),
    usage: hit.usual
      ? { code: hit.usual.usageCode, text: hit.usual.usageText, timesPerDay: hit.usual.timesPerDay }
      : null,
    medications: [
      {
        clientId: crypto.randomUUID(),
        yjCode: hit.yjCode,
        receiptCode: hit.receiptCode,
        name: displayDrugName(hit.name),
        ingredientName: hit.ingredientName,
        dose: hit.usual?.dose ?? null,
        unit: hit.unit,
        unitCode: hit.unitCode,
        ...plainLine,
        generic: nameOf(hit),
      },
    ],
  };
  return { ...draft, rps: completeBurdens([...draft.rps, rp]) };
}

/** A 医療材料 becomes its own RP, counted by its total; its code is the one of materials without a code. */
export function addMaterial<D extends OrderDraft>(draft: D, material: { name: string; unit: string }): D {
  const rp: DraftRp = {
    clientId: crypto.randomUUID(),
    formClass: '6',
    ...plainRp,
    quantity: 1,
    usage: null,
    medications: [
      {
        clientId: crypto.randomUUID(),
        yjCode: '',
        receiptCode: '',
        name: material.name,
        ingredientName: '',
        dose: '1',
        unit: material.unit,
        unitCode: null,
        ...plainLine,
        kind: 'material',
      },
    ],
  };
  return { ...draft, rps: completeBurdens([...draft.rps, rp]) };
}

/** Another product in the same line: the dose stays where the unit is the same, else it has to be said again. */
export function replaceDrug<D extends OrderDraft>(draft: D, clientId: string, hit: DrugHit): D {
  return {
    ...draft,
    rps: draft.rps.map((rp) => ({
      ...rp,
      medications: rp.medications.map((line) =>
        line.clientId === clientId
          ? {
              ...line,
              ...plainLine,
              burden: line.burden,
              supplements: line.supplements,
              yjCode: hit.yjCode,
              receiptCode: hit.receiptCode,
              name: displayDrugName(hit.name),
              ingredientName: hit.ingredientName,
              dose: line.unit === hit.unit ? line.dose : null,
              unevenDoses: line.unit === hit.unit ? line.unevenDoses : null,
              unit: hit.unit,
              unitCode: hit.unitCode,
            }
          : line,
      ),
    })),
  };
}

export function changeRp<D extends OrderDraft>(
  draft: D,
  clientId: string,
  change: Partial<Omit<DraftRp, 'clientId' | 'medications'>>,
): D {
  return { ...draft, rps: draft.rps.map((rp) => (rp.clientId === clientId ? { ...rp, ...change } : rp)) };
}

/** The same number of days for every RP that counts days; what is split into parts is split anew by the doctor. */
export function setAllDays<D extends OrderDraft>(draft: D, quantity: number): D {
  return {
    ...draft,
    rps: draft.rps.map((rp) =>
      isTakenForDays(rp.formClass) && rp.quantity !== quantity
        ? { ...rp, quantity, splitQuantities: null }
        : rp,
    ),
  };
}

export function changeLine<D extends OrderDraft>(
  draft: D,
  clientId: string,
  change: Partial<Omit<DraftMedication, 'clientId'>>,
): D {
  return {
    ...draft,
    rps: draft.rps.map((rp) =>
      rp.medications.some((each) => each.clientId === clientId)
        ? {
            ...rp,
            medications: rp.medications.map((each) =>
              each.clientId === clientId ? { ...each, ...change } : each,
            ),
          }
        : rp,
    ),
  };
}

/** The dose as one number; what was said about each time of the day no longer adds up to it and is taken out. */
export function changeDose<D extends OrderDraft>(draft: D, clientId: string, dose: string | null): D {
  return changeLine(draft, clientId, { dose, unevenDoses: null });
}

export function decide<D extends OrderDraft>(draft: D, decision: DraftDecision): D {
  return {
    ...draft,
    decisions: [...draft.decisions.filter((each) => each.findingKey !== decision.findingKey), decision],
  };
}

export function undecide<D extends OrderDraft>(draft: D, findingKey: string): D {
  return { ...draft, decisions: draft.decisions.filter((each) => each.findingKey !== findingKey) };
}
