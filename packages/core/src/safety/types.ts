import type { CalendarDate } from '../records/index.ts';

/** A drug as the safety engine sees it, from wherever it is known. */
export interface SafetyDrug {
  /** stable within one check: e.g. 'order:1:1', 'own:<itemId>', 'external:<id>' */
  ref: string;
  /** null when the drug is known only by name: then it cannot be checked */
  yjCode: string | null;
  name: string;
  ingredientName: string | null;
  origin: 'order' | 'clinic' | 'external';
  /** 自院・今回, 自院, or the facility's name */
  facilityName: string;
  /** inclusive; null start or end = cannot be computed */
  periodFrom: CalendarDate;
  periodTo: CalendarDate;
  /** the day the drug was prescribed or dispensed, shown to the doctor */
  givenOn: CalendarDate;
}

export interface InteractionPair {
  id: string;
  ingredientA: string;
  prefixesA: string[];
  ingredientB: string;
  prefixesB: string[];
  severity: 'contraindicated';
  message: string;
  basis: string;
  condition: string | null;
}

export interface SafetyAllergy {
  code: string;
  displayName: string;
}

export type FindingKind = 'duplicate' | 'contraindicated' | 'allergy';

export interface SafetyFinding {
  /** stable key: kind, both drugs, period; the same finding has the same key in every run */
  key: string;
  kind: FindingKind;
  /** the order line that carries the alert */
  subjectRef: string;
  subjectName: string;
  otherRef: string;
  otherName: string;
  otherOrigin: 'order' | 'clinic' | 'external' | 'allergy';
  facilityName: string;
  periodFrom: CalendarDate | null;
  periodTo: CalendarDate | null;
  message: string;
  /** what the finding rests on: 電子添文 …, edition of the table */
  basis: string;
  /** when not null the contraindication holds only in that case; shown, never hidden */
  condition: string | null;
}

export type SafetyResult =
  | { outcome: 'clear'; findings: [] }
  | { outcome: 'alert'; findings: SafetyFinding[]; uncheckable: UncheckableDrug[] }
  | { outcome: 'could_not_check'; findings: SafetyFinding[]; uncheckable: UncheckableDrug[] };

export interface UncheckableDrug {
  ref: string;
  name: string;
  reason: string;
}
