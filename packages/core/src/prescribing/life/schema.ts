import { z } from 'zod';
import { signatureReportSchema } from '../../ports/signature-report.ts';
import type { DispensingChange, RpRecord } from '../../records/index.ts';
import { calendarDate, instant, rowVersion, shortText, uuid } from '../../shared/schema.ts';
import { issueTypeSchema, orderDraftSchema } from '../rules/draft.ts';
import { needs } from './situation.ts';
import { prescriptionStatuses } from './status.ts';

export const situationSchema = z.object({
  label: z.string(),
  tone: z.enum(['neutral', 'key', 'success', 'caution', 'danger', 'unknown']),
  need: z.enum(needs).nullable(),
  todo: z.string().nullable(),
});

/** 調剤結果 as the clinic reads it. */
export const dispensingViewSchema = z.object({
  id: uuid,
  prescriptionId: uuid,
  pharmacyName: z.string(),
  pharmacyPhone: z.string().nullable(),
  pharmacist: z.string().nullable(),
  dispensedOn: calendarDate,
  receivedAt: instant,
  /** the pharmacy has something to say to the doctor */
  asksForReading: z.boolean(),
  messages: z.array(z.object({ kind: z.enum(['message', 'inquiry', 'remark']), text: z.string() })),
  /** prescribed against dispensed; null: could not be compared */
  changes: z.custom<DispensingChange[]>(Array.isArray).nullable(),
  lines: z.array(z.string()),
  /** indeterminate: the pharmacist's signature could not be examined, which is not "valid" */
  signature: z.object({
    verdict: z.enum(['valid', 'invalid', 'indeterminate']),
    signerName: z.string(),
    problems: z.array(z.string()),
  }),
  readBy: z.array(z.object({ name: z.string(), at: instant })),
});

/** Whether an act is open, and if not why, with what to do instead. */
const actSchema = z.object({ open: z.boolean(), why: z.string().nullable() });

export const prescriptionViewSchema = z.object({
  id: uuid,
  patientId: uuid,
  encounterId: uuid,
  versionNo: z.number().int(),
  issueType: issueTypeSchema,
  status: z.enum(prescriptionStatuses),
  situation: situationSchema,
  /** 引換番号 */
  accessCode: z.string().nullable(),
  attention: z.string().nullable(),
  issuedOn: calendarDate,
  validUntil: calendarDate,
  hasCopy: z.boolean(),
  signer: z.string().nullable(),
  signedAt: instant.nullable(),
  /** the examination of our own signature, as it was before the document counted; null: kept without one */
  signature: signatureReportSchema.nullable(),
  pharmacyName: z.string().nullable(),
  change: actSchema,
  cancel: actSchema,
  /** a change of it has been begun */
  hasChangeDraft: z.boolean(),
  /** the version that takes its place and has not ended */
  successorId: uuid.nullable(),
  refill: z
    .object({
      total: z.number().int(),
      dispensed: z.number().int(),
      next: z.object({ on: calendarDate, from: calendarDate, to: calendarDate }).nullable(),
    })
    .nullable(),
  dispensings: z.array(dispensingViewSchema),
  events: z.array(z.object({ type: z.string(), at: instant, actor: z.string().nullable() })),
});
export type PrescriptionView = z.output<typeof prescriptionViewSchema>;

/** One line of the day's list. It names no drug: the desk reads it too. */
export const listedPrescriptionSchema = z.object({
  id: uuid,
  patientId: uuid,
  encounterId: uuid,
  patientNumber: z.string(),
  patientName: z.string(),
  doctorId: uuid,
  doctorName: z.string(),
  issueType: issueTypeSchema,
  issuedOn: calendarDate,
  validUntil: calendarDate,
  status: z.enum(prescriptionStatuses),
  situation: situationSchema,
  accessCode: z.string().nullable(),
  hasCopy: z.boolean(),
  pharmacyName: z.string().nullable(),
});

/** null: today in Tokyo */
export const listPrescriptionsInput = z.object({ date: calendarDate.nullable() });

export const prescriptionListSchema = z.object({
  date: calendarDate,
  /** of that day, what needs a person first */
  rows: z.array(listedPrescriptionSchema),
  /** of other days, as far as they need a person */
  waiting: z.array(listedPrescriptionSchema),
  /** results of pharmacies that fit no prescription of this clinic */
  quarantined: z.array(
    z.object({ id: uuid, pharmacyName: z.string(), reason: z.string(), receivedAt: instant }),
  ),
});
export type PrescriptionList = z.output<typeof prescriptionListSchema>;

export const acknowledgeInput = z.object({ patientId: uuid, dispensingId: uuid });

export const closeQuarantineInput = z.object({
  quarantineId: uuid,
  note: shortText.min(1, '確かめたことを入力してください。'),
});

export const prescriptionTarget = z.object({ patientId: uuid, prescriptionId: uuid });

export const cancelInput = prescriptionTarget.extend({
  reason: shortText.min(1, '取り消す理由を選ぶか、入力してください。'),
});

export const saveChangeInput = prescriptionTarget.extend({
  /** the revision this tab has seen; a newer one on the server is a conflict, never overwritten */
  baseRevision: rowVersion,
  content: orderDraftSchema,
});

export const confirmChangeInput = prescriptionTarget.extend({ baseRevision: rowVersion.min(1) });

export const changeViewSchema = z.object({
  prescriptionId: uuid,
  encounterId: uuid,
  status: z.enum(prescriptionStatuses),
  patientName: z.string(),
  issuedOn: calendarDate,
  /** the prescription as it was issued, shown beside the change */
  record: z.object({
    issueType: issueTypeSchema,
    rps: z.custom<RpRecord[]>(Array.isArray),
    refillCount: z.number().int().nullable(),
  }),
  /** why it can not be changed now, with what to do instead; null when it can */
  refusal: z.string().nullable(),
  /** what the change begins with */
  initial: orderDraftSchema,
  draft: z.object({ content: orderDraftSchema, revision: rowVersion, updatedAt: instant }).nullable(),
});
export type ChangeView = z.output<typeof changeViewSchema>;
