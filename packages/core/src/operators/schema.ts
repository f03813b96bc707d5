import { departmentName, isPrefectureCode } from '@shirube/terminology';
import { z } from 'zod';
import { createInvitationInput } from '../people/schema.ts';
import { calendarDate, uuid } from '../shared/schema.ts';

const reason = z.string().trim().min(1, '理由を入力してください。').max(200);

const institutionParts = z.object({
  prefectureCode: z.string().refine(isPrefectureCode, '都道府県を選んでください。'),
  /** 医科, 歯科, 調剤, 訪問看護 */
  scoreTable: z.enum(['1', '3', '4', '6']),
  /** seven digits as printed, or six without the check digit */
  institutionNumber: z.string().trim().min(1, '医療機関番号を入力してください。').max(20),
});

export const operatorClinicSchema = z.object({
  tenantId: uuid,
  slug: z.string(),
  name: z.string(),
  institutionCode: z.string(),
  prefectureCode: z.string(),
  prefectureName: z.string(),
  scoreTable: z.enum(['1', '3', '4', '6']),
  scoreTableName: z.string(),
  state: z.enum(['active', 'suspended', 'closed']),
  stateReason: z.string().nullable(),
  stateSince: z.string(),
  isDemo: z.boolean(),
  createdAt: z.string(),
  setupFinishedAt: z.string().nullable(),
  closedOn: calendarDate.nullable(),
  retentionUntil: calendarDate.nullable(),
  people: z.number().int(),
  lastActivity: z.string().nullable(),
});
export type OperatorClinic = z.output<typeof operatorClinicSchema>;

export const clinicIdInput = z.object({ tenantId: uuid });

export const operatorClinicDetailSchema = operatorClinicSchema.extend({
  counts: z.object({
    patients: z.number().int(),
    encounters: z.number().int(),
    notes: z.number().int(),
    prescriptions: z.number().int(),
    auditEvents: z.number().int(),
    waiting: z.number().int(),
  }),
});

export const createClinicInput = institutionParts.extend({
  /** its place in the address: /c/<slug> */
  slug: z
    .string()
    .trim()
    .regex(
      /^[a-z0-9](?:[a-z0-9-]{1,28}[a-z0-9])$/,
      'アドレスの名前は、半角の英小文字・数字・ハイフンで3〜30文字にしてください。',
    ),
  name: z.string().trim().min(1, '医療機関の名称を入力してください。').max(60),
  departmentCode: z.string().refine((code) => departmentName(code) !== null, '診療科を選んでください。'),
});

export const inviteFirstAdminInput = createInvitationInput
  .pick({ familyName: true, givenName: true, familyKana: true, givenKana: true })
  .extend({ tenantId: uuid });

export const changeClinicInput = institutionParts.extend({
  tenantId: uuid,
  name: z.string().trim().min(1, '医療機関の名称を入力してください。').max(60),
  reason,
});

export const clinicReasonInput = z.object({ tenantId: uuid, reason });

export const closeClinicInput = clinicReasonInput.extend({
  /** 廃止の日, Asia/Tokyo */
  closedOn: calendarDate,
  /** longer than the law asks; null: as long as the law asks */
  keepUntil: calendarDate.nullable(),
});

export const operatorEventsInput = z.object({
  tenantId: uuid.nullable().default(null),
  /** id of the last event of the page before */
  cursor: uuid.nullish(),
  limit: z.number().int().min(1).max(200).default(50),
});

export const operatorEventsSchema = z.array(
  z.object({
    id: uuid,
    at: z.string(),
    operatorName: z.string(),
    label: z.string(),
    tenantName: z.string().nullable(),
    outcome: z.enum(['success', 'refused', 'failed']),
    reason: z.string().nullable(),
    client: z.enum(['browser', 'command']),
    ip: z.string().nullable(),
  }),
);

export const operatorTasksSchema = z.object({
  exports: z.array(
    z.object({
      exportId: uuid,
      state: z.enum(['waiting', 'running', 'ready', 'failed', 'removed']),
      requestedAt: z.string(),
      requestedByName: z.string(),
      finishedAt: z.string().nullable(),
      expiresAt: z.string().nullable(),
      byteLength: z.number().int().nullable(),
      fetchedAt: z.string().nullable(),
    }),
  ),
  resets: z.array(
    z.object({
      resetId: uuid,
      requestedAt: z.string(),
      finishedAt: z.string().nullable(),
      failed: z.boolean(),
    }),
  ),
});
