import { isUniqueViolation, type UnitOfWork } from '@shirube/db';
import { addDays, type CalendarDate, diffDays, todayInTokyo } from '@shirube/terminology';
import type { z } from 'zod';
import { requireStaff } from '../shared/actor.ts';
import { DomainError } from '../shared/errors.ts';
import { toCalendarDate, toDateColumn, toInstant } from '../shared/rows.ts';
import { findAnomalies } from './anomalies.ts';
import { staffNames } from './list-audit.ts';
import {
  type reviewInput,
  type reviewListSchema,
  type reviewSchema,
  type signOffInput,
  storedFindings,
  type WeekState,
} from './schema.ts';

/** A week is to be reviewed within the week after it. */
const dueDays = 7;
/** As far back as the list goes. */
const mostWeeks = 26;

/** The Monday of the week of a day. */
export const mondayOf = (date: CalendarDate): CalendarDate =>
  // 1970-01-05 was a Monday
  addDays(date, -(((diffDays('1970-01-05', date) % 7) + 7) % 7));

function stateOf(weekStart: CalendarDate, reviewed: boolean, today: CalendarDate): WeekState {
  if (reviewed) return 'reviewed';
  if (addDays(weekStart, 6) >= today) return 'open';
  return addDays(weekStart, 6 + dueDays) < today ? 'overdue' : 'due';
}

/** The weeks of the trail, the newest first, with what has become of each. */
export async function listReviews(uow: UnitOfWork): Promise<z.output<typeof reviewListSchema>> {
  const today = todayInTokyo(uow.now);
  // by their own time, which a clock that was set back puts out of the order of their numbers
  const first = await uow.tables.auditEvent.findFirst({ orderBy: { at: 'asc' }, select: { at: true } });
  if (first === null) return [];
  const newest = mondayOf(today);
  const oldest = [mondayOf(todayInTokyo(first.at)), addDays(newest, -7 * (mostWeeks - 1))]
    .sort()
    .at(-1) as CalendarDate;
  const reviews = await uow.tables.auditReview.findMany({
    where: { weekStart: { gte: toDateColumn(oldest) } },
    orderBy: { versionNo: 'asc' },
  });
  const names = await staffNames(
    uow,
    reviews.map((review) => review.reviewedById),
  );
  const weeks: z.output<typeof reviewListSchema> = [];
  for (let weekStart = newest; weekStart >= oldest; weekStart = addDays(weekStart, -7)) {
    const review = reviews.findLast((each) => toCalendarDate(each.weekStart) === weekStart);
    weeks.push({
      weekStart,
      weekEnd: addDays(weekStart, 6),
      state: stateOf(weekStart, review !== undefined, today),
      reviewerName: review ? (names.get(review.reviewedById) ?? null) : null,
      reviewedAt: review ? toInstant(review.reviewedAt) : null,
      followUps: review
        ? storedFindings.parse(review.findings).filter((finding) => finding.judgement === 'follow_up').length
        : 0,
    });
  }
  return weeks;
}

/** How many weeks wait for their review, and how many of them too long. */
export async function countDueReviews(uow: UnitOfWork): Promise<{ due: number; overdue: number }> {
  const states = (await listReviews(uow)).map((week) => week.state);
  const overdue = states.filter((state) => state === 'overdue').length;
  return { due: overdue + states.filter((state) => state === 'due').length, overdue };
}

/**
 * One week: what was conspicuous, and the sign-offs there are. The anomalies are computed now, from the trail as it is.
 * @throws DomainError invalid when the day is no Monday
 */
export async function readReview(
  uow: UnitOfWork,
  { weekStart }: z.output<typeof reviewInput>,
): Promise<z.output<typeof reviewSchema>> {
  requireMonday(weekStart);
  const { anomalies, truncated } = await findAnomalies(uow, weekStart);
  const reviews = await uow.tables.auditReview.findMany({
    where: { weekStart: toDateColumn(weekStart) },
    orderBy: { versionNo: 'asc' },
  });
  const names = await staffNames(
    uow,
    reviews.map((review) => review.reviewedById),
  );
  uow.audit({ action: 'audit.review_open', detail: { week: weekStart, anomalies: anomalies.length } });
  return {
    weekStart,
    weekEnd: addDays(weekStart, 6),
    state: stateOf(weekStart, reviews.length > 0, todayInTokyo(uow.now)),
    anomalies,
    truncated,
    reviews: reviews.map((review) => ({
      versionNo: review.versionNo,
      reviewerName: names.get(review.reviewedById) ?? '',
      reviewedAt: toInstant(review.reviewedAt),
      comment: review.comment,
      findings: storedFindings.parse(review.findings),
    })),
  };
}

/**
 * 点検の署名: every anomaly has been judged, and that is kept for good. A later sign-off of the same week is an addition, with a comment
 * that says why. What is kept are the anomalies as computed here, not as sent.
 * @throws DomainError invalid when the week is not over or an addition has no comment; needs_decision when an anomaly has no
 *   judgement or a judgement to follow up has no note; conflict when somebody else signed at the same moment
 */
export async function signOffReview(
  uow: UnitOfWork,
  { weekStart, findings, comment }: z.output<typeof signOffInput>,
): Promise<{ versionNo: number }> {
  requireMonday(weekStart);
  const reviewedById = requireStaff(uow);
  if (addDays(weekStart, 6) >= todayInTokyo(uow.now))
    throw new DomainError('invalid', 'この週はまだ終わっていません。週が終わってから点検してください。');
  const { anomalies } = await findAnomalies(uow, weekStart);
  const given = new Map(findings.map((finding) => [finding.key, finding]));
  const judged = anomalies.map(({ key, kind, what }) => {
    const finding = given.get(key);
    if (!finding)
      throw new DomainError(
        'needs_decision',
        'まだ判断していない項目があります。すべての項目に「問題なし」か「要確認」を選んでください。',
        key,
      );
    if (finding.judgement === 'follow_up' && finding.note === '')
      throw new DomainError('needs_decision', '「要確認」には、何を確かめるかを書いてください。', key);
    return { key, kind, what, judgement: finding.judgement, note: finding.note };
  });
  const before = await uow.tables.auditReview.count({ where: { weekStart: toDateColumn(weekStart) } });
  if (before > 0 && comment === '')
    throw new DomainError('invalid', '追記の理由を、所見に書いてください。', 'comment');
  const last = await uow.tables.auditEvent.findFirst({ orderBy: { seq: 'desc' }, select: { seq: true } });
  const versionNo = before + 1;
  try {
    const { id } = await uow.tables.auditReview.create({
      data: {
        tenantId: uow.tenantId,
        weekStart: toDateColumn(weekStart),
        versionNo,
        reviewedById,
        reviewedAt: uow.now,
        findings: judged,
        comment,
        throughSeq: last?.seq ?? 0n,
      },
      select: { id: true },
    });
    uow.audit({
      action: 'audit.review',
      entityType: 'audit_review',
      entityId: id,
      detail: {
        week: weekStart,
        version: versionNo,
        anomalies: judged.length,
        followUps: judged.filter((finding) => finding.judgement === 'follow_up').length,
      },
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new DomainError('conflict', 'ほかの人が先にこの週を点検しました。画面を開き直してください。');
  }
  return { versionNo };
}

function requireMonday(weekStart: CalendarDate): void {
  if (mondayOf(weekStart) !== weekStart)
    throw new DomainError('invalid', '週は月曜日からです。一覧から選び直してください。');
}
