import type { CalendarDate } from '../records/index.ts';
import type { Taking } from './rules/amounts.ts';

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
  /** how it is taken; only lines of the order have it */
  taking?: Taking;
}

/** How strong a rule is: 禁忌, 慎重に, 参考. */
export type Severity = 'contraindicated' | 'caution' | 'information';

/** A pair of the 併用禁忌 table, or of our own table of pairs to be careful with. */
export interface InteractionPair {
  id: string;
  ingredientA: string;
  prefixesA: string[];
  ingredientB: string;
  prefixesB: string[];
  severity: Severity;
  message: string;
  basis: string;
  condition: string | null;
}

export interface SafetyAllergy {
  /** '' when another facility wrote it in words only */
  code: string;
  displayName: string;
  /** who knows it; left out: this clinic's own record */
  from?: OutsideSource;
}

/** Where something comes from that this clinic did not record itself. */
export interface OutsideSource {
  facilityName: string;
  /** 電子カルテ情報共有 or 紹介状 */
  source: string;
  /** the day it was recorded there; null: not said */
  recordedOn: CalendarDate | null;
}

/** How far what other facilities wrote took part in a check. */
export interface OutsideInformation {
  /** no_consent: none lasts, so that nothing of the sharing service was looked at; nothing: there is a consent, and nothing has come under it */
  shared: 'no_consent' | 'nothing' | 'included';
  /** what of it could not be read: facility and reason, in words */
  unread: string[];
  /** facilities whose letters came and were not opened */
  unopened: string[];
}

export const FINDING_KINDS = [
  'allergy',
  'contraindicated',
  'disease',
  'pregnancy',
  'age',
  'renal',
  'lactation',
  'dose',
  'duplicate',
  'caution',
  'max_days',
  'same_class',
] as const;

/**
 * What is wrong: 重複投薬 (duplicate), 同効薬 (same_class), 併用禁忌 (contraindicated), 併用に注意 (caution), アレルギー, 禁忌病名,
 * 用量, 年齢, 妊娠, 授乳, 腎機能, 投与期間の上限. In the order in which findings are shown.
 */
export type FindingKind = (typeof FINDING_KINDS)[number];

export interface SafetyFinding {
  /** stable key: kind, both drugs, period; the same finding has the same key in every run */
  key: string;
  kind: FindingKind;
  severity: Severity;
  /** the order line that carries the alert */
  subjectRef: string;
  subjectName: string;
  otherRef: string;
  otherName: string;
  /** where the other side comes from; patient: a fact of the patient (age, pregnancy …); rule: nothing but the rule */
  otherOrigin: 'order' | 'clinic' | 'external' | 'allergy' | 'disease' | 'patient' | 'rule';
  /** the day the other drug was prescribed or dispensed */
  otherGivenOn: CalendarDate | null;
  facilityName: string;
  periodFrom: CalendarDate | null;
  periodTo: CalendarDate | null;
  message: string;
  /** what the finding rests on: 電子添文 …, edition of the table */
  basis: string;
  /** when not null the contraindication holds only in that case; shown, never hidden */
  condition: string | null;
  /** edition of the knowledge the finding rests on; null when it rests on the record alone */
  dataDate: string | null;
  /**
   * What must be unchanged for a doctor's earlier acceptance to hold: both drugs, facility, the other side's period, or the fact the rule
   * was compared with. null: it is asked every time (allergies; what blocks without a condition).
   */
  acceptKey: string | null;
}

export interface SafetyResult {
  /** clear: everything that is asked was compared and nothing was found */
  outcome: 'clear' | 'alert' | 'could_not_check';
  findings: SafetyFinding[];
  uncheckable: UncheckableDrug[];
  coverage: CoverageEntry[];
}

/** How far one kind of check went; it asks nothing of the doctor. */
export interface CoverageEntry {
  kind: FindingKind;
  state: 'checked' | 'no_rule' | 'could_not_check';
  /** one sentence */
  text: string;
  /** the lines of the order it is about; empty: all */
  lines: { ref: string; name: string }[];
}

export interface UncheckableDrug {
  ref: string;
  name: string;
  reason: string;
}
