import type { UnitOfWork } from '@shirube/db';
import type { z } from 'zod';
import { requireStaff } from '../../shared/actor.ts';
import { DomainError, notFound } from '../../shared/errors.ts';
import { nullable, toCalendarDate } from '../../shared/rows.ts';
import { wantAllergies, wantConditions, wantUnitsOf } from '../../sharing/want-unit.ts';
import { toPatientSummary } from '../search-patients.ts';
import { mergedInto } from './former-charts.ts';
import type { mergeChartsInput, mergeComparisonSchema, mergePairInput } from './schema.ts';

type Pair = z.output<typeof mergePairInput>;
type Comparison = z.input<typeof mergeComparisonSchema>;

/**
 * Two charts side by side before they are merged, and what stands in the way.
 * @throws DomainError not_found, also for a patient of another clinic
 */
export async function compareCharts(uow: UnitOfWork, pair: Pair): Promise<Comparison> {
  const from = await sideOf(uow, pair.fromId);
  const into = await sideOf(uow, pair.intoId);
  for (const patientId of [pair.fromId, pair.intoId])
    uow.audit({ action: 'patient.merge_compare', patientId, entityType: 'patient', entityId: patientId });
  return {
    from,
    into,
    asksWhyDifferent: from.birthDate !== into.birthDate || from.sex !== into.sex,
    refusal: await refusalOf(uow, pair),
  };
}

async function sideOf(uow: UnitOfWork, patientId: string): Promise<Comparison['from']> {
  const patient = await uow.tables.patient.findFirst({
    where: { id: patientId },
    include: {
      coverages: { where: { validTo: null }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: 1 },
    },
  });
  if (!patient) throw notFound('患者');
  const visits = await uow.tables.encounter.aggregate({
    where: { patientId },
    _count: true,
    _max: { serviceDate: true },
  });
  const allergies = await uow.tables.allergyIntolerance.findMany({
    where: { patientId },
    distinct: ['allergyId'],
    select: { id: true },
  });
  const [coverage] = patient.coverages;
  return {
    ...toPatientSummary(patient),
    address: patient.address,
    phone: patient.phone,
    insurance: coverage
      ? [coverage.insurerNumber, coverage.symbol, coverage.number, coverage.branchNumber]
          .filter((part) => part)
          .join(' ')
      : null,
    visits: visits._count,
    lastVisitOn: nullable(visits._max.serviceDate, toCalendarDate),
    allergies: allergies.length,
  };
}

/** Why these two can not be merged now, in words. */
async function refusalOf(uow: UnitOfWork, { fromId, intoId }: Pair): Promise<string | null> {
  if (fromId === intoId) return '同じ登録です。別の登録を選んでください。';
  const charts = [fromId, intoId];
  for (const patientId of charts)
    if ((await mergedInto(uow, patientId)) !== null)
      return 'どちらかの登録は、すでに別の登録にまとめられています。';
  const restricted = await uow.tables.patientRestriction.count({
    where: { patientId: { in: charts }, lift: null },
  });
  if (restricted > 0)
    return '閲覧を制限している患者の登録は、まとめられません。制限を解いてからまとめてください。';
  const [open, drafts, letters] = [
    await uow.tables.encounter.count({ where: { patientId: fromId, endedAt: null } }),
    await uow.tables.encounterDraft.count({ where: { patientId: fromId } }),
    await uow.tables.documentDraft.count({ where: { patientId: fromId } }),
  ];
  const waiting = await uow.tables.reception.count({
    where: { patientId: fromId, status: { in: ['waiting', 'in_consultation'] } },
  });
  if (open + drafts + letters + waiting > 0)
    return '使わなくなる登録に、終わっていない受付・診察・文書があります。終えるか取り消してからまとめてください。';
  return null;
}

/**
 * 患者の統合: two charts are of one person. Records stay where they were written; `from` is not used any more, and the chart of `into` shows and
 * checks what was written there. What the sharing service has is put right: diagnoses and allergies as one set under the remaining chart.
 * @throws DomainError not_found; conflict while something stands in the way (refusalOf); invalid when birth date or sex differ and no reason says why
 */
export async function mergeCharts(
  uow: UnitOfWork,
  input: z.output<typeof mergeChartsInput>,
): Promise<{ intoId: string }> {
  // both rows, in one order: two people who merge the same pair do it once
  await uow.tables.$queryRaw`
    SELECT id FROM patient WHERE id IN (${input.fromId}::uuid, ${input.intoId}::uuid) ORDER BY id FOR UPDATE`;
  const { asksWhyDifferent, refusal } = await compareCharts(uow, input);
  if (refusal !== null) throw new DomainError('conflict', refusal);
  if (asksWhyDifferent && !input.differenceReason)
    throw new DomainError(
      'invalid',
      '生年月日か性別が違います。同じ人である理由を書いてください。',
      'differenceReason',
    );
  const reason = asksWhyDifferent ? `${input.reason}／${input.differenceReason}` : input.reason;
  const staffId = requireStaff(uow);
  await uow.tables.patientMerge.create({
    data: {
      tenantId: uow.tenantId,
      fromId: input.fromId,
      intoId: input.intoId,
      reason,
      mergedById: staffId,
      mergedAt: uow.now,
    },
  });
  for (const patientId of [input.fromId, input.intoId])
    uow.audit({ action: 'patient.merge', patientId, entityType: 'patient', entityId: input.intoId, reason });
  await wantUnitsOf(uow, input.fromId);
  const charts = { in: [input.fromId, input.intoId] };
  if ((await uow.tables.condition.count({ where: { patientId: charts }, take: 1 })) > 0)
    await wantConditions(uow, input.intoId, null);
  if ((await uow.tables.allergyIntolerance.count({ where: { patientId: charts }, take: 1 })) > 0)
    await wantAllergies(uow, input.intoId, null);
  return { intoId: input.intoId };
}

/** @throws DomainError conflict for a chart that was merged into another, with where to go */
export async function requireChartInUse(uow: UnitOfWork, patientId: string): Promise<void> {
  const later = await mergedInto(uow, patientId);
  if (later === null) return;
  const { patientNumber } = await uow.tables.patient.findFirstOrThrow({ where: { id: later } });
  throw new DomainError(
    'conflict',
    `この登録は、患者番号 ${patientNumber} の登録にまとめられました。${patientNumber} をさがして使ってください。`,
  );
}

/** What the database's own refusal (ops.refuse_merged_chart) is called. */
export const mergedChart = (): DomainError =>
  new DomainError(
    'conflict',
    'このカルテは、同じ人の別の登録にまとめられました。ここにはもう書けません。患者をさがし直してください。',
  );
