/**
 * Record types: what a confirmed record *is*, independent of tables, screens and wire formats.
 * fhir-mapper and eprescription depend on these and on nothing else of core.
 * Calendar dates are 'YYYY-MM-DD' strings (Asia/Tokyo calendar); instants are ISO 8601 strings with an offset.
 */
export * from './burden-class.ts';
export * from './dispensing.ts';
export * from './documents.ts';
export * from './lab.ts';
export * from './plain.ts';
export * from './received.ts';

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
  /** FAX and 「その他の連絡先」 where the clinic has registered them */
  fax?: string | null;
  otherContact?: string | null;
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
  /** 職務上の事由 (record 25): 1職務上 2下船後3月以内 3通勤災害;船員保険 and the like only */
  dutyReason?: '1' | '2' | '3' | null;
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
  /** 特殊公費 (record 30): its numbers follow no national format */
  specialSubsidy?: { payerNumber: string; recipientNumber: string } | null;
  /** レセプト種別 (record 31), 4 digits, where the receipt computer gave it */
  receiptKind?: string | null;
}

/** 情報区分 of a line: a drug, a 医療材料 (特定保険医療材料), or a drug outside the insurance. */
export type LineKind = 'drug' | 'material' | 'uninsured';

/**
 * 薬品補足 of a line (record 281). `code` is the JAMI 補足用法コード of 'jami' and null otherwise; `text` is what the pharmacist reads.
 * 後発品変更不可 is no supplement here: it is `substitution` of the line, because a rule depends on it.
 */
export interface LineSupplementRecord {
  kind: 'one_dose_package' | 'crush' | 'jami' | 'brand_at_patients_wish';
  text: string;
  code: string | null;
}

/** What the pharmacist may not change (record 281, 区分 3 to 6), with the doctor's reason. */
export interface SubstitutionRecord {
  kind: 'no_generic' | 'no_form' | 'no_strength' | 'no_form_or_strength';
  reason: string;
}

/** One drug line of a prescription. dose is a decimal string without trailing zeros. */
export interface MedicationRecord {
  /** RP内連番, from 1 */
  itemNumber: number;
  kind: LineKind;
  /** YJ code, 12; '' for a 医療材料 */
  yjCode: string;
  /** レセプト電算処理システム医薬品コード, 9 (特定器材コード for a 医療材料) */
  receiptCode: string;
  name: string;
  ingredientName: string;
  /**
   * For 内服: the amount per DAY (1日量); for 頓服: the amount per use; for everything else: the total amount.
   * Counted in `unit`.
   */
  dose: string;
  /** the unit the dose is written in; the 薬価単位 (錠, カプセル, ｇ …) unless `conversion` says how it becomes that */
  unit: string;
  /** MERIT-9 unit code where known: TAB, CAP … */
  unitCode: string | null;
  /** 力価フラグ 2: the dose is the amount of active substance (力価), not of the product */
  isTitre: boolean;
  /** 単位変換 (record 211): dose × factor = amount in 薬価単位; null when the dose is in 薬価単位 already */
  conversion: { factor: string; priceUnit: string } | null;
  /** 一般名処方: the generic prescription code (12) and name; then the line is written by generic name */
  generic: { code: string; name: string } | null;
  substitution: SubstitutionRecord | null;
  /** 不均等 (record 221): the dose of each time of the day, two to five, adding up to `dose`; null = the same each time */
  unevenDoses: { dose: string; code: string | null }[] | null;
  /** 負担区分 (record 231): which 公費 bear this line; null = no line of the prescription says */
  burden: { first: boolean; second: boolean; third: boolean; special: boolean } | null;
  /** １回服用量 (record 241): free text such as 2/3, and how often a day */
  singleDose: { text: string; timesPerDay: number | null } | null;
  supplements: LineSupplementRecord[];
}

/** 剤形区分 of the prescription record: 1内服 2頓服 3外用 4内服滴剤 5注射 6医療材料 9不明 */
export type FormClass = '1' | '2' | '3' | '4' | '5' | '6' | '9';

/**
 * 用法補足 of an RP (record 181). `code` is the JAMI 補足用法コード (8) of 'jami'; `siteCode` the JAMI 部位コード (3) of 'jami_site'.
 */
export interface UsageSupplementRecord {
  kind:
    | 'tapering'
    | 'one_dose_package'
    | 'alternate_days'
    | 'crush'
    | 'continued'
    | 'site'
    | 'single_dose'
    | 'jami'
    | 'jami_site';
  text: string;
  code: string | null;
  siteCode: string | null;
}

/** An RP group: drugs that share one usage and one quantity. */
export interface RpRecord {
  /** RP番号, from 1 */
  rpNumber: number;
  formClass: FormClass;
  /** 剤形名称, two characters; only for 剤形区分 9 */
  formName: string | null;
  /** 内服 = days, 頓服 = times, others 1 when the dose is the total */
  quantity: number;
  usage: {
    /** JAMI 標準用法コード, 16 */
    code: string;
    text: string;
    timesPerDay: number | null;
  };
  supplements: UsageSupplementRecord[];
  /** 分割調剤 (record 102): the quantity handed out at each time; adds up to `quantity` */
  splitQuantities: number[] | null;
  medications: MedicationRecord[];
}

/** electronic: signed and registered; paper: the paper is the original, its data registered; in_house: dispensed at the clinic. */
export type IssueType = 'electronic' | 'paper' | 'in_house';

/** 備考 (record 81). */
export interface RemarkRecord {
  kind: 'one_dose_package' | 'crush' | 'split' | null;
  text: string;
}

export interface PrescriptionRecord {
  /** our own id (UUID) */
  id: string;
  issueType: IssueType;
  facility: FacilityRecord;
  prescriber: PractitionerRecord;
  patient: PatientRecord;
  issuedOn: CalendarDate;
  /** last day the pharmacy may accept it; the issue day counts (4 days by default) */
  validUntil: CalendarDate;
  rps: RpRecord[];
  remarks: RemarkRecord[];
  /** リフィル: how often it may be dispensed in all, 2 or 3 */
  refillCount: number | null;
  /** 分割調剤: in how many parts, and which of them this paper is */
  split: { times: number; current: number } | null;
  /** 残薬確認欄 (record 62) */
  leftover: 'ask_first' | 'inform' | null;
  /** 麻薬施用 (record 61): only with a narcotic among the lines */
  narcotic: { licenceNumber: string; patientAddress: string; patientPhone: string } | null;
  /** 提供診療情報 (record 301), for the pharmacist */
  clinicalNotes: { drugName: string | null; comment: string }[];
  /** 検査値データ等 (record 302) */
  labValues: string[];
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
