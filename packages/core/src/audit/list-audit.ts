import type { AuditEventWhereInput, UnitOfWork } from '@shirube/db';
import { addDays, type CalendarDate } from '@shirube/terminology';
import type { z } from 'zod';
import { notFound } from '../shared/errors.ts';
import { toInstant } from '../shared/rows.ts';
import { actionsOf, labelOf, selfRefreshing } from './groups.ts';
import { type AuditFilter, auditListInput, type auditListSchema, type auditPeopleSchema } from './schema.ts';

export const startOfDayInTokyo = (date: CalendarDate): Date => new Date(`${date}T00:00:00+09:00`);

/** The rows that a filter leaves. */
export function filterWhere({
  patientId,
  actorId,
  from,
  to,
  group,
  outcome,
  lists,
}: AuditFilter): AuditEventWhereInput[] {
  return [
    patientId === null ? {} : { patientId },
    actorId === null ? {} : { actorId },
    from === null ? {} : { at: { gte: startOfDayInTokyo(from) } },
    to === null ? {} : { at: { lt: startOfDayInTokyo(addDays(to, 1)) } },
    group === null ? {} : { action: { in: actionsOf(group) } },
    outcome === null ? {} : { outcome },
    lists ? {} : { action: { notIn: [...selfRefreshing] } },
  ];
}

/**
 * 監査証跡, newest first, narrowed by person, patient, period, kind of event and outcome. Looking at it is itself an event.
 * @throws DomainError not_found for a patient of another clinic
 */
export async function listAuditEvents(
  uow: UnitOfWork,
  input: z.input<typeof auditListInput>,
): Promise<z.output<typeof auditListSchema>> {
  const { before, beforeId, limit, ...filter } = auditListInput.parse(input);
  if (filter.patientId !== null) await requirePatient(uow, filter.patientId);
  const beforeAt = before === null ? null : new Date(before);
  const rows = await uow.tables.auditEvent.findMany({
    where: {
      AND: [
        ...filterWhere(filter),
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
  const patientOf = await patientNames(
    uow,
    rows.map((row) => row.patientId),
  );
  const staffOf = await staffNames(
    uow,
    rows.map((row) => row.onBehalfOfId),
  );
  uow.audit({ action: 'audit.list', patientId: filter.patientId });
  return rows.map((row) => {
    const patient = row.patientId ? patientOf.get(row.patientId) : undefined;
    return {
      id: row.id,
      at: toInstant(row.at),
      seq: Number(row.seq),
      actorId: row.actorId,
      actorName: row.actorName,
      actorRole: row.actorRole,
      onBehalfOfName: row.onBehalfOfId ? (staffOf.get(row.onBehalfOfId) ?? null) : null,
      action: row.action,
      label: labelOf(row.action),
      patientId: row.patientId,
      patientNumber: patient?.number ?? null,
      patientName: patient?.name ?? null,
      outcome: row.outcome,
      reason: row.reason,
      client: row.client,
      ip: row.ip,
      authentication: row.authentication,
    };
  });
}

/** Everybody of the clinic whom the trail may name, also those who have left, for choosing by a click. */
export async function listAuditPeople(uow: UnitOfWork): Promise<z.output<typeof auditPeopleSchema>> {
  const staff = await uow.tables.staff.findMany({
    select: { id: true, familyName: true, givenName: true, roles: true, active: true },
    orderBy: [{ active: 'desc' }, { familyKana: 'asc' }, { givenKana: 'asc' }],
  });
  return staff.map(({ id, familyName, givenName, roles, active }) => ({
    id,
    name: `${familyName} ${givenName}`,
    roles,
    active,
  }));
}

/** @throws DomainError not_found for a patient of another clinic */
export async function requirePatient(uow: UnitOfWork, patientId: string) {
  const patient = await uow.tables.patient.findFirst({ where: { id: patientId } });
  if (!patient) throw notFound('患者');
  return patient;
}

/** 患者番号 and name of those who are named, in one statement. */
export async function patientNames(
  uow: UnitOfWork,
  patientIds: readonly (string | null)[],
): Promise<Map<string, { number: string; name: string }>> {
  const named = [...new Set(patientIds.filter((id) => id !== null))];
  if (named.length === 0) return new Map();
  const patients = await uow.tables.patient.findMany({
    where: { id: { in: named } },
    select: { id: true, patientNumber: true, familyName: true, givenName: true },
  });
  return new Map(
    patients.map(({ id, patientNumber, familyName, givenName }) => [
      id,
      { number: patientNumber, name: `${familyName} ${givenName}` },
    ]),
  );
}

export async function staffNames(
  uow: UnitOfWork,
  staffIds: readonly (string | null)[],
): Promise<Map<string, string>> {
  const named = [...new Set(staffIds.filter((id) => id !== null))];
  if (named.length === 0) return new Map();
  const staff = await uow.tables.staff.findMany({
    where: { id: { in: named } },
    select: { id: true, familyName: true, givenName: true },
  });
  return new Map(staff.map(({ id, familyName, givenName }) => [id, `${familyName} ${givenName}`]));
}
