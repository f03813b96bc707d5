import { z } from 'zod';
import { calendarDate, instant, longText, shortText, uuid } from '../shared/schema.ts';
import { checkupContentSchema, checkupViewSchema } from './checkup/schema.ts';
import { admitSourceLabels, dischargeDispositionLabels, planCategoryLabels } from './words.ts';

const keysOf = <T extends Record<string, string>>(labels: T) => Object.keys(labels) as [keyof T & string];

export const documentKindSchema = z.enum([
  'referral',
  'reply',
  'discharge_summary',
  'checkup',
  'care_summary',
]);

/** 保険医療機関番号: prefecture 2 + 点数表 1 + institution 7 */
export const institutionCode = z.string().regex(/^\d{10}$/);

/** What a section holds beside words: something of the chart by its id, or a row that was entered here. */
export const entryContentSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('condition'), id: uuid }),
  z.object({ type: z.literal('allergy'), id: uuid }),
  z.object({ type: z.literal('lab_report'), id: uuid }),
  z.object({ type: z.literal('medication'), id: uuid }),
  z.object({
    type: z.literal('procedure'),
    id: uuid,
    name: shortText,
    performedOn: calendarDate.nullable(),
    note: shortText.nullable(),
  }),
  z.object({
    type: z.literal('immunization'),
    id: uuid,
    vaccine: shortText,
    givenOn: calendarDate.nullable(),
    note: shortText.nullable(),
  }),
  z.object({
    type: z.literal('family_history'),
    id: uuid,
    relationship: shortText,
    condition: shortText,
    note: shortText.nullable(),
  }),
]);
export type EntryContent = z.output<typeof entryContentSchema>;

export const sectionContentSchema = z.object({
  code: z.string().regex(/^\d{3}$/),
  /** 載せる */
  include: z.boolean(),
  text: longText,
  emptyReason: z.enum(['nilknown', 'notasked', 'unavailable']).nullable(),
  entries: z.array(entryContentSchema).max(100),
});
export type SectionContent = z.output<typeof sectionContentSchema>;

/** To whom a letter goes. */
export const receiverSchema = z.object({
  institutionCode,
  name: shortText,
  postalCode: shortText.nullable(),
  address: shortText.nullable(),
  phone: shortText.nullable(),
  departmentCode: z
    .string()
    .regex(/^\d{2}$/)
    .nullable(),
  departmentName: shortText.nullable(),
  doctorName: shortText.nullable(),
});
export type Receiver = z.output<typeof receiverSchema>;

export const referralContentSchema = z.object({
  kind: z.enum(['referral', 'reply']),
  category: z.enum(['OUTPATIENT', 'DISCHARGE']),
  to: receiverSchema.nullable(),
  sections: z.array(sectionContentSchema).max(40),
  /** 備考 */
  remarks: longText,
  /** files of this document that are not to go with it */
  leftOut: z.array(uuid).max(100),
  /** a confirmed 退院時サマリー that travels inside, by its document id */
  enclosedDocumentId: uuid.nullable(),
  /** whether the patient agreed here that the receiver opens it (閲覧可); null: not asked yet */
  consented: z.boolean().nullable(),
  inReplyTo: z.object({ identifier: shortText, facilityName: shortText }).nullable(),
});
export type ReferralContent = z.output<typeof referralContentSchema>;

export const dischargeContentSchema = z.object({
  kind: z.literal('discharge_summary'),
  admittedOn: calendarDate.nullable(),
  dischargedOn: calendarDate.nullable(),
  admitSource: z.enum(keysOf(admitSourceLabels)).nullable(),
  dischargeDisposition: z.enum(keysOf(dischargeDispositionLabels)).nullable(),
  sections: z.array(sectionContentSchema).max(40),
  leftOut: z.array(uuid).max(100),
});
export type DischargeContent = z.output<typeof dischargeContentSchema>;

export const careContentSchema = z.object({
  kind: z.literal('care_summary'),
  category: z.enum(['OUTPATIENT', 'DISCHARGE']),
  planCategory: z.enum(keysOf(planCategoryLabels)),
  periodStart: calendarDate.nullable(),
  periodEnd: calendarDate.nullable(),
  /** 療養上の計画・アドバイス */
  plan: longText,
  conditionIds: z.array(uuid).max(50),
});
export type CareContent = z.output<typeof careContentSchema>;

/** What has been written and clicked of a document. */
export const documentContentSchema = z.discriminatedUnion('kind', [
  referralContentSchema,
  dischargeContentSchema,
  careContentSchema,
  checkupContentSchema,
]);
export type DocumentContent = z.output<typeof documentContentSchema>;

const target = { patientId: uuid, documentId: uuid };
export const documentTarget = z.object(target);
export type DocumentTarget = z.output<typeof documentTarget>;

export const startDocumentInput = z.object({
  patientId: uuid,
  encounterId: uuid.nullable(),
  kind: documentKindSchema,
  /** begins with what an earlier document of this patient said */
  copyOf: uuid.nullable().default(null),
  /** the received letter that is answered */
  replyTo: uuid.nullable().default(null),
});
export const saveDocumentInput = z.object({
  ...target,
  baseRevision: z.number().int().min(1),
  content: documentContentSchema,
});
const reason = shortText.min(1, '理由を書いてください。');
export const confirmDocumentInput = z.object({
  ...target,
  baseRevision: z.number().int().min(1),
  /** why there is another version; null for the first */
  reason: reason.nullable(),
  /** through the sharing service; false: on paper only */
  send: z.boolean(),
});
export const withdrawDocumentInput = z.object({ ...target, baseVersion: z.number().int().min(1), reason });

/**
 * What is missing: the sentence, and the place of it (`to`, `section-340`, a field). must: it cannot be confirmed so; note: it can, and
 * somebody should look at it.
 */
export const missingPartSchema = z.object({
  at: z.string(),
  severity: z.enum(['must', 'note']),
  message: z.string(),
});
export type MissingPart = z.output<typeof missingPartSchema>;

/** Something of the chart that can be ticked. */
const candidate = z.object({ id: uuid, label: z.string(), detail: z.string(), note: z.string().nullable() });
export type Candidate = z.output<typeof candidate>;

export const chartChoicesSchema = z.object({
  /** going on */
  conditions: z.array(candidate),
  /** ended */
  pastConditions: z.array(candidate),
  allergies: z.array(candidate),
  labReports: z.array(candidate),
  infectionReports: z.array(candidate),
  medications: z.array(candidate),
  /** confirmed notes of visits, newest first, to be copied into a section */
  notes: z.array(
    z.object({
      encounterId: uuid,
      on: calendarDate,
      doctorName: z.string(),
      text: z.string(),
    }),
  ),
  /** confirmed 退院時サマリー that a letter can enclose */
  dischargeSummaries: z.array(candidate),
});
export type ChartChoices = z.output<typeof chartChoicesSchema>;

export const attachmentViewSchema = z.object({
  id: uuid,
  title: z.string(),
  mediaType: z.enum(['application/pdf', 'image/jpeg', 'image/png']),
  byteLength: z.number().int(),
  addedAt: instant,
});
export type AttachmentView = z.output<typeof attachmentViewSchema>;

export const sendStateSchema = z.enum([
  'not_sent',
  'waiting',
  'sent',
  'refused',
  'unknown',
  'on_hold',
  'readable',
  'received',
  'cancelled',
]);
export type SendState = z.output<typeof sendStateSchema>;

export const documentVersionSchema = z.object({
  versionId: uuid,
  versionNo: z.number().int(),
  issuedOn: calendarDate,
  confirmedAt: instant,
  confirmedBy: z.string(),
  reason: z.string().nullable(),
  enteredInError: z.boolean(),
  receiverName: z.string().nullable(),
  signatures: z.array(
    z.object({ signerName: z.string(), signedAt: instant, valid: z.boolean(), report: z.unknown() }),
  ),
});
export type DocumentVersion = z.output<typeof documentVersionSchema>;

export const documentListItemSchema = z.object({
  documentId: uuid,
  kind: documentKindSchema,
  title: z.string(),
  receiverName: z.string().nullable(),
  /** null: not confirmed yet */
  versionNo: z.number().int().nullable(),
  issuedOn: calendarDate.nullable(),
  enteredInError: z.boolean(),
  /** somebody is writing: the first version or the next */
  draft: z.object({ updatedAt: instant, updatedBy: z.string() }).nullable(),
  send: z.object({ state: sendStateSchema, issues: z.array(z.string()) }),
});
export type DocumentListItem = z.output<typeof documentListItemSchema>;

export const documentListSchema = z.object({
  documents: z.array(documentListItemSchema),
  /** what can be begun here; the reason where it cannot */
  kinds: z.array(z.object({ kind: documentKindSchema, unavailable: z.string().nullable() })),
  /** letters that were accepted for this patient: each can be answered */
  letters: z.array(z.object({ id: uuid, facilityName: z.string(), issuedOn: calendarDate })),
});
export type DocumentList = z.output<typeof documentListSchema>;

export const documentViewSchema = z.object({
  documentId: uuid,
  kind: documentKindSchema,
  title: z.string(),
  encounterId: uuid.nullable(),
  patient: z.object({
    name: z.string(),
    kana: z.string(),
    birthDate: calendarDate,
    sex: z.enum(['male', 'female', 'other', 'unknown']),
    patientNumber: z.string(),
  }),
  /** null: nothing is being written; the newest version is shown */
  draft: z
    .object({
      content: documentContentSchema,
      revision: z.number().int(),
      updatedAt: instant,
      missing: z.array(missingPartSchema),
    })
    .nullable(),
  choices: chartChoicesSchema,
  /** the lines of a check-up; null for every other document */
  checkup: checkupViewSchema.nullable(),
  attachments: z.array(attachmentViewSchema),
  versions: z.array(documentVersionSchema),
  send: documentListItemSchema.shape.send,
});
export type DocumentView = z.output<typeof documentViewSchema>;

export const attachInput = z.object({
  ...target,
  title: shortText.min(1, 'ファイルの名前を書いてください。'),
  /** the bytes in base64; their kind is told from the bytes themselves */
  content: z.base64().max(9_500_000),
});
export const detachInput = z.object({ ...target, attachmentId: uuid });

export const facilityHitSchema = z.object({
  ...receiverSchema.pick({ institutionCode: true, name: true, postalCode: true, address: true, phone: true })
    .shape,
  departments: z.array(z.string()),
  /** how often this clinic has written to it; 0 for a hit of the directory alone */
  letters: z.number().int(),
  lastOn: calendarDate.nullable(),
  departmentName: z.string().nullable(),
  doctorName: z.string().nullable(),
});
export type FacilityHit = z.output<typeof facilityHitSchema>;

export const saveDocumentOutput = z.object({
  revision: z.number().int(),
  savedAt: instant,
  missing: z.array(missingPartSchema),
});

export const signDocumentInput = z.object({ ...target, versionId: uuid });
