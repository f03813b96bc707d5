import type { AttachmentRecord, DocumentKind, OrganizationRecord } from './documents.ts';
import type { AllergyRecord, CalendarDate, ConditionRecord, Instant, SexCode } from './index.ts';
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
  address: string | null;
  /** 被保険者個人識別子 as it stands in the Bundle */
  insuredId: string | null;
}

/** Where an item comes from. */
export interface ItemSource {
  facilityCode: string | null;
  facilityName: string | null;
  departmentName: string | null;
  doctorName: string | null;
  /** when it was recorded there */
  recordedOn: CalendarDate | null;
  /** the resource in its Bundle: fullUrl or identifier; with the Bundle's identifier it names the item for good */
  reference: string;
}

export interface ReceivedCondition {
  kind: 'condition';
  source: ItemSource;
  displayName: string;
  /** 病名管理番号; null or 99999999: in words only */
  managementNo: string | null;
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
  result: LabResultRecord;
}

export interface ReceivedMedication {
  kind: 'medication';
  source: ItemSource;
  yjCode: string | null;
  /** 一般名処方コード */
  genericCode: string | null;
  name: string;
  /** the amount of a day, of a use, or in all, in words ("1日3錠") */
  doseText: string | null;
  usageText: string | null;
  /** JAMI 標準用法コード (16) */
  usageCode: string | null;
  rpNumber: number | null;
  startsOn: CalendarDate | null;
  /** days, where they are said */
  days: number | null;
  quantityText: string | null;
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
  /** the letter this one answers: its Bundle.identifier */
  inReplyTo?: { identifier: string; facilityName: string | null } | null;
  sections: ReceivedSection[];
  attachments: ReceivedAttachment[];
  /** documents inside this one */
  enclosed: ReceivedDocument[];
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
