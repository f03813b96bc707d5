import type { UnitOfWork } from '@shirube/db';
import type { z } from 'zod';
import { requirePast, requirePatient } from '../patients/facts/facts.ts';
import { formerCharts } from '../patients/merge/former-charts.ts';
import { requireStaff } from '../shared/actor.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import { nullable, toCalendarDate, toDateColumn } from '../shared/rows.ts';
import { wantConditions } from '../sharing/want-unit.ts';
import type { amendConditionInput, conditionVersionSchema, withdrawConditionInput } from './schema.ts';

type Version = z.output<typeof conditionVersionSchema>;
type ConditionRow = Awaited<ReturnType<typeof currentVersion>>;

/**
 * 傷病名の訂正 outside of a visit's draft: dates, outcome, 主病 and the decisions about sharing, as a new version. What was registered of the
 * patient's diagnoses is replaced.
 * @throws DomainError not_found; stale when another version was written meanwhile; invalid for a day that can not be
 */
export async function amendCondition(
  uow: UnitOfWork,
  input: z.output<typeof amendConditionInput>,
): Promise<Version> {
  const patient = await requirePatient(uow, input.patientId);
  const current = await currentVersion(uow, input);
  requirePast(uow, input.onsetDate, toCalendarDate(patient.birthDate));
  if (input.outcome !== 'active' && input.endDate === null)
    throw new DomainError('invalid', '終了日を入力してください。', 'endDate');
  if (input.endDate !== null && input.endDate < input.onsetDate)
    throw new DomainError('invalid', '終了日が発症日より前になっています。', 'endDate');
  return addVersion(uow, current, 'amendment', input.reason, {
    isMain: input.isMain,
    onsetDate: toDateColumn(input.onsetDate),
    endDate: input.outcome === 'active' ? null : nullable(input.endDate, toDateColumn),
    outcome: input.outcome,
    uninformed: input.uninformed,
    undelivered: input.undelivered,
    longTerm: input.longTerm,
  });
}

/** 誤って記録した: the diagnosis stays readable in the record, counts no more and is shared no more. @throws DomainError as amendCondition */
export async function withdrawCondition(
  uow: UnitOfWork,
  input: z.output<typeof withdrawConditionInput>,
): Promise<Version> {
  const current = await currentVersion(uow, input);
  return addVersion(uow, current, 'entered_in_error', input.reason, {});
}

async function currentVersion(
  uow: UnitOfWork,
  input: { patientId: string; conditionId: string; baseVersion: number },
) {
  const current = await uow.tables.condition.findFirst({
    where: {
      patientId: { in: [input.patientId, ...(await formerCharts(uow, input.patientId))] },
      conditionId: input.conditionId,
    },
    orderBy: { versionNo: 'desc' },
  });
  if (!current || current.kind === 'entered_in_error') throw notFound('病名');
  if (current.versionNo !== input.baseVersion)
    throw new DomainError(
      'stale',
      '別の画面でこの病名が変わりました。最新の内容を確かめてから直してください。',
    );
  return current;
}

async function addVersion(
  uow: UnitOfWork,
  current: ConditionRow,
  kind: 'amendment' | 'entered_in_error',
  reason: string,
  change: Partial<ConditionRow>,
): Promise<Version> {
  const staffId = requireStaff(uow);
  const { id: _id, onBehalfOfId: _onBehalfOf, ...kept } = current;
  const versionNo = current.versionNo + 1;
  await uow.tables.condition.create({
    data: {
      ...kept,
      ...change,
      versionNo,
      kind,
      reason,
      enteredById: staffId,
      confirmedById: staffId,
      confirmedAt: uow.now,
    },
  });
  uow.audit({
    action: kind === 'amendment' ? 'condition.confirm' : 'condition.withdraw',
    patientId: current.patientId,
    entityType: 'condition',
    entityId: current.conditionId,
    reason,
    detail: { versionNo },
  });
  await wantConditions(uow, current.patientId, staffId);
  return { conditionId: current.conditionId, versionNo };
}
