import { isUniqueViolation, type UnitOfWork } from '@shirube/db';
import type { z } from 'zod';
import { auditActionLabels } from '../audit/labels.ts';
import { requireStaff } from '../shared/actor.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import { toInstant } from '../shared/rows.ts';
import {
  type Emergency,
  type EmergencyReason,
  type EmergencyReport,
  emergencyMinutes,
  emergencyReasons,
  type emergencyReviewInput,
  type Judgement,
  judgements,
  type openEmergencyInput,
  reviewWithinHours,
} from './schema.ts';

const shownForDays = 90;

/**
 * 緊急の閲覧 (break-glass): opens one restricted chart to the person who asks, for a stated reason and for `emergencyMinutes`. A second
 * request while one lasts changes nothing: the time is not stretched silently.
 * @throws DomainError not_found; conflict when the chart is open to the person anyway
 */
export async function openEmergency(
  uow: UnitOfWork,
  input: z.output<typeof openEmergencyInput>,
): Promise<Emergency> {
  const staffId = requireStaff(uow);
  const patient = await uow.tables.patient.findFirst({
    where: { id: input.patientId },
    select: { id: true, familyName: true, givenName: true },
  });
  if (!patient) throw notFound('患者');
  const [access] = await uow.tables.$queryRaw<{ refused: boolean; emergency: string | null }[]>`
    SELECT refused, emergency::text FROM ops.chart_access(${input.patientId}::uuid, ${staffId}::uuid, ${uow.now}::timestamptz)`;
  if (!access?.refused)
    throw new DomainError('conflict', 'このカルテは、いまそのまま開けます。理由を残す必要はありません。');
  const expiresAt = new Date(uow.now.getTime() + emergencyMinutes * 60_000);
  const opened = await uow.tables.emergencyAccess.create({
    data: {
      tenantId: uow.tenantId,
      patientId: input.patientId,
      staffId,
      reasonCode: input.reasonCode,
      reasonText: input.reasonText,
      openedAt: uow.now,
      expiresAt,
    },
    select: { id: true },
  });
  uow.audit({
    action: 'emergency.open',
    patientId: input.patientId,
    entityType: 'emergency_access',
    entityId: opened.id,
    reason: input.reasonCode,
    detail: { minutes: emergencyMinutes },
  });
  return {
    id: opened.id,
    patientId: input.patientId,
    patientName: `${patient.familyName} ${patient.givenName}`,
    openedAt: toInstant(uow.now),
    expiresAt: toInstant(expiresAt),
  };
}

/** Ends one's own emergency access before its time. Ending it twice is no error. */
export async function endEmergency(uow: UnitOfWork, input: { accessId: string }): Promise<void> {
  const staffId = requireStaff(uow);
  const access = await uow.tables.emergencyAccess.findFirst({
    where: { id: input.accessId, staffId },
    include: { ending: true },
  });
  if (!access) throw notFound('緊急の閲覧');
  if (access.ending === null && access.expiresAt > uow.now)
    await uow.tables.emergencyAccessEnd.create({
      data: { tenantId: uow.tenantId, accessId: access.id, endedAt: uow.now },
    });
  uow.audit({
    action: 'emergency.end',
    patientId: access.patientId,
    entityType: 'emergency_access',
    entityId: access.id,
  });
}

/** One's own emergency accesses that last at this moment. */
export async function liveEmergencies(uow: UnitOfWork): Promise<Emergency[]> {
  const rows = await uow.tables.emergencyAccess.findMany({
    where: { staffId: requireStaff(uow), expiresAt: { gt: uow.now }, ending: null },
    orderBy: { expiresAt: 'asc' },
  });
  if (rows.length === 0) return [];
  const patients = await uow.tables.patient.findMany({
    where: { id: { in: rows.map((row) => row.patientId) } },
    select: { id: true, familyName: true, givenName: true },
  });
  return rows.map((row) => {
    const patient = patients.find((each) => each.id === row.patientId);
    return {
      id: row.id,
      patientId: row.patientId,
      patientName: patient ? `${patient.familyName} ${patient.givenName}` : '',
      openedAt: toInstant(row.openedAt),
      expiresAt: toInstant(row.expiresAt),
    };
  });
}

/**
 * Emergency accesses for the administrator: those nobody has confirmed first, then the confirmed ones of the last 90 days. Which parts were
 * opened comes from the audit trail, where the database marks each event with the access it came through.
 */
export async function listEmergencies(uow: UnitOfWork): Promise<EmergencyReport[]> {
  const rows = await uow.tables.emergencyAccess.findMany({
    where: {
      OR: [
        { review: null },
        { openedAt: { gt: new Date(uow.now.getTime() - shownForDays * 24 * 3_600_000) } },
      ],
    },
    include: { ending: true, review: true },
    orderBy: [{ openedAt: 'desc' }, { id: 'desc' }],
    take: 500,
  });
  const patients = await uow.tables.patient.findMany({
    where: { id: { in: rows.map((row) => row.patientId) } },
    select: { id: true, patientNumber: true, familyName: true, givenName: true },
  });
  const staff = await uow.tables.staff.findMany({
    where: { id: { in: rows.flatMap((row) => [row.staffId, row.review?.reviewedById ?? row.staffId]) } },
    select: { id: true, familyName: true, givenName: true },
  });
  const nameOf = new Map(staff.map((person) => [person.id, `${person.familyName} ${person.givenName}`]));
  const parts = await partsOf(
    uow,
    rows.map((row) => row.id),
  );
  uow.audit({ action: 'emergency.list', detail: { found: rows.length } });
  const reports = rows.map((row): EmergencyReport => {
    const patient = patients.find((each) => each.id === row.patientId);
    const endedAt = row.ending?.endedAt ?? row.expiresAt;
    return {
      id: row.id,
      staffName: nameOf.get(row.staffId) ?? '',
      patientNumber: patient?.patientNumber ?? '',
      patientName: patient ? `${patient.familyName} ${patient.givenName}` : '',
      reason: emergencyReasons[row.reasonCode as EmergencyReason] ?? row.reasonCode,
      reasonText: row.reasonText,
      openedAt: toInstant(row.openedAt),
      endedAt: toInstant(endedAt),
      live: endedAt > uow.now,
      overdue:
        row.review === null && uow.now.getTime() - row.openedAt.getTime() > reviewWithinHours * 3_600_000,
      own: row.staffId === uow.actor.staffId,
      parts: parts.get(row.id) ?? [],
      review: row.review && {
        judgement: judgements[row.review.judgement as Judgement] ?? row.review.judgement,
        comment: row.review.comment,
        reviewedBy: nameOf.get(row.review.reviewedById) ?? '',
        reviewedAt: toInstant(row.review.reviewedAt),
      },
    };
  });
  return [
    ...reports.filter((each) => each.review === null),
    ...reports.filter((each) => each.review !== null),
  ];
}

async function partsOf(
  uow: UnitOfWork,
  accessIds: readonly string[],
): Promise<Map<string, { label: string; count: number }[]>> {
  const parts = new Map<string, { label: string; count: number }[]>();
  if (accessIds.length === 0) return parts;
  const rows = await uow.tables.$queryRaw<{ access: string; action: string; n: number }[]>`
    SELECT a.id::text AS access, v.action, count(*)::int AS n
      FROM emergency_access a
      JOIN audit_event v ON v.tenant_id = a.tenant_id AND v.patient_id = a.patient_id
           AND v.at >= a.opened_at AND v.at < a.expires_at AND v.detail->>'emergencyAccessId' = a.id::text
     WHERE a.id = ANY(${accessIds as string[]}::uuid[])
     GROUP BY a.id, v.action ORDER BY a.id, v.action`;
  for (const { access, action, n } of rows)
    parts.set(access, [
      ...(parts.get(access) ?? []),
      { label: auditActionLabels[action] ?? action, count: n },
    ]);
  return parts;
}

/**
 * 事後の確認 of an emergency access.
 * @throws DomainError forbidden for one's own access; conflict when somebody has confirmed it
 */
export async function reviewEmergency(
  uow: UnitOfWork,
  input: z.output<typeof emergencyReviewInput>,
): Promise<void> {
  const reviewedById = requireStaff(uow);
  const access = await uow.tables.emergencyAccess.findFirst({ where: { id: input.accessId } });
  if (!access) throw notFound('緊急の閲覧');
  if (access.staffId === reviewedById)
    throw new DomainError('forbidden', '自分の緊急の閲覧は、ほかの管理者が確かめます。');
  try {
    await uow.tables.emergencyReview.create({
      data: {
        tenantId: uow.tenantId,
        accessId: access.id,
        judgement: input.judgement,
        comment: input.comment,
        reviewedById,
        reviewedAt: uow.now,
      },
    });
  } catch (error) {
    if (isUniqueViolation(error))
      throw new DomainError('conflict', 'この閲覧は、ほかの管理者が確かめました。一覧を開き直してください。');
    throw error;
  }
  uow.audit({
    action: 'emergency.review',
    patientId: access.patientId,
    entityType: 'emergency_access',
    entityId: access.id,
    reason: input.judgement,
  });
}
