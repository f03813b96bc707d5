import type { UnitOfWork } from '@shirube/db';
import { addDays, type CalendarDate } from '@shirube/terminology';
import { z } from 'zod';
import { notFound } from '../shared/errors.ts';
import { toInstant } from '../shared/rows.ts';
import { calendarDate, instant, uuid } from '../shared/schema.ts';
import { auditActionLabels } from './labels.ts';

export const auditListInput = z.object({
  patientId: uuid.nullable().default(null),
  actorId: uuid.nullable().default(null),
  /** first and last day, inclusive, Asia/Tokyo */
  from: calendarDate.nullable().default(null),
  to: calendarDate.nullable().default(null),
  /** `at` of the last event of the page before; with beforeId, because events of one transaction share their instant */
  before: instant.nullable().default(null),
  beforeId: uuid.nullable().default(null),
  limit: z.number().int().min(1).max(200).default(100),
});

export const auditListSchema = z.array(
  z.object({
    id: uuid,
    at: z.string(),
    actorName: z.string(),
    actorRole: z.string(),
    action: z.string(),
    label: z.string(),
    patientNumber: z.string().nullable(),
    outcome: z.enum(['success', 'refused', 'failed']),
    reason: z.string().nullable(),
  }),
);

const startOfDayInTokyo = (date: CalendarDate): Date => new Date(`${date}T00:00:00+09:00`);

/**
 * 監査証跡, newest first. Looking at it is itself an event.
 * @throws DomainError not_found for a patient of another clinic
 */
export async function listAuditEvents(
  uow: UnitOfWork,
  input: z.input<typeof auditListInput>,
): Promise<z.output<typeof auditListSchema>> {
  const { patientId, actorId, from, to, before, beforeId, limit } = auditListInput.parse(input);
  if (patientId !== null) {
    const patient = await uow.tables.patient.findFirst({ where: { id: patientId }, select: { id: true } });
    if (!patient) throw notFound('患者');
  }
  const beforeAt = before === null ? null : new Date(before);
  const rows = await uow.tables.auditEvent.findMany({
    where: {
      AND: [
        patientId === null ? {} : { patientId },
        actorId === null ? {} : { actorId },
        from === null ? {} : { at: { gte: startOfDayInTokyo(from) } },
        to === null ? {} : { at: { lt: startOfDayInTokyo(addDays(to, 1)) } },
        beforeAt === null
          ? {}
          : {
              OR: [
                { at: { lt: beforeAt } },
                ...(beforeId === null ? [] : [{ at: beforeAt, id: { lt: beforeId } }]),
              ],
            },
      ],
    },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: limit,
  });
  const numberOf = await patientNumbers(
    uow,
    rows.map((row) => row.patientId),
  );
  uow.audit({ action: 'audit.list', patientId });
  return rows.map((row) => ({
    id: row.id,
    at: toInstant(row.at),
    actorName: row.actorName,
    actorRole: row.actorRole,
    action: row.action,
    label: auditActionLabels[row.action] ?? row.action,
    patientNumber: row.patientId ? (numberOf.get(row.patientId) ?? null) : null,
    outcome: row.outcome,
    reason: row.reason,
  }));
}

/** 患者番号 of those who are named, in one statement. */
export async function patientNumbers(
  uow: UnitOfWork,
  patientIds: readonly (string | null)[],
): Promise<Map<string, string>> {
  const named = [...new Set(patientIds.filter((id) => id !== null))];
  if (named.length === 0) return new Map();
  const patients = await uow.tables.patient.findMany({
    where: { id: { in: named } },
    select: { id: true, patientNumber: true },
  });
  return new Map(patients.map((patient) => [patient.id, patient.patientNumber]));
}
