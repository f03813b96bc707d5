import type {
  AttachmentRecord,
  CheckupReportRecord,
  CheckupResultRecord,
  DocumentKind,
  OrganizationRecord,
} from './documents.ts';
import type {
  AllergyRecord,
  CalendarDate,
  ConditionRecord,
  Instant,
  PractitionerRecord,
  SexCode,
  SubstitutionRecord,
} from './index.ts';
import type { LabResultRecord } from './lab.ts';

/**
 * What other facilities wrote, read from FHIR. Nothing of it is a record of ours: it is shown with its source, and taken over item by
 * item by a person. A field that the sender left out is null; what cannot be read stands in `unread` in words and is never dropped.
 */
export interface ReceivedPerson {
  familyName: string | null;
  givenName: string | null;
  /** the name as one text, where the parts are missing */
  nameText: string;
  familyKana: string | null;
  givenKana: string | null;
  birthDate: CalendarDate | null;
  sex: SexCode | null;
  postalCode: string | null;
  address: string | null;
  /** 患者番号 at the sender */
  patientNumber: string | null;
  /** 被保険者個人識別子 as it stands in the Bundle */
  insuredId: string | null;
}

/** Where an item comes from. */
export interface ItemSource {
  facilityCode: string | null;
  facilityName: string | null;
  /** SS-MIX2 code of the department */
  departmentCode: string | null;
  departmentName: string | null;
  doctorName: string | null;
  /** the same person in parts, where the sender wrote them; a name that is only one text stands in familyName */
  doctor: PractitionerRecord | null;
  /** when it was recorded there */
  recordedOn: CalendarDate | null;
  /** the moment of the record (meta.lastUpdated) */
  recordedAt: Instant | null;
  /** the visit it belongs to */
  visit: { id: string | null; startedAt: Instant | null } | null;
  /** リソース一意識別ID */
  identifier: string | null;
  /** the resource in its Bundle: fullUrl or identifier; with the Bundle's identifier it names the item for good */
  reference: string;
}

export interface ReceivedCondition {
  kind: 'condition';
  source: ItemSource;
  displayName: string;
  /** 病名管理番号; null or 99999999: in words only */
  managementNo: string | null;
  /** 病名交換用コード */
  exchangeCode: string | null;
  /** 傷病名コード of the receipt computer */
  receiptCode: string | null;
  /** the name of the disease in its master, without modifiers */
  diseaseName: string | null;
  icd10: string | null;
  modifiers: ConditionRecord['modifiers'];
  isMain: boolean;
  isSuspected: boolean;
  onsetDate: CalendarDate | null;
  endDate: CalendarDate | null;
  clinicalStatus: string | null;
  verificationStatus: string | null;
  uninformed: boolean;
  undelivered: boolean;
  longTerm: boolean;
}

export interface ReceivedAllergy {
  kind: 'allergy';
  source: ItemSource;
  category: AllergyRecord['category'] | null;
  code: string | null;
  displayName: string;
  reaction: string | null;
  criticality: AllergyRecord['criticality'] | null;
  onsetDate: CalendarDate | null;
  clinicalStatus: string | null;
  verificationStatus: string | null;
}

export interface ReceivedResult {
  kind: 'result';
  source: ItemSource;
  collectedAt: Instant | CalendarDate | null;
  issuedAt: Instant | null;
  orderNumber: string | null;
  result: LabResultRecord;
  /** an item of a check-up: what `result` has no place for (choices, 所見, 検査方法) */
  checkup?: CheckupResultRecord;
}

/** A number with its unit; `value` is a decimal string. */
export interface ReceivedAmount {
  value: string;
  unit: string;
  /** MERIT-9 code, where it is one */
  unitCode: string | null;
}

export interface ReceivedMedication {
  kind: 'medication';
  source: ItemSource;
  /** FHIR's medicationrequest-status as it stands there; one that is entered-in-error, cancelled or stopped is not taken */
  status: string | null;
  /** the prescription it belongs to (groupIdentifier) */
  prescriptionId: string | null;
  rpNumber: number | null;
  itemNumber: number | null;
  authoredOn: CalendarDate | null;
  /** MERIT-9 and JHSP0007 codes: OHP 外来, OHI 院内, OHO 院外, IHP 入院, DCG 退院, BDP 持参薬 … */
  categories: string[];
  yjCode: string | null;
  /** 施設内医薬品コード of the sender */
  localCode: string | null;
  /** 一般名処方: code and name */
  generic: { code: string; name: string } | null;
  name: string;
  /** the amount of a day or of one use; the whole amount is `quantity` */
  dose: (ReceivedAmount & { per: 'day' | 'use'; isTitre: boolean }) | null;
  /** the dose in words ("1日3錠"), or as the sender wrote it */
  doseText: string | null;
  usageText: string | null;
  /** 用法コード (16) of the electronic prescription or of JAMI; null: in words only */
  usageCode: string | null;
  timesPerDay: number | null;
  asNeeded: boolean;
  startsOn: CalendarDate | null;
  endsOn: CalendarDate | null;
  /** days, where they are said */
  days: number | null;
  /** 実投与日数, where it differs from every day (隔日) */
  actualDays: number | null;
  /** 回数 (頓服) */
  times: number | null;
  quantity: ReceivedAmount | null;
  quantityText: string | null;
  site: { code: string | null; text: string } | null;
  /** 補足用法, with their JAMI code where they have one */
  instructions: { code: string | null; text: string }[];
  /** what the pharmacist is asked to do (一包化, 粉砕 …) */
  dispensing: { code: string | null; text: string }[];
  substitution: SubstitutionRecord | null;
  notes: string[];
}

/** Anything else an entry says, in lines: 手術, 予防接種, 家族歴, 所見 … */
export interface ReceivedNote {
  kind: 'note';
  source: ItemSource;
  resourceType: string;
  title: string;
  lines: string[];
}

export type ReceivedItem =
  | ReceivedCondition
  | ReceivedAllergy
  | ReceivedResult
  | ReceivedMedication
  | ReceivedNote;

export interface ReceivedSection {
  code: string;
  title: string;
  text: string;
  emptyReason: string | null;
  items: ReceivedItem[];
  sections: ReceivedSection[];
}

/** A file inside a document, with its bytes. */
export interface ReceivedAttachment extends Omit<AttachmentRecord, 'attachmentId' | 'createdAt'> {
  content: Uint8Array;
}

/** What a check-up report says of itself; its results stand in the sections. Null: the sender left it out, or wrote what we do not know. */
export interface ReceivedCheckup {
  program: CheckupReportRecord['program'] | null;
  reportCategory: string | null;
  programCode: string | null;
  examinedOn: CalendarDate | null;
  setting: CheckupReportRecord['setting'] | null;
  ticketNumber: string | null;
  coverage: {
    insurerNumber: string | null;
    symbol: string | null;
    number: string | null;
    branchNumber: string | null;
    isDependent: boolean | null;
  } | null;
  groups: CheckupReportRecord['groups'];
  overallJudgement: string | null;
}

/** A document of another facility: 診療情報提供書, 退院時サマリー, 健診結果報告書, 患者サマリー. */
export interface ReceivedDocument {
  kind: Exclude<DocumentKind, 'reply'>;
  /** Bundle.identifier */
  identifier: string;
  versionText: string | null;
  title: string;
  issuedOn: CalendarDate | null;
  createdAt: Instant | null;
  from: OrganizationRecord & { doctorName: string | null };
  to: (OrganizationRecord & { doctorName: string | null }) | null;
  person: ReceivedPerson;
  /** 外来文書, 退院時文書 … */
  categoryText?: string | null;
  /** the letter this one answers: its Bundle.identifier */
  inReplyTo?: { identifier: string; facilityName: string | null } | null;
  sections: ReceivedSection[];
  attachments: ReceivedAttachment[];
  /** documents inside this one */
  enclosed: ReceivedDocument[];
  /** 健康診断結果報告書 only */
  checkup?: ReceivedCheckup;
  /** what the reader could not place, in words */
  unread: string[];
}

/** A 6情報 Bundle of another facility. */
export interface ReceivedInformation {
  identifier: string;
  person: ReceivedPerson;
  items: ReceivedItem[];
  unread: string[];
}
