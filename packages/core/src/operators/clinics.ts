import {
  composeInstitutionCode,
  departmentName,
  type InstitutionCode,
  institutionCodeParts,
  prefectureName,
  type ScoreTableCode,
  TerminologyError,
} from '@shirube/terminology';
import type { z } from 'zod';
import { scoreTableNames } from '../clinics/profile.ts';
import { invitationCodeSha256, newInvitationCode } from '../people/invitation-code.ts';
import { invitationLifetimeHours } from '../people/invitations.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import { nullable, toCalendarDate, toInstant } from '../shared/rows.ts';
import { asked, type OperatorContext } from './context.ts';
import { operatorActionLabels } from './permissions.ts';
import type {
  changeClinicInput,
  clinicIdInput,
  clinicReasonInput,
  closeClinicInput,
  createClinicInput,
  inviteFirstAdminInput,
  OperatorClinic,
  operatorClinicDetailSchema,
  operatorEventsInput,
  operatorEventsSchema,
} from './schema.ts';

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

/**
 * The code for a clinic's first administrator, to be handed over in person; the one before it ends. Only while the clinic has no
 * administrator: everybody else is invited by the clinic itself.
 * @throws DomainError conflict
 */
export async function inviteFirstAdmin(
  context: OperatorContext,
  input: z.output<typeof inviteFirstAdminInput>,
): Promise<{ code: string; expiresAt: string }> {
  const code = newInvitationCode();
  const until = await asked(
    context.console.inviteFirstAdmin(context.caller, {
      ...input,
      codeSha256: invitationCodeSha256(code) as Uint8Array,
      lifetimeHours: invitationLifetimeHours,
    }),
  );
  return { code, expiresAt: toInstant(until) };
}

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

/** 運用の記録, newest first. */
export async function listOperatorEvents(
  context: OperatorContext,
  input: z.output<typeof operatorEventsInput>,
): Promise<z.output<typeof operatorEventsSchema>> {
  const events = await asked(
    context.console.events(context.caller, {
      tenantId: input.tenantId,
      beforeId: input.cursor ?? null,
      limit: input.limit,
    }),
  );
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
