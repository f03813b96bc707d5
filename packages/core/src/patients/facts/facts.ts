import type { UnitOfWork } from '@shirube/db';
import { todayInTokyo } from '@shirube/terminology';
import type { z } from 'zod';
import { requireStaff } from '../../shared/actor.ts';
import { DomainError, notFound } from '../../shared/errors.ts';
import { toCalendarDate, toDateColumn, toInstant } from '../../shared/rows.ts';
import type { factsSchema, recordFactInput } from './schema.ts';

/** More than anybody looks back on in the chart. */
const shown = 100;

/** Everything recorded of a patient's body, newest first. A row is never changed: what holds is the first of its kind. */
export async function listFacts(
  uow: UnitOfWork,
  input: { patientId: string },
): Promise<z.input<typeof factsSchema>> {
  await requirePatient(uow, input.patientId);
  const rows = await uow.tables.patientFact.findMany({
    where: { patientId: input.patientId },
    orderBy: [{ onDate: 'desc' }, { recordedAt: 'desc' }, { id: 'desc' }],
    take: shown,
  });
  const names = await namesOf(
    uow,
    rows.map((row) => row.recordedById),
  );
  uow.audit({ action: 'patient.facts_view', patientId: input.patientId });
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as z.input<typeof factsSchema>[number]['kind'],
    value: row.value === null ? null : Number(row.value),
    state: row.state as 'yes' | 'no' | 'unknown' | null,
    onDate: toCalendarDate(row.onDate),
    recordedBy: names.get(row.recordedById) ?? '',
    recordedAt: toInstant(row.recordedAt),
  }));
}

/**
 * Adds a measure or what was told; the safety check takes it from its next run.
 *
 * @throws DomainError invalid for a day that has not come, or before the patient was born
 */
export async function recordFact(
  uow: UnitOfWork,
  input: z.output<typeof recordFactInput>,
): Promise<{ id: string }> {
  const staffId = requireStaff(uow);
  const patient = await requirePatient(uow, input.patientId);
  requirePast(uow, input.onDate, toCalendarDate(patient.birthDate));
  const { id } = await uow.tables.patientFact.create({
    data: {
      tenantId: uow.tenantId,
      patientId: input.patientId,
      kind: input.kind,
      value: input.value,
      state: input.state,
      onDate: toDateColumn(input.onDate),
      recordedById: staffId,
      recordedAt: uow.now,
    },
  });
  uow.audit({
    action: 'patient.fact_record',
    patientId: input.patientId,
    entityType: 'patient_fact',
    entityId: id,
    detail: { kind: input.kind },
  });
  return { id };
}

export async function requirePatient(uow: UnitOfWork, patientId: string): Promise<{ birthDate: Date }> {
  const patient = await uow.tables.patient.findFirst({
    where: { id: patientId },
    select: { birthDate: true },
  });
  if (!patient) throw notFound('患者');
  return patient;
}

/** @throws DomainError invalid when the day lies outside of the patient's life so far */
export function requirePast(uow: UnitOfWork, day: string, birthDate: string): void {
  if (day > todayInTokyo(uow.now))
    throw new DomainError('invalid', '先の日付になっています。今日までの日付にしてください。', 'onDate');
  if (day < birthDate)
    throw new DomainError('invalid', '生まれた日より前の日付です。日付を確かめてください。', 'onDate');
}

/** Names of people by their id, family name first. */
export async function namesOf(uow: UnitOfWork, ids: readonly string[]): Promise<Map<string, string>> {
  const staff = await uow.tables.staff.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, familyName: true, givenName: true },
  });
  return new Map(staff.map((each) => [each.id, `${each.familyName} ${each.givenName}`]));
}
