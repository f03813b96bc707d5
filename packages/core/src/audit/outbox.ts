import type { UnitOfWork } from '@shirube/db';
import { z } from 'zod';
import { DomainError, notFound } from '../shared/errors.ts';
import { nullable, toInstant } from '../shared/rows.ts';
import { patientNames } from './list-audit.ts';

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

const mostDelivered = 100;
/** A service that is down for days fills the list; the oldest beyond this wait for it like the rest. */
const mostUndelivered = 500;

/**
 * What must leave the clinic: all that has not arrived, then the newest that has, newest first in each. What is stuck is never
 * pushed off the list by what went well.
 */
export async function listOutbox(uow: UnitOfWork): Promise<z.output<typeof outboxListSchema>> {
  const newestFirst = [{ createdAt: 'desc' as const }, { id: 'desc' as const }];
  const undelivered = await uow.tables.outboxMessage.findMany({
    where: { state: { not: 'delivered' } },
    orderBy: newestFirst,
    take: mostUndelivered,
    omit: { payload: true },
  });
  const delivered = await uow.tables.outboxMessage.findMany({
    where: { state: 'delivered' },
    orderBy: newestFirst,
    take: mostDelivered,
    omit: { payload: true },
  });
  const rows = [...undelivered, ...delivered];
  const numberOf = await patientNames(
    uow,
    rows.map((row) => row.patientId),
  );
  uow.audit({ action: 'outbox.list', detail: { rows: rows.length } });
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    state: row.state,
    attempts: row.attempts,
    lastError: row.lastError,
    patientNumber: row.patientId ? (numberOf.get(row.patientId)?.number ?? null) : null,
    createdAt: toInstant(row.createdAt),
    deliveredAt: nullable(row.deliveredAt, toInstant),
  }));
}

/**
 * A person drives a refused or given-up message again; the database wakes the worker. The attempts go on counting: by them a
 * sender knows that the other side may hold the message already and asks before it sends (registerPrescription).
 * @throws DomainError not_found, also for a message of another clinic; conflict when it is on its way or delivered
 */
export async function redriveOutbox(
  uow: UnitOfWork,
  input: { messageId: string },
): Promise<{ state: 'pending' }> {
  const message = await uow.tables.outboxMessage.findFirst({
    where: { id: input.messageId },
    select: { patientId: true },
  });
  if (!message) throw notFound('送信');
  const changed = await uow.tables.outboxMessage.updateMany({
    where: { id: input.messageId, state: { in: ['refused', 'dead'] } },
    data: { state: 'pending', lastError: null, rowVersion: { increment: 1 } },
  });
  if (changed.count !== 1)
    throw new DomainError('conflict', 'この送信は、やり直せる状態ではありません。一覧を確かめてください。');
  uow.audit({
    action: 'outbox.redrive',
    patientId: message.patientId,
    entityType: 'outbox_message',
    entityId: input.messageId,
  });
  return { state: 'pending' };
}
