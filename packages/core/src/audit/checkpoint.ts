import { isUniqueViolation, type UnitOfWork } from '@shirube/db';
import { addDays, type CalendarDate } from '@shirube/terminology';
import { PortError } from '../ports/index.ts';
import type { FlowContext } from '../shared/flow.ts';
import { toCalendarDate, toDateColumn } from '../shared/rows.ts';
import { type CheckpointStatement, checkpointDigest } from './chain.ts';
import { daysWithoutStamp, readFirstDay } from './verify.ts';

/** A day is stamped from ten minutes after it has ended, when the last units of work of that day have long committed. */
const graceMilliseconds = 10 * 60 * 1000;

export interface StampResult {
  stamped: CalendarDate[];
  /** days that are over and still wait, because the authority gave no stamp that holds */
  waiting: CalendarDate[];
}

/**
 * Stamps every day of a clinic's trail that is over and has no stamp, oldest first. Safe to repeat and to run twice at once: one
 * checkpoint a day. Between reading and writing the authority is asked, outside any transaction; a token is stored only after it
 * has been checked. When the authority gives none the day waits for the next round.
 */
export async function stampAuditTrail(context: FlowContext): Promise<StampResult> {
  const { timestamp } = context.services;
  const now = new Date(context.now().getTime() - graceMilliseconds);
  const waiting = await context.run((uow) => readWaitingDays(uow, now));
  const stamped: CalendarDate[] = [];
  for (const date of waiting) {
    const statement = await context.run((uow) => readStatement(uow, date));
    if (!statement) continue;
    const digest = checkpointDigest(statement);
    let token: Uint8Array;
    let time: string;
    try {
      ({ token } = await timestamp.timestamp(digest));
      ({ time } = timestamp.verify(token, digest));
    } catch (error) {
      if (!(error instanceof PortError)) throw error;
      break;
    }
    await store(context, statement, token, time);
    stamped.push(date);
  }
  return { stamped, waiting: waiting.slice(stamped.length) };
}

/** Days that are over at `now` and wait for their stamp. */
export async function readWaitingDays(uow: UnitOfWork, now: Date): Promise<CalendarDate[]> {
  const last = await uow.tables.auditCheckpoint.findFirst({
    orderBy: { date: 'desc' },
    select: { date: true },
  });
  const stamped = last ? toCalendarDate(last.date) : null;
  return daysWithoutStamp(stamped, stamped === null ? await readFirstDay(uow) : null, now);
}

/** The furthest event up to the end of the day; on a day without any, the one of the day before again. */
async function readStatement(uow: UnitOfWork, date: CalendarDate): Promise<CheckpointStatement | null> {
  const before = await uow.tables.auditCheckpoint.findFirst({
    where: { date: { lt: toDateColumn(date) } },
    orderBy: { date: 'desc' },
    select: { seq: true, hash: true },
  });
  const furthest = await uow.tables.auditEvent.findFirst({
    where: {
      at: { gte: new Date(`${date}T00:00:00+09:00`), lt: new Date(`${addDays(date, 1)}T00:00:00+09:00`) },
    },
    orderBy: { seq: 'desc' },
    select: { seq: true, hash: true },
  });
  const last = furthest && furthest.seq > (before?.seq ?? 0n) ? furthest : before;
  if (!last) return null;
  return { tenantId: uow.tenantId, date, seq: last.seq, hash: Buffer.from(last.hash).toString('hex') };
}

async function store(
  context: FlowContext,
  statement: CheckpointStatement,
  token: Uint8Array,
  time: string,
): Promise<void> {
  try {
    await context.run(async (uow) => {
      await uow.tables.auditCheckpoint.create({
        data: {
          tenantId: uow.tenantId,
          date: toDateColumn(statement.date),
          seq: statement.seq,
          hash: Buffer.from(statement.hash, 'hex'),
          token: Buffer.from(token),
          stampedAt: new Date(time),
        },
      });
      uow.audit({
        action: 'audit.checkpoint',
        detail: { date: statement.date, seq: Number(statement.seq) },
      });
    });
  } catch (error) {
    // another worker was faster
    if (!isUniqueViolation(error)) throw error;
  }
}
