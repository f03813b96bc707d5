import type { UnitOfWork } from '@shirube/db';
import { z } from 'zod';
import { DomainError } from '../shared/errors.ts';
import { nullable, toInstant } from '../shared/rows.ts';

export const outboxListSchema = z.array(
  z.object({
    id: z.uuid(),
    kind: z.string(),
    state: z.enum(['pending', 'delivered', 'refused', 'dead']),
    attempts: z.number().int(),
    lastError: z.string().nullable(),
    patientNumber: z.string().nullable(),
    createdAt: z.string(),
    deliveredAt: z.string().nullable(),
  }),
);

/** What left the clinic and what did not, newest first. */
export async function listOutbox(uow: UnitOfWork): Promise<z.output<typeof outboxListSchema>> {
  const rows = await uow.tables.outboxMessage.findMany({ orderBy: { createdAt: 'desc' }, take: 100 });
  const patients = await uow.tables.patient.findMany({
    where: { id: { in: rows.flatMap((row) => (row.patientId ? [row.patientId] : [])) } },
    select: { id: true, patientNumber: true },
  });
  uow.audit({ action: 'outbox.list' });
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    state: row.state,
    attempts: row.attempts,
    lastError: row.lastError,
    patientNumber: patients.find((patient) => patient.id === row.patientId)?.patientNumber ?? null,
    createdAt: toInstant(row.createdAt),
    deliveredAt: nullable(row.deliveredAt, toInstant),
  }));
}

/** A person drives a refused or given-up message again; the database wakes the worker. */
export async function redriveOutbox(
  uow: UnitOfWork,
  input: { messageId: string },
): Promise<{ state: 'pending' }> {
  const changed = await uow.tables.outboxMessage.updateMany({
    where: { id: input.messageId, state: { in: ['refused', 'dead'] } },
    data: { state: 'pending', lastError: null, rowVersion: { increment: 1 } },
  });
  if (changed.count !== 1)
    throw new DomainError('conflict', 'この送信は、やり直せる状態ではありません。一覧を確かめてください。');
  uow.audit({ action: 'outbox.redrive', entityType: 'outbox_message', entityId: input.messageId });
  return { state: 'pending' };
}
