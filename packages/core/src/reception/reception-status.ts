import type { UnitOfWork } from '@shirube/db';
import type { z } from 'zod';
import { DomainError, notFound } from '../shared/errors.ts';
import type { receptionStatusSchema } from './schema.ts';

export type ReceptionStatus = z.output<typeof receptionStatusSchema>;

/** What may follow what; everything else is refused with a sentence. */
export const receptionTransitions: Record<ReceptionStatus, readonly ReceptionStatus[]> = {
  waiting: ['in_consultation', 'cancelled'],
  in_consultation: ['awaiting_payment', 'waiting'],
  awaiting_payment: ['done', 'in_consultation'],
  done: ['awaiting_payment'],
  cancelled: ['waiting'],
};

/** The times that go with a state: a patient sent back has not been called yet, or not finished any more. */
export function timesOf(
  status: ReceptionStatus,
  before: { calledAt: Date | null; finishedAt: Date | null },
  now: Date,
): { calledAt: Date | null; finishedAt: Date | null } {
  switch (status) {
    case 'waiting':
    case 'cancelled':
      return { calledAt: null, finishedAt: null };
    case 'in_consultation':
      return { calledAt: before.calledAt ?? now, finishedAt: null };
    case 'awaiting_payment':
      return { calledAt: before.calledAt, finishedAt: before.finishedAt ?? now };
    case 'done':
      return { calledAt: before.calledAt, finishedAt: now };
  }
}

/**
 * Moves a reception along the day's list.
 * @throws DomainError not_found, also for a reception of another clinic; stale when someone was faster; conflict for a move
 *   that is not in the table, or a cancellation of a visit that something was written in
 */
export async function changeReceptionStatus(
  uow: UnitOfWork,
  input: { receptionId: string; status: ReceptionStatus; rowVersion: number },
): Promise<{ rowVersion: number }> {
  const reception = await uow.tables.reception.findFirst({ where: { id: input.receptionId } });
  if (!reception) throw notFound('受付');
  if (reception.rowVersion !== input.rowVersion) throw stale();
  if (!receptionTransitions[reception.status].includes(input.status))
    throw new DomainError('conflict', 'この受付は、いまその状態に変えられません。一覧を確かめてください。');
  if (input.status === 'cancelled') await refuseWhenWritten(uow, input.receptionId);
  const changed = await uow.tables.reception.updateMany({
    where: { id: input.receptionId, rowVersion: input.rowVersion },
    data: {
      status: input.status,
      rowVersion: input.rowVersion + 1,
      ...timesOf(input.status, reception, uow.now),
    },
  });
  if (changed.count !== 1) throw stale();
  uow.audit({
    action: 'reception.status',
    patientId: reception.patientId,
    entityType: 'reception',
    entityId: input.receptionId,
    detail: { from: reception.status, to: input.status },
  });
  return { rowVersion: input.rowVersion + 1 };
}

/** The person left, or was received by mistake. Only while waiting. @throws DomainError as changeReceptionStatus */
export function cancelReception(
  uow: UnitOfWork,
  input: { receptionId: string; rowVersion: number },
): Promise<{ rowVersion: number }> {
  return changeReceptionStatus(uow, { ...input, status: 'cancelled' });
}

const stale = () =>
  new DomainError('stale', '別の人が先に変えました。一覧を確かめてから、もう一度お試しください。');

/** A patient sent back to wait may have a chart entry already: that visit took place. */
async function refuseWhenWritten(uow: UnitOfWork, receptionId: string): Promise<void> {
  const written = await uow.tables.encounter.findFirst({
    where: { receptionId, OR: [{ draft: { isNot: null } }, { notes: { some: {} } }] },
    select: { id: true },
  });
  if (written)
    throw new DomainError(
      'conflict',
      'この受付には診察の記載があるので、取り消せません。医師に確かめてください。',
    );
}
