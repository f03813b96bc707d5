import type {
  AllergyRecord,
  CalendarDate,
  ConditionRecord,
  CoverageRecord,
  FacilityRecord,
  Instant,
  IssueType,
  PatientRecord,
  PractitionerRecord,
  RpRecord,
} from './index.ts';
import type { EncounterRecord, LabReportRecord } from './lab.ts';

/** The kinds of documents a clinic writes, sends and keeps. A reply is a 診療情報提供書 too. */
export type DocumentKind = 'referral' | 'reply' | 'discharge_summary' | 'checkup' | 'care_summary';

/** Why a section says nothing: nothing there, not asked, not available (list-empty-reason). */
export type EmptyReason = 'nilknown' | 'notasked' | 'unavailable';

/** An institution a document goes to, or comes from. */
export interface OrganizationRecord {
  /** 保険医療機関番号 10 digits */
  institutionCode: string;
  name: string;
  postalCode: string | null;
  address: string | null;
  phone: string | null;
  /** 診療科, where it is known; the SS-MIX2 code may be missing */
  departmentCode: string | null;
  departmentName: string | null;
}

/** A file that goes with a document. The bytes are kept apart (`document_attachment`). */
export interface AttachmentRecord {
  attachmentId: string;
  title: string;
  /** application/pdf, image/jpeg, image/png; application/fhir+json for a document inside a document */
  mediaType: string;
  byteLength: number;
  /** hex */
  sha256: string;
  createdAt: Instant;
  /** the document itself as a PDF (section 230), and no enclosure of it (210) */
  isRendition?: boolean;
}

/** A prescription as documents quote it: what is taken now, or was given at discharge. */
export interface MedicationOrderRecord {
  prescriptionId: string;
  issueType: IssueType;
  authoredOn: CalendarDate;
  /** 投与開始日 */
  startsOn: CalendarDate;
  encounter: EncounterRecord;
  prescriber: PractitionerRecord;
  rps: RpRecord[];
}

/** What a section of a document holds beside its words. */
export type SectionEntry =
  | { type: 'condition'; record: ConditionRecord }
  | { type: 'allergy'; record: AllergyRecord }
  | { type: 'lab_report'; record: LabReportRecord }
  | { type: 'medication'; record: MedicationOrderRecord }
  /** 手術, 輸血, 処置, 入院中治療 */
  | { type: 'procedure'; id: string; name: string; performedOn: CalendarDate | null; note: string | null }
  | { type: 'immunization'; id: string; vaccine: string; givenOn: CalendarDate | null; note: string | null }
  | { type: 'family_history'; id: string; relationship: string; condition: string; note: string | null };

/** One section: its words, its entries, or why it is empty. */
export interface SectionRecord {
  /** code of document-section: 340 傷病名・主訴 … */
  code: string;
  /** plain text; '' where entries or the empty reason speak */
  text: string;
  emptyReason: EmptyReason | null;
  entries: SectionEntry[];
}

/** What every document of ours begins with. Frozen at confirmation. */
export interface DocumentHead {
  /** our id (UUID), stable over its versions */
  documentId: string;
  /** 1 for the first edition */
  versionNo: number;
  issuedOn: CalendarDate;
  /** when this version was confirmed */
  confirmedAt: Instant;
  facility: FacilityRecord;
  author: PractitionerRecord & {
    /** 医籍登録番号, where the person's licence has it */
    medicalRegistrationNumber: string | null;
  };
  patient: PatientRecord;
  /** the visit it was written in; null outside of one */
  encounter: EncounterRecord | null;
}

/** 診療情報提供書, and the reply to one. Sections by code, each at most once, in the order of the profile. */
export interface ReferralRecord extends DocumentHead {
  kind: 'referral' | 'reply';
  /** 外来 or 退院時 */
  category: 'OUTPATIENT' | 'DISCHARGE';
  to: OrganizationRecord & { doctorName: string | null };
  /** 950 340 360 always; the others where they say something */
  sections: SectionRecord[];
  /** 220 */
  remarks: string | null;
  /** 210 */
  attachments: AttachmentRecord[];
  /** 210: a 退院時サマリー that travels inside, by its document id and version */
  enclosedDischargeSummary: DischargeSummaryRecord | null;
  /** the letter this one answers: its Bundle.identifier and sender's name */
  inReplyTo: { identifier: string; facilityName: string } | null;
  /** 閲覧可: the patient agreed here, in words, that the receiver opens it; otherwise it waits there (閲覧保留). Absent: not asked */
  readable?: boolean;
}

/** 退院時サマリー: ten sections are obligatory. */
export interface DischargeSummaryRecord extends DocumentHead {
  kind: 'discharge_summary';
  admittedOn: CalendarDate;
  dischargedOn: CalendarDate;
  /** admit-Source: 0 1 4 5 8 9 */
  admitSource: string;
  /** discharge-disposition: 1 3 4 5 6 7 9 */
  dischargeDisposition: string;
  sections: SectionRecord[];
  attachments: AttachmentRecord[];
}

/** 患者サマリー（療養計画書）: for the patient, seen in マイナポータル only. */
export interface CareSummaryRecord extends DocumentHead {
  kind: 'care_summary';
  category: 'OUTPATIENT' | 'DISCHARGE';
  /** CarePlan category: admission-plan, hospital-plan, discharge-plan, followup-plan */
  planCategory: string;
  periodStart: CalendarDate;
  periodEnd: CalendarDate | null;
  /** 療養上の計画・アドバイス, in the patient's words */
  plan: string;
  /** at least one; the main one is flagged */
  conditions: ConditionRecord[];
}

/** What a check-up item says. */
export type CheckupValue =
  | { kind: 'quantity'; value: string; unit: string | null; ucum: string | null }
  /** table: number of the choice table, urn:oid:1.2.392.200119.6.<table> */
  | {
      kind: 'coded';
      table: string;
      code: string;
      text: string;
      /** where the choice stands in an order of degrees; null: the choices are no degrees */
      ordinal: number | null;
    }
  | { kind: 'text'; text: string }
  | { kind: 'date'; on: CalendarDate }
  /** 未実施 (cancelled) or 測定不能 */
  | { kind: 'absent'; notDone: boolean; reason: string };

export interface CheckupResultRecord {
  /** 17 characters */
  itemCode: string;
  /** JLAC10 (urn:oid:1.2.392.200119.4.504) or 特定健診項目コード (urn:oid:1.2.392.200119.6.1005) */
  codeSystem: 'jlac10' | 'checkup';
  name: string;
  /** a question to the person, not an examination */
  isQuestion: boolean;
  value: CheckupValue;
  interpretation: 'H' | 'L' | 'N' | 'LX' | 'HX' | null;
  /** 検査方法 (urn:oid:1.2.392.200119.6.1007) */
  method: { code: string; name: string } | null;
  specimen: string | null;
  referenceLow: string | null;
  referenceHigh: string | null;
  /** 所見 in words, with who judged it, and the item the words are of (自覚症状(所見)); null: none is published */
  finding: {
    text: string;
    doctor: PractitionerRecord | null;
    item: { code: string; name: string } | null;
  } | null;
  /** 任意追加項目: beyond what the 特定健診 asks for */
  isAdditional: boolean;
}

/** 一連検査: items that belong together (貧血検査 …). */
export interface CheckupGroupRecord {
  /** observationGroup-codes */
  code: string;
  name: string;
  members: { itemCode: string; relationship: 'COMP' | 'RSON' }[];
}

/** 健康診断結果報告書. */
export interface CheckupReportRecord extends DocumentHead {
  kind: 'checkup';
  /** which check-up the sections are of: specialCheckup 010, 広域連合 020, 事業者 030, 学校 040, その他 */
  program: 'special' | 'late_elderly' | 'occupational' | 'school' | 'other';
  /** checkup-report-category: 10 41 42 … */
  reportCategory: string;
  /** 健診プログラムサービスコード: 010 020 030 040 … */
  programCode: string;
  /** 受診日 */
  examinedOn: CalendarDate;
  setting: 'individual' | 'group';
  /** 受診券整理番号, where there is one */
  ticketNumber: string | null;
  coverage: CoverageRecord | null;
  results: CheckupResultRecord[];
  groups: CheckupGroupRecord[];
  /** 医師の診断(判定), made by the author */
  overallJudgement: string | null;
}

export type DocumentRecord =
  | ReferralRecord
  | DischargeSummaryRecord
  | CareSummaryRecord
  | CheckupReportRecord;
