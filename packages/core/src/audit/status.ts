import type { UnitOfWork } from '@shirube/db';
import type { z } from 'zod';
import { toCalendarDate } from '../shared/rows.ts';
import { readWaitingDays } from './checkpoint.ts';
import { countDueReviews } from './review.ts';
import type { auditStatusSchema } from './schema.ts';

/** A day may lack its stamp until the worker's round after midnight has had time. */
const patienceMilliseconds = 30 * 60 * 1000;

/** How far the trail is protected by time stamps and looked at by people. Reads nothing about a patient. */
export async function readAuditStatus(uow: UnitOfWork): Promise<z.output<typeof auditStatusSchema>> {
  const newest = await uow.tables.auditEvent.findFirst({ orderBy: { seq: 'desc' }, select: { seq: true } });
  const stamped = await uow.tables.auditCheckpoint.findFirst({
    orderBy: { date: 'desc' },
    select: { date: true },
  });
  const { due, overdue } = await countDueReviews(uow);
  return {
    events: Number(newest?.seq ?? 0n),
    stampedThrough: stamped ? toCalendarDate(stamped.date) : null,
    waiting: await readWaitingDays(uow, new Date(uow.now.getTime() - patienceMilliseconds)),
    reviewsDue: due,
    reviewsOverdue: overdue,
  };
}
