import { z } from 'zod';
import { patientSummarySchema } from '../patients/schema.ts';
import { shortText, uuid } from '../shared/schema.ts';

/** How long an emergency access lasts. The database refuses more than an hour. */
export const emergencyMinutes = 30;

/** The administrator confirms an emergency access by the end of the next day. */
export const reviewWithinHours = 24;

export const restrictionKinds = {
  staff_member: '職員本人・家族',
  dv_non_disclosure: '支援措置（DV等）・住所等の非開示',
  vip: '特に配慮が必要な方',
  other: 'その他',
} as const;
export type RestrictionKind = keyof typeof restrictionKinds;
const kindSchema = z.enum(Object.keys(restrictionKinds) as [RestrictionKind, ...RestrictionKind[]]);

export const emergencyReasons = {
  life: '生命・身体の緊急',
  treatment_today: '本日の診療に必要',
  on_call: '当番・代診のため',
  other: 'その他',
} as const;
export type EmergencyReason = keyof typeof emergencyReasons;

export const judgements = {
  justified: '適切だった',
  unjustified: '適切でなかった',
  follow_up: '本人に確かめる',
} as const;
export type Judgement = keyof typeof judgements;

export const setRestrictionInput = z.object({
  patientId: uuid,
  kind: kindSchema,
  reason: shortText.min(1, '理由を入力してください。'),
  allowedStaffIds: z.array(uuid).min(1, '見てよい職員を一人以上選んでください。').max(50),
});

export const liftRestrictionInput = z.object({
  restrictionId: uuid,
  reason: shortText.min(1, '理由を入力してください。'),
});

export const restrictionSchema = z.object({
  id: uuid,
  patient: patientSummarySchema,
  kind: kindSchema,
  label: z.string(),
  reason: z.string(),
  setBy: z.string(),
  setAt: z.string(),
  allowed: z.array(z.object({ staffId: uuid, name: z.string() })),
});
export type Restriction = z.infer<typeof restrictionSchema>;

export const openEmergencyInput = z.object({
  patientId: uuid,
  reasonCode: z.enum(Object.keys(emergencyReasons) as [EmergencyReason, ...EmergencyReason[]]),
  reasonText: shortText.min(1, 'どうして必要か、短く入力してください。'),
});

export const emergencySchema = z.object({
  id: uuid,
  patientId: uuid,
  patientName: z.string(),
  openedAt: z.string(),
  expiresAt: z.string(),
});
export type Emergency = z.infer<typeof emergencySchema>;

export const emergencyReviewInput = z.object({
  accessId: uuid,
  judgement: z.enum(Object.keys(judgements) as [Judgement, ...Judgement[]]),
  comment: shortText.min(1, '確かめた内容を入力してください。'),
});

/** What an administrator sees of an emergency access: who, when, why and which parts; nothing of the record. */
export const emergencyReportSchema = z.object({
  id: uuid,
  staffName: z.string(),
  patientNumber: z.string(),
  patientName: z.string(),
  reason: z.string(),
  reasonText: z.string(),
  openedAt: z.string(),
  endedAt: z.string(),
  live: z.boolean(),
  overdue: z.boolean(),
  own: z.boolean(),
  parts: z.array(z.object({ label: z.string(), count: z.number().int() })),
  review: z
    .object({ judgement: z.string(), comment: z.string(), reviewedBy: z.string(), reviewedAt: z.string() })
    .nullable(),
});
export type EmergencyReport = z.infer<typeof emergencyReportSchema>;
