import { z } from 'zod';
import { FINDING_KINDS } from '../safety/types.ts';
import { calendarDate, instant, shortText, uuid } from '../shared/schema.ts';
import { draftRpSchema } from './rules/draft.ts';

/** One alert as the order row shows it. */
export const orderFindingSchema = z.object({
  key: z.string(),
  kind: z.enum(FINDING_KINDS),
  severity: z.enum(['contraindicated', 'caution', 'information']),
  /** block: a reason picked or typed; inline: a reason with one click; quiet: shown small, asks nothing */
  tier: z.enum(['block', 'inline', 'quiet']),
  /** clientId of the draft medication that carries the alert */
  subjectId: z.string(),
  subjectName: z.string(),
  /** clientId of the other line when it is in this order */
  otherId: z.string().nullable(),
  /** null: the patient has not consented to showing it */
  otherName: z.string().nullable(),
  otherOrigin: z.enum(['order', 'clinic', 'external', 'allergy', 'disease', 'patient', 'rule']),
  /** the day the other drug was prescribed or dispensed */
  otherGivenOn: calendarDate.nullable(),
  facilityName: z.string().nullable(),
  periodFrom: calendarDate.nullable(),
  periodTo: calendarDate.nullable(),
  title: z.string(),
  message: z.string(),
  basis: z.string(),
  condition: z.string().nullable(),
  /** local: this clinic's knowledge; national: 電子処方箋管理サービス; both */
  source: z.enum(['local', 'national', 'both']),
  /** edition of the knowledge it rests on, or the day the service answered; null: the record itself */
  dataDate: z.string().nullable(),
  /** accepted before for the same two drugs and the same period: quiet, and not asked again */
  accepted: z.object({ on: calendarDate, reason: z.string(), by: z.string() }).nullable(),
  /** whole phrases for the row; `accepted` is 「○月○日に「…」として続けています」 */
  words: z.object({
    label: z.string(),
    pair: z.string(),
    facility: z.string().nullable(),
    period: z.string().nullable(),
    source: z.string(),
    data: z.string().nullable(),
    accepted: z.string().nullable(),
  }),
});
export type OrderFinding = z.infer<typeof orderFindingSchema>;

/**
 * How far one kind of check went. checked: everything known was compared; no_rule: our tables hold no rule of the kind for a drug, which
 * does not mean that it is safe; could_not_check: a rule holds and what it asks for is not recorded.
 */
export const coverageSchema = z.object({
  kind: z.enum(FINDING_KINDS),
  label: z.string(),
  state: z.enum(['checked', 'no_rule', 'could_not_check']),
  /** one sentence */
  text: z.string(),
  /** the lines it is about, when not all: clientId and name */
  lines: z.array(z.object({ subjectId: z.string(), name: z.string() })),
});
export type Coverage = z.infer<typeof coverageSchema>;

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
  /** what was checked and what was not, kind by kind, in words; asks nothing */
  coverage: z.array(coverageSchema),
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

export const oralConsentInput = z.object({ patientId: uuid, encounterId: uuid, note: shortText.default('') });
