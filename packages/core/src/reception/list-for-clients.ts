import type { UnitOfWork } from '@shirube/db';
import { type CalendarDate, todayInTokyo } from '@shirube/terminology';
import { z } from 'zod';
import { patientIdentitySchema } from '../patients/identify-patient.ts';
import { notFound } from '../shared/errors.ts';
import { nullable, toCalendarDate, toDateColumn, toInstant } from '../shared/rows.ts';
import { calendarDate, instant, uuid } from '../shared/schema.ts';
import { receptionStatusSchema } from './schema.ts';

/** 受付 as systems beside ours see it (予約, 会計, 検査): who and how far, never why somebody came. */
export const receptionForClientSchema = z.object({
  receptionId: uuid,
  date: calendarDate,
  number: z.number().int(),
  status: receptionStatusSchema,
  arrivedAt: instant,
  calledAt: instant.nullable(),
  finishedAt: instant.nullable(),
  patient: patientIdentitySchema,
});
export type ReceptionForClient = z.infer<typeof receptionForClientSchema>;

const columns = {
  id: true,
  patientId: true,
  serviceDate: true,
  number: true,
  status: true,
  arrivedAt: true,
  calledAt: true,
  finishedAt: true,
  patient: {
    select: {
      patientNumber: true,
      familyName: true,
      givenName: true,
      familyKana: true,
      givenKana: true,
      birthDate: true,
      sex: true,
    },
  },
} as const;

/** The receptions of one day, today in Tokyo by default, in the order of their numbers. */
export async function listReceptionsForClient(
  uow: UnitOfWork,
  input: { date: CalendarDate | null },
): Promise<{ date: CalendarDate; receptions: ReceptionForClient[] }> {
  const date = input.date ?? todayInTokyo(uow.now);
  const rows = await uow.tables.reception.findMany({
    where: { serviceDate: toDateColumn(date) },
    select: columns,
    orderBy: { number: 'asc' },
  });
  uow.audit({ action: 'reception.list', detail: { rows: rows.length } });
  return { date, receptions: rows.map(toClient) };
}

/** @throws DomainError not_found, also for a reception of another clinic */
export async function getReceptionForClient(
  uow: UnitOfWork,
  input: { receptionId: string },
): Promise<ReceptionForClient> {
  const row = await uow.tables.reception.findFirst({ where: { id: input.receptionId }, select: columns });
  if (!row) throw notFound('受付');
  uow.audit({
    action: 'reception.view',
    patientId: row.patientId,
    entityType: 'reception',
    entityId: row.id,
  });
  return toClient(row);
}

type ReceptionRow = Omit<
  ReceptionForClient,
  'receptionId' | 'date' | 'arrivedAt' | 'calledAt' | 'finishedAt' | 'patient'
> & {
  id: string;
  patientId: string;
  serviceDate: Date;
  arrivedAt: Date;
  calledAt: Date | null;
  finishedAt: Date | null;
  patient: Omit<ReceptionForClient['patient'], 'birthDate'> & { birthDate: Date };
};

const toClient = (row: ReceptionRow): ReceptionForClient => ({
  receptionId: row.id,
  date: toCalendarDate(row.serviceDate),
  number: row.number,
  status: row.status,
  arrivedAt: toInstant(row.arrivedAt),
  calledAt: nullable(row.calledAt, toInstant),
  finishedAt: nullable(row.finishedAt, toInstant),
  patient: { ...row.patient, birthDate: toCalendarDate(row.patient.birthDate) },
});
