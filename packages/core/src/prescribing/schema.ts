import { z } from 'zod';
import { calendarDate, instant, shortText, uuid } from '../shared/schema.ts';
import { draftRpSchema } from './rules/draft.ts';

/** One alert as the order row shows it. */
export const orderFindingSchema = z.object({
  key: z.string(),
  kind: z.enum(['duplicate', 'contraindicated', 'allergy']),
  /** clientId of the draft medication that carries the alert */
  subjectId: z.string(),
  subjectName: z.string(),
  /** clientId of the other line when it is in this order */
  otherId: z.string().nullable(),
  /** null: the patient has not consented to showing it */
  otherName: z.string().nullable(),
  otherOrigin: z.enum(['order', 'clinic', 'external', 'allergy']),
  facilityName: z.string().nullable(),
  periodFrom: calendarDate.nullable(),
  periodTo: calendarDate.nullable(),
  title: z.string(),
  message: z.string(),
  basis: z.string(),
  condition: z.string().nullable(),
  /** local: this clinic's knowledge; national: 電子処方箋管理サービス; both */
  source: z.enum(['local', 'national', 'both']),
});
export type OrderFinding = z.infer<typeof orderFindingSchema>;

export const checkResultSchema = z.object({
  source: z.enum(['local', 'national']),
  outcome: z.enum(['clear', 'alert', 'could_not_check']),
  /** in words, when it could not be checked */
  reason: z.string().nullable(),
  checkedAt: instant,
  /** hash of the order that was checked: a result for another order is ignored by the screen */
  orderSha256: z.string(),
  findings: z.array(orderFindingSchema),
  uncheckable: z.array(z.object({ subjectId: z.string(), name: z.string(), reason: z.string() })),
  /** national only: whether other facilities' names could be shown */
  namesDisclosed: z.boolean().nullable(),
});
export type CheckResult = z.infer<typeof checkResultSchema>;

export const checkOrderInput = z.object({
  patientId: uuid,
  encounterId: uuid,
  rps: z.array(draftRpSchema).max(30),
  oralConsent: z.boolean().default(false),
});

export const drugHitSchema = z.object({
  yjCode: z.string(),
  receiptCode: z.string(),
  name: z.string(),
  ingredientName: z.string(),
  strength: z.string(),
  dosageForm: z.string(),
  routeClass: z.string(),
  unit: z.string(),
  unitCode: z.string().nullable(),
  isGeneric: z.boolean(),
  isCommon: z.boolean(),
  controlledKind: z.string().nullable(),
  generic: z.object({ code: z.string(), name: z.string() }).nullable(),
  /** how it is usually taken, so that one click adds a complete line */
  usual: z
    .object({
      dose: z.string(),
      usageCode: z.string(),
      usageText: z.string(),
      timesPerDay: z.number().int().nullable(),
      quantity: z.number().int(),
      formClass: z.string(),
    })
    .nullable(),
});
export type DrugHit = z.infer<typeof drugHitSchema>;

export const diseaseHitSchema = z.object({
  managementNo: z.string(),
  name: z.string(),
  kana: z.string(),
  icd10: z.string().nullable(),
  isCommon: z.boolean(),
});

export const usageHitSchema = z.object({
  code: z.string(),
  text: z.string(),
  shortText: z.string(),
  formClass: z.string(),
  timesPerDay: z.number().int().nullable(),
  isCommon: z.boolean(),
});

export const signingStatusSchema = z.object({
  authorized: z.boolean(),
  expiresAt: instant.nullable(),
  /** false when this person has no HPKI certificate registered */
  available: z.boolean(),
});

export const prescriptionViewSchema = z.object({
  id: uuid,
  patientId: uuid,
  encounterId: uuid,
  status: z.string(),
  accessCode: z.string().nullable(),
  attention: z.string().nullable(),
  issuedOn: calendarDate,
  validUntil: calendarDate,
  hasCopy: z.boolean(),
  signer: z.string().nullable(),
  signedAt: instant.nullable(),
  events: z.array(z.object({ type: z.string(), at: instant, actor: z.string().nullable() })),
});

export const oralConsentInput = z.object({ patientId: uuid, encounterId: uuid, note: shortText.default('') });
