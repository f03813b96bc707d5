import type { UnitOfWork } from '@shirube/db';
import { z } from 'zod';
import { notFound } from '../shared/errors.ts';
import { toInstant } from '../shared/rows.ts';
import { auditActionLabels } from './labels.ts';

export const auditListInput = z.object({
  patientId: z.uuid().nullable().default(null),
  before: z.iso.datetime({ offset: true }).nullable().default(null),
  limit: z.number().int().min(1).max(200).default(100),
});

export const auditListSchema = z.array(
  z.object({
    id: z.uuid(),
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

/** 監査証跡, newest first. Looking at it is itself an event. */
export async function listAuditEvents(
  uow: UnitOfWork,
  input: z.output<typeof auditListInput>,
): Promise<z.output<typeof auditListSchema>> {
  if (input.patientId !== null) {
    const patient = await uow.tables.patient.findFirst({
      where: { id: input.patientId },
      select: { id: true },
    });
    if (!patient) throw notFound('患者');
  }
  const rows = await uow.tables.auditEvent.findMany({
    where: {
      ...(input.patientId === null ? {} : { patientId: input.patientId }),
      ...(input.before === null ? {} : { at: { lt: new Date(input.before) } }),
    },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: input.limit,
  });
  const patients = await uow.tables.patient.findMany({
    where: { id: { in: rows.flatMap((row) => (row.patientId ? [row.patientId] : [])) } },
    select: { id: true, patientNumber: true },
  });
  const numberOf = new Map(patients.map((patient) => [patient.id, patient.patientNumber]));
  uow.audit({ action: 'audit.list', patientId: input.patientId });
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
