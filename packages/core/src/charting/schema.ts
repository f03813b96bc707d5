import { z } from 'zod';
import { authorshipSchema, entrySchema } from '../entries/schema.ts';
import { coverageSchema, patientSummarySchema } from '../patients/schema.ts';
import { prescriptionStatuses } from '../prescribing/life/status.ts';
import {
  draftRpSchema,
  encounterDraftSchema,
  issueTypeSchema,
  prescriptionOptionsSchema,
} from '../prescribing/rules/draft.ts';
import { calendarDate, instant, longText, rowVersion, shortText, uuid } from '../shared/schema.ts';

export const soapSchema = z.object({
  subjective: longText,
  objective: longText,
  assessment: longText,
  plan: longText,
});

export const chartConditionSchema = z.object({
  conditionId: uuid,
  versionNo: z.number().int(),
  managementNo: z.string(),
  displayName: z.string(),
  modifierCodes: z.array(z.string()),
  isMain: z.boolean(),
  isSuspected: z.boolean(),
  onsetDate: calendarDate,
  endDate: calendarDate.nullable(),
  outcome: z.enum(['active', 'cured', 'discontinued', 'moved', 'deceased']),
  /** the facility whose letter it was taken over from; null: it was written here */
  importedFrom: z.string().nullable().default(null),
  /** 未告知, 未提供, 長期保存: the physician's decisions about sharing */
  uninformed: z.boolean(),
  undelivered: z.boolean(),
  longTerm: z.boolean(),
  /** the former chart it was recorded in, before two were merged; null: this one */
  origin: z.string().nullable(),
});

export const chartAllergySchema = z.object({
  allergyId: uuid,
  versionNo: z.number().int(),
  category: z.enum(['medication', 'food', 'environment']),
  code: z.string(),
  displayName: z.string(),
  reaction: z.string().nullable(),
  criticality: z.string(),
  /** the facility whose letter it was taken over from; null: it was written here */
  importedFrom: z.string().nullable().default(null),
  /** as of a diagnosis */
  origin: z.string().nullable(),
});

export const chartMedicationSchema = z.object({
  itemId: uuid,
  prescriptionId: uuid,
  yjCode: z.string(),
  receiptCode: z.string(),
  name: z.string(),
  ingredientName: z.string(),
  dose: z.string(),
  unit: z.string(),
  usageCode: z.string(),
  usageText: z.string(),
  timesPerDay: z.number().int().nullable(),
  formClass: z.string(),
  quantity: z.number().int(),
  rpNumber: z.number().int(),
  periodFrom: calendarDate,
  periodTo: calendarDate,
  origin: z.string().nullable(),
});

export const externalMedicationSchema = z.object({
  id: uuid,
  name: z.string(),
  doseText: z.string().nullable(),
  usageText: z.string().nullable(),
  facilityName: z.string(),
  dispensedOn: calendarDate,
  days: z.number().int(),
  /** entered by a person of this clinic: it stays when a consent ends */
  byHand: z.boolean(),
  /** what a service told is gone from the screen at this moment */
  expiresAt: instant,
  /** the facility whose letter it was taken over from; null: it was written here */
  importedFrom: z.string().nullable().default(null),
});

export const noteVersionSchema = soapSchema.extend({
  id: uuid,
  versionNo: z.number().int(),
  kind: z.enum(['initial', 'amendment', 'entered_in_error']),
  reason: z.string().nullable(),
  enteredBy: z.string(),
  /** the doctor it was entered for, when somebody else entered it */
  onBehalfOf: z.string().nullable(),
  confirmedBy: z.string(),
  confirmedAt: instant,
});

export const prescriptionSummarySchema = z.object({
  id: uuid,
  versionNo: z.number().int(),
  issuedOn: calendarDate,
  validUntil: calendarDate,
  issueType: issueTypeSchema,
  status: z.enum(prescriptionStatuses),
  accessCode: z.string().nullable(),
  attention: z.string().nullable(),
  hasCopy: z.boolean(),
});

/** What was prescribed in a past visit, as it can be written today: everything 前回DO needs. */
export const pastOrderSchema = z.object({
  prescriptionId: uuid,
  issuedOn: calendarDate,
  issueType: issueTypeSchema,
  rps: z.array(draftRpSchema),
  options: prescriptionOptionsSchema,
  /** what is no longer as it was then; `at` is the clientId of a line or an RP */
  changes: z.array(
    z.object({
      at: uuid,
      kind: z.enum(['drug_ended', 'drug_renamed', 'unit_changed', 'usage_ended', 'usage_renamed']),
      message: z.string(),
      successor: z.object({ yjCode: z.string(), name: z.string() }).nullable(),
    }),
  ),
});
export type PastOrder = z.infer<typeof pastOrderSchema>;

export const orderChoicesSchema = z.object({
  /** 発行形態 chosen at the desk; null: not said */
  issueType: z.enum(['electronic', 'paper']).nullable(),
  /** 麻薬施用者免許番号 of the visit's doctor; null: not registered */
  narcoticLicence: z.string().nullable(),
});

/** A past visit with its note and its prescription in force. */
export const pastVisitSchema = z.object({
  encounterId: uuid,
  serviceDate: calendarDate,
  visitType: z.enum(['first', 'return']),
  doctorName: z.string(),
  departmentName: z.string(),
  /** the version in force; null when the visit has no confirmed note */
  note: noteVersionSchema.nullable(),
  versionCount: z.number().int(),
  /** null: nothing was prescribed, or it was cancelled */
  order: pastOrderSchema.nullable(),
  prescription: prescriptionSummarySchema.nullable(),
});

export const labSeriesSchema = z.object({
  jlac10: z.string(),
  name: z.string(),
  unit: z.string().nullable(),
  /** 感染症: may be kept longer than five years (長期保存) */
  isInfection: z.boolean(),
  /** oldest first; at most the last four dates */
  values: z.array(
    z.object({
      effectiveOn: calendarDate,
      text: z.string(),
      interpretation: z.enum(['H', 'L', 'N']).nullable(),
      observationId: uuid,
      longTerm: z.boolean(),
      origin: z.string().nullable(),
    }),
  ),
});

export const chartSchema = z.object({
  patient: patientSummarySchema.extend({
    coverage: coverageSchema.nullable(),
    publicSubsidies: z.array(z.object({ payerNumber: z.string(), recipientNumber: z.string().nullable() })),
  }),
  /** この患者の情報を共有しない: why, and who recorded it; null: shared as usual */
  sharesNothing: z.object({ reason: z.string(), by: z.string(), at: instant }).nullable(),
  /** the charts of the same person that were merged into this one */
  formerCharts: z.array(z.object({ patientId: uuid, patientNumber: z.string(), mergedAt: instant })),
  /** this chart is not used any more: the one that took its place */
  mergedInto: z.object({ patientId: uuid, patientNumber: z.string() }).nullable(),
  /** viewing consents in force, with their deadline */
  consents: z.array(z.object({ scope: z.string(), expiresAt: instant, source: z.string() })),
  eligibility: z.object({ validity: z.string(), checkedAt: instant, method: z.string() }).nullable(),
  allergies: z.array(chartAllergySchema),
  conditions: z.array(chartConditionSchema),
  /** this clinic's drugs whose period has not ended */
  medications: z.array(chartMedicationSchema),
  /** false: the person's licence does not let them see what other facilities gave, and the list below is empty for that reason */
  externalVisible: z.boolean().default(true),
  externalMedications: z.array(externalMedicationSchema),
  pastVisits: z.array(pastVisitSchema),
  totalVisits: z.number().int(),
  labs: z.array(labSeriesSchema),
  /** the visit of today that is open or was confirmed */
  encounter: z
    .object({
      id: uuid,
      receptionId: uuid.nullable(),
      startedAt: instant,
      endedAt: instant.nullable(),
      departmentName: z.string(),
      visitType: z.enum(['first', 'return']),
      doctorId: uuid,
      doctorName: z.string(),
      orderChoices: orderChoicesSchema,
      draft: z
        .object({ revision: z.number().int(), updatedAt: instant, content: encounterDraftSchema })
        .nullable(),
      /** newest first */
      notes: z.array(noteVersionSchema),
      prescriptions: z.array(prescriptionSummarySchema),
      /** what of approved entries stands in the confirmed record, part by part */
      authorship: z.array(authorshipSchema),
      /** 口頭等の同意 of this visit: other facilities' drugs may be named */
      oralConsents: z.array(z.object({ at: instant, by: z.string() })),
    })
    .nullable(),
  /** 未承認の代行入力: entered for a doctor and not yet decided; no part of the record */
  pendingEntries: z.array(entrySchema),
});
export type Chart = z.infer<typeof chartSchema>;

export const saveDraftInput = z.object({
  patientId: uuid,
  encounterId: uuid,
  /** the revision this tab has seen; a newer one on the server is a conflict, never overwritten */
  baseRevision: rowVersion,
  content: encounterDraftSchema,
});

export const amendNoteInput = z.object({
  patientId: uuid,
  encounterId: uuid,
  /** the version that was on the screen */
  baseVersion: rowVersion.min(1),
  soap: soapSchema,
  reason: shortText.min(1, '訂正の理由を入力してください。'),
});

const versionOfCondition = z.object({
  patientId: uuid,
  conditionId: uuid,
  /** the version that was on the screen */
  baseVersion: rowVersion.min(1),
});

/** What may be corrected of a confirmed diagnosis; another disease is another diagnosis. */
export const amendConditionInput = versionOfCondition.extend({
  isMain: z.boolean(),
  onsetDate: calendarDate,
  endDate: calendarDate.nullable(),
  outcome: chartConditionSchema.shape.outcome,
  uninformed: z.boolean(),
  undelivered: z.boolean(),
  longTerm: z.boolean(),
  reason: shortText.min(1, '直す理由を書いてください。'),
});

export const withdrawConditionInput = versionOfCondition.extend({
  reason: shortText.min(1, '取り消す理由を書いてください。'),
});

export const conditionVersionSchema = z.object({ conditionId: uuid, versionNo: z.number().int() });

export const confirmInput = z.object({
  patientId: uuid,
  encounterId: uuid,
  baseRevision: rowVersion.min(1),
});

export const confirmOutput = z.object({
  noteVersion: z.number().int(),
  /** null when nothing was prescribed */
  prescriptionId: uuid.nullable(),
});

export const confirmBlockSchema = z.object({
  problems: z.array(z.object({ at: z.string().nullable(), message: z.string() })),
});
