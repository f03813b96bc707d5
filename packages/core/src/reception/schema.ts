import { z } from 'zod';
import { patientSummarySchema } from '../patients/schema.ts';
import { calendarDate, instant, rowVersion, shortText, uuid } from '../shared/schema.ts';

export const receptionStatusSchema = z.enum([
  'waiting',
  'in_consultation',
  'awaiting_payment',
  'done',
  'cancelled',
]);

/** One row of 受付一覧. */
export const boardRowSchema = z.object({
  receptionId: uuid,
  number: z.number().int(),
  status: receptionStatusSchema,
  patient: patientSummarySchema,
  purpose: z.string(),
  /** マイナ保険証 | 資格確認書 … */
  verificationMethod: z.string(),
  eligibility: z.object({ validity: z.string(), checkedAt: instant }).nullable(),
  prescriptionPreference: z.enum(['electronic', 'paper', 'unspecified']),
  hasExternalMedication: z.boolean(),
  arrivedAt: instant,
  calledAt: instant.nullable(),
  finishedAt: instant.nullable(),
  encounterId: uuid.nullable(),
  hasDraft: z.boolean(),
  rowVersion,
  /** 未承認の代行入力: how many wait for the doctor */
  pendingEntries: z.number().int(),
  prescription: z.object({ status: z.string(), accessCode: z.string().nullable() }).nullable(),
});
export type BoardRow = z.infer<typeof boardRowSchema>;

export const boardSchema = z.object({
  serviceDate: calendarDate,
  rows: z.array(boardRowSchema),
  /** card results that wait for a clerk's decision */
  inbound: z.array(
    z.object({
      id: uuid,
      status: z.enum(['received', 'matched', 'candidate', 'quarantined', 'rejected']),
      receivedAt: instant,
      reason: z.string().nullable(),
      /** the person on the card, as the national system names them */
      person: z
        .object({
          name: z.string(),
          nameKana: z.string(),
          birthDate: calendarDate,
          sex: z.string(),
          address: z.string().nullable(),
        })
        .nullable(),
      validity: z.string().nullable(),
      candidate: patientSummarySchema.nullable(),
      /** what differs from our record: 氏名, 住所, 保険 */
      differences: z.array(z.object({ field: z.string(), ours: z.string(), theirs: z.string() })),
    }),
  ),
});
export type Board = z.infer<typeof boardSchema>;

export const receivePatientInput = z.object({
  patientId: uuid,
  purpose: shortText.min(1, '来院の目的を入力してください。'),
  verificationMethod: z.enum(['資格確認書', 'マイナ保険証', '確認できず']),
  prescriptionPreference: z.enum(['electronic', 'paper', 'unspecified']).default('unspecified'),
});

export const acceptInboundInput = z.object({
  inboundId: uuid,
  purpose: shortText.min(1, '来院の目的を入力してください。'),
  /** existing: take the candidate as this patient; new: register a new patient from the card */
  as: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('existing'), patientId: uuid, applyDifferences: z.boolean() }),
    z.object({ kind: z.literal('new') }),
  ]),
});
