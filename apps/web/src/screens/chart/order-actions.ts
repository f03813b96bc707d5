import {
  type DraftDecision,
  type DraftMedication,
  type DraftRp,
  type EncounterDraft,
  plainLine,
  plainRp,
} from '@shirube/core/prescribing/draft';
import type { DrugHit } from '@shirube/core/prescribing/schema';
import { displayDrugName } from '@shirube/terminology';

/** What the doctor's clicks do to the order. Pure: the screen shows, this changes. */
type PastMedication = {
  yjCode: string;
  receiptCode: string;
  name: string;
  ingredientName: string;
  dose: string;
  unit: string;
  usageCode: string;
  usageText: string;
  timesPerDay: number | null;
  formClass: string;
  quantity: number;
  rpNumber: number;
};

const formClasses = ['1', '2', '3', '4', '5', '6', '9'] as const;
const formClass = (text: string): DraftRp['formClass'] => formClasses.find((each) => each === text) ?? '9';

/** A drug from search or favourites becomes its own RP, complete when its usual way of taking is known. */
export function addDrug(draft: EncounterDraft, hit: DrugHit): EncounterDraft {
  const rp: DraftRp = {
    clientId: crypto.randomUUID(),
    formClass: formClass(hit.usual?.formClass ?? (hit.routeClass.startsWith('外') ? '3' : '1')),
    ...plainRp,
    quantity: hit.usual?.quantity ?? null,
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
      },
    ],
  };
  return { ...draft, rps: [...draft.rps, rp] };
}

/** 前回DO: the same drugs in the same groups; they are checked again like anything new. */
export function repeatMedications(draft: EncounterDraft, past: readonly PastMedication[]): EncounterDraft {
  const groups = new Map<number, DraftRp>();
  for (const each of past) {
    const rp = groups.get(each.rpNumber) ?? {
      clientId: crypto.randomUUID(),
      formClass: formClass(each.formClass),
      ...plainRp,
      quantity: each.quantity,
      usage: { code: each.usageCode, text: each.usageText, timesPerDay: each.timesPerDay },
      medications: [],
    };
    const medication: DraftMedication = {
      clientId: crypto.randomUUID(),
      yjCode: each.yjCode,
      receiptCode: each.receiptCode,
      name: displayDrugName(each.name),
      ingredientName: each.ingredientName,
      dose: each.dose,
      unit: each.unit,
      unitCode: null,
      ...plainLine,
    };
    groups.set(each.rpNumber, { ...rp, medications: [...rp.medications, medication] });
  }
  return { ...draft, rps: [...draft.rps, ...groups.values()] };
}

export function removeDrug(draft: EncounterDraft, clientId: string): EncounterDraft {
  return {
    ...draft,
    rps: draft.rps
      .map((rp) => ({ ...rp, medications: rp.medications.filter((each) => each.clientId !== clientId) }))
      .filter((rp) => rp.medications.length > 0),
  };
}

export function changeRp(
  draft: EncounterDraft,
  clientId: string,
  change: Partial<Pick<DraftRp, 'usage' | 'quantity' | 'formClass'>>,
): EncounterDraft {
  return { ...draft, rps: draft.rps.map((rp) => (rp.clientId === clientId ? { ...rp, ...change } : rp)) };
}

export function changeDose(draft: EncounterDraft, clientId: string, dose: string | null): EncounterDraft {
  return {
    ...draft,
    rps: draft.rps.map((rp) => ({
      ...rp,
      medications: rp.medications.map((each) => (each.clientId === clientId ? { ...each, dose } : each)),
    })),
  };
}

export function decide(draft: EncounterDraft, decision: DraftDecision): EncounterDraft {
  return {
    ...draft,
    decisions: [...draft.decisions.filter((each) => each.findingKey !== decision.findingKey), decision],
  };
}

export function undecide(draft: EncounterDraft, findingKey: string): EncounterDraft {
  return { ...draft, decisions: draft.decisions.filter((each) => each.findingKey !== findingKey) };
}

export const quantityUnit = (form: DraftRp['formClass']): string =>
  form === '2' ? '回分' : form === '1' || form === '4' ? '日分' : '（総量）';
