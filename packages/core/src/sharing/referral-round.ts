import { PortError } from '../ports/index.ts';
import type { FlowContext } from '../shared/flow.ts';

/** How long an answer holds. */
const askedEveryMilliseconds = 15 * 60_000;
const mostPerRound = 30;

/**
 * How far the referrals of a clinic have come at their receivers (閲覧保留, 閲覧可, 受領済), the longest unasked first. A service that does
 * not answer ends the round; one referral that it refuses holds up no other. Returns how many were asked about.
 */
export async function referralRound(flow: FlowContext, institutionCode: string): Promise<number> {
  const due = await flow.run((uow) =>
    uow.tables.reportUnit.findMany({
      where: {
        kind: 'referral',
        standing: 'registered',
        AND: [
          { OR: [{ referralState: null }, { referralState: { notIn: ['received', 'cancelled'] } }] },
          {
            OR: [
              { referralAskedAt: null },
              { referralAskedAt: { lt: new Date(uow.now.getTime() - askedEveryMilliseconds) } },
            ],
          },
        ],
      },
      orderBy: { referralAskedAt: { sort: 'asc', nulls: 'first' } },
      take: mostPerRound,
      select: { id: true, identifier: true },
    }),
  );
  const stamp = flow.now().getTime().toString(36);
  for (const [index, unit] of due.entries()) {
    const answer = await stateOf(flow, {
      institutionCode,
      requestId: `state-${stamp}-${index}`,
      identifier: unit.identifier,
    });
    if (answer === 'no_service') return index;
    await flow.run((uow) =>
      uow.tables.reportUnit.updateMany({
        where: { id: unit.id },
        data: { referralAskedAt: uow.now, ...(answer === null ? {} : { referralState: answer.state }) },
      }),
    );
  }
  return due.length;
}

async function stateOf(
  flow: FlowContext,
  request: { institutionCode: string; requestId: string; identifier: string },
): Promise<{ state: string } | null | 'no_service'> {
  try {
    return await flow.services.sharing.referralState(request);
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    return error.kind === 'user_fixable' || error.kind === 'status_conflict' ? null : 'no_service';
  }
}
