import type { UnitOfWork } from '@shirube/db';
import { addDays, type CalendarDate, todayInTokyo } from '@shirube/terminology';
import { PortError, type TimestampPort } from '../ports/index.ts';
import type { FlowContext } from '../shared/flow.ts';
import { toCalendarDate } from '../shared/rows.ts';
import { checkpointDigest } from './chain.ts';
import { type ChainEvent, type ChainProblem, type ChainStart, ChainWalker } from './chain-walker.ts';

export interface AuditVerification {
  events: number;
  /** number of the last event the walk saw */
  lastSeq: bigint;
  checkpoints: number;
  /** the last day with a stamp that holds; what came after is protected by the chain's head only */
  stampedThrough: CalendarDate | null;
  /** days that are over and have no stamp yet */
  waiting: CalendarDate[];
  /** the first `mostProblems`, in the order in which they were found */
  problems: ChainProblem[];
  /** whether there are more */
  truncated: boolean;
}

interface Checkpoint {
  date: CalendarDate;
  seq: bigint;
  hash: string;
}

const endOfDayInTokyo = (date: CalendarDate): Date => new Date(`${addDays(date, 1)}T00:00:00+09:00`);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/**
 * Proves a clinic's audit trail: recomputes every hash, follows the links, looks for gaps, holds the chain's head against the last event,
 * and checks every stamped checkpoint (signature, imprint, day) against the event it names. Reads in pages, each in its own short unit
 * of work, so that neither memory nor locks grow with the trail; what is added meanwhile is left to the next verification.
 * What can be found, and what can not: docs/decisions/0009-audit-chain.md.
 */
export async function verifyAudit(
  context: Pick<FlowContext, 'run' | 'now'>,
  stamps: Pick<TimestampPort, 'verify'>,
  options: { page?: number; mostProblems?: number } = {},
): Promise<AuditVerification> {
  const { page = 2_000, mostProblems = 100 } = options;
  const problems: ChainProblem[] = [];
  let truncated = false;
  const report = (problem: ChainProblem) => {
    if (problems.length < mostProblems) problems.push(problem);
    else truncated = true;
  };
  const { head, furthest, start, checkpoints, tenantId } = await context.run(readFrame);
  const bySeq = Map.groupBy(checkpoints, (checkpoint) => checkpoint.seq);
  const walker = new ChainWalker(start, report);
  let retirement = start === null;
  for (let after: { seq: bigint; id: string } | null = null; ; ) {
    const events: ChainEvent[] = await context.run((uow) => readPage(uow, after, furthest, page));
    for (const event of events) {
      walker.step(event);
      for (const checkpoint of bySeq.get(event.seq) ?? [])
        if (checkpoint.hash !== event.hash)
          report(
            about(
              checkpoint,
              event.at,
              '改変',
              `${checkpoint.date} の時刻認証の後に、書き換えられています。`,
            ),
          );
      if (start && isRetirementOf(event, start)) retirement = true;
    }
    const last = events.at(-1);
    if (!last || events.length < page) break;
    after = { seq: last.seq, id: last.values[3] as string };
  }
  const { last } = walker;
  for (const checkpoint of start ? (bySeq.get(start.seq) ?? []) : [])
    if (checkpoint.hash !== start?.hash)
      report(
        about(
          checkpoint,
          null,
          '改変',
          `${checkpoint.date} の時刻認証が、切り離した月の終わりと合いません。`,
        ),
      );
  if (start && !retirement)
    report({
      kind: '欠落',
      seq: 1n,
      toSeq: start.seq,
      at: null,
      what: '保存期間を過ぎて切り離したという記録が、鎖の中にありません。',
    });
  walker.end([
    ...(head ? [{ seq: head.seq, by: '鎖の先端' }] : []),
    ...checkpoints.map(({ seq, date }) => ({ seq, by: `${date} の時刻認証` })),
  ]);
  if (
    last.seq > 0n &&
    (head === null || head.seq < last.seq || (head.seq === last.seq && head.hash !== last.hash))
  )
    report({
      kind: '改変',
      seq: last.seq,
      toSeq: last.seq,
      at: last.at?.toISOString() ?? null,
      what: '鎖の先端が、最後の記録と合いません。',
    });
  const stampedThrough = await verifyStamps(context, stamps, tenantId, checkpoints, report);
  const firstDay = checkpoints.at(-1)?.date ?? (await context.run(readFirstDay));
  return {
    events: walker.count,
    lastSeq: last.seq,
    checkpoints: checkpoints.length,
    stampedThrough,
    waiting: daysWithoutStamp(checkpoints.at(-1)?.date ?? null, firstDay, context.now()),
    problems,
    truncated,
  };
}

/** Days that are over at `now` and come after the last stamped one, or from the first day of the trail. */
export function daysWithoutStamp(
  stamped: CalendarDate | null,
  firstDay: CalendarDate | null,
  now: Date,
): CalendarDate[] {
  const days: CalendarDate[] = [];
  const today = todayInTokyo(now);
  let day = stamped === null ? firstDay : addDays(stamped, 1);
  while (day !== null && day < today) {
    days.push(day);
    day = addDays(day, 1);
  }
  return days;
}

/** The day (Asia/Tokyo) of the first event there is; null without any. */
export async function readFirstDay(uow: UnitOfWork): Promise<CalendarDate | null> {
  const first = await uow.tables.auditEvent.findFirst({ orderBy: { seq: 'asc' }, select: { at: true } });
  return first ? todayInTokyo(first.at) : null;
}

/** In one statement, so that head and last event are of one instant. */
async function readFrame(uow: UnitOfWork) {
  const [frame] = await uow.tables.$queryRaw<
    { head_seq: bigint | null; head_hash: string | null; last_seq: bigint | null }[]
  >`SELECT h.seq AS head_seq, encode(h.hash, 'hex') AS head_hash, e.seq AS last_seq
      FROM (SELECT max(seq) AS seq FROM audit_event) e LEFT JOIN ops.audit_head_of_clinic() h ON true`;
  const head = frame?.head_seq == null ? null : { seq: frame.head_seq, hash: frame.head_hash as string };
  const retired = await uow.tables.auditRetirement.findMany({ orderBy: { month: 'asc' } });
  const newest = retired.at(-1);
  const start: ChainStart | null = newest
    ? {
        seq: newest.lastSeq,
        hash: hex(newest.lastHash),
        stragglers: retired.flatMap(({ stragglers }) =>
          (stragglers as unknown as { seq: number; hash: string }[]).map((each) => ({
            seq: BigInt(each.seq),
            hash: each.hash,
          })),
        ),
      }
    : null;
  const checkpoints: Checkpoint[] = (
    await uow.tables.auditCheckpoint.findMany({
      select: { date: true, seq: true, hash: true },
      orderBy: { date: 'asc' },
    })
  ).map((row) => ({ date: toCalendarDate(row.date), seq: row.seq, hash: hex(row.hash) }));
  const furthest = [head?.seq ?? 0n, frame?.last_seq ?? 0n].reduce((a, b) => (a > b ? a : b));
  return { head, furthest, start, checkpoints, tenantId: uow.tenantId };
}

/** Numbers below one are read too: an event slipped in with such a number is found. */
function readPage(
  uow: UnitOfWork,
  after: { seq: bigint; id: string } | null,
  furthest: bigint,
  page: number,
): Promise<ChainEvent[]> {
  const from = after?.seq ?? -(2n ** 62n);
  const id = after?.id ?? '00000000-0000-0000-0000-000000000000';
  return uow.tables.$queryRaw<ChainEvent[]>`
    SELECT seq, at, encode(hash, 'hex') AS hash,
           ARRAY[encode(prev_hash, 'hex'), tenant_id::text, seq::text, id::text,
                 (extract(epoch FROM at) * 1000000)::bigint::text, (extract(epoch FROM recorded_at) * 1000000)::bigint::text,
                 actor_id::text, actor_name, actor_role, on_behalf_of_id::text, action, patient_id::text, entity_type,
                 entity_id::text, outcome::text, reason, detail::text, request_id, client, ip, session_id, authentication,
                 api_client_id::text] AS values
      FROM audit_event
     WHERE seq >= ${from} AND seq <= ${furthest} AND (seq, id) > (${from}, ${id}::uuid)
     ORDER BY seq, id LIMIT ${page}`;
}

function isRetirementOf(event: ChainEvent, start: ChainStart): boolean {
  if (event.values[10] !== 'audit.retire') return false;
  const detail = JSON.parse(event.values[16] ?? '{}') as { lastSeq?: number; lastHash?: string };
  return detail.lastSeq === Number(start.seq) && detail.lastHash === start.hash;
}

function about(
  checkpoint: Checkpoint,
  at: Date | null,
  kind: ChainProblem['kind'],
  what: string,
): ChainProblem {
  return { kind, seq: checkpoint.seq, toSeq: checkpoint.seq, at: at?.toISOString() ?? null, what };
}

/** Every token, one at a time; and that no day between two stamped ones is missing. Returns the last day that holds. */
async function verifyStamps(
  context: Pick<FlowContext, 'run'>,
  stamps: Pick<TimestampPort, 'verify'>,
  tenantId: string,
  checkpoints: readonly Checkpoint[],
  report: (problem: ChainProblem) => void,
): Promise<CalendarDate | null> {
  let through: CalendarDate | null = null;
  let before: Checkpoint | null = null;
  for (const checkpoint of checkpoints) {
    if (before && addDays(before.date, 1) !== checkpoint.date)
      report(about(before, null, '欠落', `${addDays(before.date, 1)} からの時刻認証がありません。`));
    if (before && checkpoint.seq < before.seq)
      report(
        about(
          checkpoint,
          null,
          '改変',
          `${checkpoint.date} の時刻認証が、前の日より前の記録を指しています。`,
        ),
      );
    before = checkpoint;
    const row = await context.run((uow) =>
      uow.tables.auditCheckpoint.findFirst({ where: { date: new Date(`${checkpoint.date}T00:00:00Z`) } }),
    );
    const wrong = row
      ? stampProblem(stamps, row, { ...checkpoint, tenantId })
      : '時刻認証の記録が読めません。';
    if (wrong === null) through = checkpoint.date;
    else report(about(checkpoint, row?.stampedAt ?? null, '署名の不一致', `${checkpoint.date}: ${wrong}`));
  }
  return through;
}

function stampProblem(
  stamps: Pick<TimestampPort, 'verify'>,
  row: { token: Uint8Array; stampedAt: Date },
  statement: Checkpoint & { tenantId: string },
): string | null {
  try {
    const { time } = stamps.verify(row.token, checkpointDigest(statement));
    if (new Date(time) < endOfDayInTokyo(statement.date)) return 'その日が終わる前の時刻が押されています。';
    if (new Date(time).getTime() !== row.stampedAt.getTime())
      return '控えた時刻と、時刻認証の時刻が違います。';
    return null;
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    return `時刻認証が確かめられません（${error.code}）。`;
  }
}
