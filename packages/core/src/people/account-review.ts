import type { UnitOfWork } from '@shirube/db';
import { addMonths, todayInTokyo } from '@shirube/terminology';
import { requireStaff } from '../shared/actor.ts';
import { nullable, toCalendarDate, toDateColumn } from '../shared/rows.ts';
import type { AccountReviewState } from './schema.ts';

/** 棚卸し: how often every account is looked at (医療情報システムの安全管理に関するガイドライン, 利用者の棚卸し). */
export const accountReviewMonths = 3;

/** The last inventory of accounts and when the next is due; a clinic without one counts from the day it was set up. */
export async function accountReviewState(uow: UnitOfWork): Promise<AccountReviewState> {
  const last = await uow.tables.accountReview.findFirst({
    orderBy: [{ reviewedOn: 'desc' }, { at: 'desc' }],
  });
  const clinic = await uow.tables.tenant.findFirstOrThrow({ select: { createdAt: true } });
  const since = nullable(last?.reviewedOn, toCalendarDate) ?? todayInTokyo(clinic.createdAt);
  const dueOn = addMonths(since, accountReviewMonths);
  return {
    last: last && {
      reviewedOn: toCalendarDate(last.reviewedOn),
      reviewedByName: last.reviewedByName,
      activeCount: last.activeCount,
      leftCount: last.leftCount,
      note: last.note,
    },
    dueOn,
    overdue: todayInTokyo(uow.now) > dueOn,
  };
}

/** An administrator says: I have looked at every account, today (Asia/Tokyo). The numbers are those of this moment. */
export async function recordAccountReview(
  uow: UnitOfWork,
  input: { note: string },
): Promise<AccountReviewState> {
  const activeCount = await uow.tables.staff.count({ where: { active: true } });
  const leftCount = await uow.tables.staff.count({ where: { active: false } });
  const review = await uow.tables.accountReview.create({
    data: {
      tenantId: uow.tenantId,
      reviewedOn: toDateColumn(todayInTokyo(uow.now)),
      reviewedById: requireStaff(uow),
      reviewedByName: uow.actor.name,
      at: uow.now,
      activeCount,
      leftCount,
      note: input.note,
    },
    select: { id: true },
  });
  uow.audit({
    action: 'people.review',
    entityType: 'account_review',
    entityId: review.id,
    detail: { activeCount, leftCount },
  });
  return accountReviewState(uow);
}
