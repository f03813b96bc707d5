/**
 * Record types: what a confirmed record *is*, independent of tables, screens and wire formats.
 * fhir-mapper and eprescription depend on these and on nothing else of core.
 * Calendar dates are 'YYYY-MM-DD' strings (Asia/Tokyo calendar); instants are ISO 8601 strings with an offset.
 */
export type CalendarDate = string;
export type Instant = string;

/** 医療機関 as it stands in documents. */
export interface FacilityRecord {
  /** 医療機関コード 10 digits: prefecture 2 + 点数表 1 + institution 7 */
  institutionCode: string;
  name: string;
  postalCode: string;
  address: string;
  phone: string;
  departmentCode: string;
  departmentName: string;
}

export interface PersonNameRecord {
  familyName: string;
  givenName: string;
  /** full-width katakana */
  familyKana: string;
  givenKana: string;
}

export interface PractitionerRecord extends PersonNameRecord {
  /** local staff number; never a national identifier */
  code: string | null;
}

export type SexCode = 'male' | 'female' | 'other' | 'unknown';

export interface CoverageRecord {
  insurerNumber: string;
  symbol: string | null;
  number: string;
  /** 枝番, 2 digits */
  branchNumber: string | null;
  isDependent: boolean;
  /** the patient's share in percent: 30 = 3割 */
  copayPercent: number;
}

export interface PublicSubsidyRecord {
  /** 公費負担者番号 8 digits */
  payerNumber: string;
  /** 公費受給者番号 7 digits */
  recipientNumber: string | null;
}

export interface PatientRecord extends PersonNameRecord {
  /** 患者番号 of this clinic */
  patientNumber: string;
  birthDate: CalendarDate;
  sex: SexCode;
  postalCode: string | null;
  address: string | null;
  phone: string | null;
  coverage: CoverageRecord | null;
  /** in the order in which they are applied; at most three */
  publicSubsidies: PublicSubsidyRecord[];
}

/** One drug line of a prescription. dose is a decimal string in price-list units (薬価単位) without trailing zeros. */
export interface MedicationRecord {
  /** RP内連番, from 1 */
  itemNumber: number;
  /** YJ code, 12 */
  yjCode: string;
  /** レセプト電算処理システム医薬品コード, 9 */
  receiptCode: string;
  name: string;
  ingredientName: string;
  /**
   * For 内服: the amount per DAY (1日量) as the price list's unit; for 頓服: the amount per use;
   * for everything else: the total amount.
   */
  dose: string;
  /** 薬価単位 in words: 錠, カプセル, ｇ … */
  unit: string;
  /** MERIT-9 unit code where known: TAB, CAP … */
  unitCode: string | null;
  /** 一般名処方: the generic prescription code (12) and name; then the line is written by generic name */
  generic: { code: string; name: string } | null;
  /** 後発品変更不可 */
  substitutionNotAllowed: boolean;
}

/** 剤形区分 of the prescription record: 1内服 2頓服 3外用 4内服滴剤 5注射 6医療材料 9不明 */
export type FormClass = '1' | '2' | '3' | '4' | '5' | '6' | '9';

/** An RP group: drugs that share one usage and one quantity. */
export interface RpRecord {
  /** RP番号, from 1 */
  rpNumber: number;
  formClass: FormClass;
  /** 内服 = days, 頓服 = times, others 1 when the dose is the total */
  quantity: number;
  usage: {
    /** JAMI 標準用法コード, 16 */
    code: string;
    text: string;
    timesPerDay: number | null;
  };
  medications: MedicationRecord[];
}

export interface PrescriptionRecord {
  /** our own id (UUID) */
  id: string;
  issueType: 'electronic' | 'paper';
  facility: FacilityRecord;
  prescriber: PractitionerRecord;
  patient: PatientRecord;
  issuedOn: CalendarDate;
  /** last day the pharmacy may accept it; the issue day counts (4 days by default) */
  validUntil: CalendarDate;
  rps: RpRecord[];
  /** 備考 lines */
  remarks: string[];
  /** set only when the number is known (paper, or a copy); never in what is signed first */
  accessCode: string | null;
}

export type ConditionOutcome = 'active' | 'cured' | 'discontinued' | 'moved' | 'deceased';

export interface ConditionRecord {
  /** the diagnosis, stable over its versions */
  conditionId: string;
  versionNo: number;
  /** 病名管理番号 8 */
  managementNo: string;
  /** 病名交換用コード 4 */
  exchangeCode: string;
  /** 傷病名コード 7 */
  receiptCode: string;
  diseaseName: string;
  icd10: string | null;
  modifiers: {
    code: string;
    /** 修飾語管理番号 8 */
    managementNo: string;
    exchangeCode: string;
    name: string;
    position: 'prefix' | 'suffix';
  }[];
  displayName: string;
  isMain: boolean;
  isSuspected: boolean;
  onsetDate: CalendarDate;
  endDate: CalendarDate | null;
  outcome: ConditionOutcome;
  /** 未告知, 未提供, 長期保存 */
  uninformed: boolean;
  undelivered: boolean;
  longTerm: boolean;
  recordedAt: Instant;
  encounter: { id: string; startedAt: Instant; departmentCode: string; departmentName: string };
  recorder: PractitionerRecord;
}

export interface AllergyRecord {
  allergyId: string;
  versionNo: number;
  category: 'medication' | 'food' | 'environment';
  /** J-FAGY (12), or YCM + YJ 12 / GCM + YJ 9 + ZZZ for drugs (15) */
  code: string;
  displayName: string;
  reaction: string | null;
  criticality: 'low' | 'high' | 'unable-to-assess';
  onsetDate: CalendarDate | null;
  endDate: CalendarDate | null;
  recordedAt: Instant;
  departmentCode: string;
  departmentName: string;
  recorder: PractitionerRecord;
}
