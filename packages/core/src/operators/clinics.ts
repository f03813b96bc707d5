import {
  composeInstitutionCode,
  departmentName,
  type InstitutionCode,
  institutionCodeParts,
  isPrefectureCode,
  prefectureName,
  type ScoreTableCode,
  TerminologyError,
} from '@shirube/terminology';
import { z } from 'zod';
import { scoreTableNames } from '../clinics/profile.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import { nullable, toCalendarDate, toInstant } from '../shared/rows.ts';
import { calendarDate, uuid } from '../shared/schema.ts';
import { asked, type OperatorContext } from './context.ts';
import { operatorActionLabels } from './permissions.ts';

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

/** Every clinic there is, in use or not; of none of them more than what it is and whether it works. */
export async function listClinics(context: OperatorContext): Promise<OperatorClinic[]> {
  const rows = await asked(context.console.clinics(context.caller));
  return rows.map((row) => {
    const parts = institutionCodeParts(row.institutionCode as InstitutionCode);
    return {
      ...row,
      prefectureCode: parts.prefectureCode,
      prefectureName: prefectureName(parts.prefectureCode) ?? '',
      scoreTable: parts.scoreTable,
      scoreTableName: scoreTableNames[parts.scoreTable] ?? '',
      stateSince: toInstant(row.stateSince),
      createdAt: toInstant(row.createdAt),
      setupFinishedAt: nullable(row.setupFinishedAt, toInstant),
      closedOn: nullable(row.closedOn, toCalendarDate),
      retentionUntil: nullable(row.retentionUntil, toCalendarDate),
      lastActivity: nullable(row.lastActivity, toInstant),
    };
  });
}

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

/** One clinic with how many rows it has. @throws DomainError not_found */
export async function readClinic(
  context: OperatorContext,
  { tenantId }: z.output<typeof clinicIdInput>,
): Promise<z.output<typeof operatorClinicDetailSchema>> {
  const clinic = (await listClinics(context)).find((each) => each.tenantId === tenantId);
  if (!clinic) throw notFound('医療機関');
  const { patients, encounters, notes, prescriptions, auditEvents, waiting } = await asked(
    context.console.counts(context.caller, tenantId),
  );
  return { ...clinic, counts: { patients, encounters, notes, prescriptions, auditEvents, waiting } };
}

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

/**
 * A new clinic, in use from now on and empty. Its people come by invitation, the first administrator's from here.
 * @throws DomainError conflict when the address or the 医療機関コード is taken; invalid for a code that is none
 */
export async function createClinic(
  context: OperatorContext,
  input: z.output<typeof createClinicInput>,
): Promise<{ tenantId: string }> {
  const tenantId = await asked(
    context.console.createClinic(context.caller, {
      slug: input.slug,
      name: input.name,
      institutionCode: codeOf(input),
      departmentCode: input.departmentCode,
      departmentName: departmentName(input.departmentCode) ?? '',
    }),
  );
  return { tenantId };
}

function codeOf(parts: {
  prefectureCode: string;
  scoreTable: ScoreTableCode;
  institutionNumber: string;
}): string {
  try {
    return composeInstitutionCode(parts);
  } catch (error) {
    if (error instanceof TerminologyError)
      throw new DomainError('invalid', error.userMessage, 'institutionNumber');
    throw error;
  }
}

export const changeClinicInput = institutionParts.extend({
  tenantId: uuid,
  name: z.string().trim().min(1, '医療機関の名称を入力してください。').max(60),
  reason,
});

/** @throws DomainError conflict when the 医療機関コード is taken; invalid for a code that is none */
export async function changeClinic(
  context: OperatorContext,
  input: z.output<typeof changeClinicInput>,
): Promise<{ institutionCode: string }> {
  const institutionCode = codeOf(input);
  const { tenantId, name } = input;
  await asked(
    context.console.changeClinic(context.caller, { tenantId, name, institutionCode, reason: input.reason }),
  );
  return { institutionCode };
}

export const clinicReasonInput = z.object({ tenantId: uuid, reason });

/** Nobody signs in, no open session and no API client goes on, the worker passes by. Nothing is lost. @throws DomainError conflict */
export async function suspendClinic(
  context: OperatorContext,
  input: z.output<typeof clinicReasonInput>,
): Promise<{ state: 'suspended' }> {
  await asked(context.console.suspend(context.caller, input.tenantId, input.reason));
  return { state: 'suspended' };
}

/** In use again; what waited is sent. @throws DomainError conflict */
export async function resumeClinic(
  context: OperatorContext,
  input: z.output<typeof clinicReasonInput>,
): Promise<{ state: 'active' }> {
  await asked(context.console.resume(context.caller, input.tenantId, input.reason));
  return { state: 'active' };
}

export const closeClinicInput = clinicReasonInput.extend({
  /** 廃止の日, Asia/Tokyo */
  closedOn: calendarDate,
  /** longer than the law asks; null: as long as the law asks */
  keepUntil: calendarDate.nullable(),
});

/**
 * 廃止: as suspended, and the records are kept for five years from the end of care at least (医師法24条2項).
 * @throws DomainError conflict while something is on its way or care is recorded after the day; invalid for a day to come
 */
export async function closeClinic(
  context: OperatorContext,
  input: z.output<typeof closeClinicInput>,
): Promise<{ state: 'closed'; retentionUntil: string }> {
  const until = await asked(context.console.closeClinic(context.caller, input));
  return { state: 'closed', retentionUntil: toCalendarDate(until) };
}

export const operatorEventsInput = z.object({
  tenantId: uuid.nullable().default(null),
  /** id of the last event of the page before */
  beforeId: uuid.nullable().default(null),
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

/** 運用の記録, newest first. */
export async function listOperatorEvents(
  context: OperatorContext,
  input: z.output<typeof operatorEventsInput>,
): Promise<z.output<typeof operatorEventsSchema>> {
  const events = await asked(context.console.events(context.caller, input));
  return events.map((event) => ({
    id: event.id,
    at: toInstant(event.at),
    operatorName: event.operatorName,
    label: operatorActionLabels[event.action] ?? event.action,
    tenantName: event.tenantName,
    outcome: event.outcome,
    reason: event.reason,
    client: event.client,
    ip: event.ip,
  }));
}
