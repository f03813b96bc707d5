import { addDays, todayInTokyo } from '@shirube/terminology';
import { PortError } from '../ports/index.ts';
import type { FlowContext } from '../shared/flow.ts';
import { toDateColumn } from '../shared/rows.ts';
import { learnStatus } from './ask-status.ts';
import { fetchDispensings } from './dispensing.ts';

/** How long an answer holds: a prescription of these days is asked about often, an older one now and then. */
const freshMilliseconds = 3 * 60_000;
const oldMilliseconds = 60 * 60_000;
/** A day of many prescriptions is spread over rounds: the service is never asked for all of them at once. */
const mostPerRound = 30;
/**
 * Days after the 使用期限 during which a pharmacy may still be at it; リフィル runs much longer. What comes later is found by the list of
 * results, which names every new one.
 */
const daysAfter = 3;
const daysOfRefill = 200;

export interface Round {
  asked: number;
  results: number;
  /** the service did not answer: the rest waits for the next round */
  stopped: boolean;
}

/** The service has answered, and refuses this one prescription: the others are asked all the same. */
const isAboutThisOne = (error: unknown): boolean =>
  error instanceof PortError && (error.kind === 'user_fixable' || error.kind === 'status_conflict');

/**
 * One round of a clinic: asks where its open prescriptions stand, and fetches what pharmacies reported. A service that does not answer
 * ends the round, so that the next one begins with a pause; one prescription that it refuses holds up no other. `all` asks about every open prescription whenever it was last asked.
 */
export async function prescriptionRound(
  flow: FlowContext,
  institutionCode: string,
  options: { all?: boolean } = {},
): Promise<Round> {
  const round: Round = { asked: 0, results: 0, stopped: false };
  const stamp = flow.now().getTime().toString(36);
  try {
    for (const { prescriptionId, prescription } of await due(flow, options.all ?? false)) {
      const kept = prescription._count.dispensings;
      try {
        const answer = await learnStatus(flow, prescriptionId, `${prescriptionId}-${stamp}`);
        if (answer !== null && (answer.dispensedCount > kept || (answer.hasMessage && kept === 0)))
          round.results += await fetchDispensings(flow, prescriptionId, `${prescriptionId}-d-${stamp}`);
      } catch (error) {
        if (!isAboutThisOne(error)) throw error;
        await noteAsked(flow, prescriptionId);
      }
      round.asked += 1;
    }
    round.results += await fetchListed(flow, institutionCode, stamp);
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    round.stopped = true;
  }
  return round;
}

/** It takes its turn after the others, and is asked again in its time. */
const noteAsked = (flow: FlowContext, prescriptionId: string) =>
  flow.run((uow) =>
    uow.tables.prescriptionState.updateMany({ where: { prescriptionId }, data: { askedAt: uow.now } }),
  );

/** Prescriptions a pharmacy may have done something with since they were last asked about, the longest unasked first. */
async function due(
  flow: FlowContext,
  all: boolean,
): Promise<{ prescriptionId: string; prescription: { _count: { dispensings: number } } }[]> {
  return flow.run((uow) => {
    const today = todayInTokyo(uow.now);
    const before = (milliseconds: number) => new Date(uow.now.getTime() - milliseconds);
    const askedBefore = (milliseconds: number) => ({
      OR: [{ askedAt: null }, { askedAt: { lt: before(milliseconds) } }],
    });
    const recent = { issuedOn: { gte: toDateColumn(addDays(today, -3)) } };
    return uow.tables.prescriptionState.findMany({
      where: {
        externalId: { not: null },
        status: { in: ['registered', 'dispensing'] },
        prescription: { issueType: { not: 'in_house' } },
        AND: [
          {
            OR: [
              { prescription: { validUntil: { gte: toDateColumn(addDays(today, -daysAfter)) } } },
              {
                prescription: {
                  validUntil: { gte: toDateColumn(addDays(today, -daysOfRefill)) },
                  record: { path: ['refillCount'], gte: 2 },
                },
              },
            ],
          },
          all
            ? {}
            : {
                OR: [
                  { prescription: recent, ...askedBefore(freshMilliseconds) },
                  askedBefore(oldMilliseconds),
                ],
              },
        ],
      },
      orderBy: { askedAt: { sort: 'asc', nulls: 'first' } },
      take: mostPerRound,
      select: {
        prescriptionId: true,
        prescription: { select: { _count: { select: { dispensings: true } } } },
      },
    });
  });
}

/** 調剤結果一覧 of today and yesterday: finds what a status did not show. Listed results that are here already are not fetched. */
async function fetchListed(flow: FlowContext, institutionCode: string, stamp: string): Promise<number> {
  const today = todayInTokyo(flow.now());
  const listed = await flow.services.ePrescription.listDispensed({
    institutionCode,
    requestId: `list-${stamp}`,
    from: addDays(today, -1),
    to: today,
  });
  const missing = await flow.run(async (uow) => {
    const ours = await uow.tables.prescriptionState.findMany({
      where: { externalId: { in: listed.map((each) => each.prescriptionId) } },
      select: { prescriptionId: true, externalId: true },
    });
    const [known, apart] = await Promise.all([
      uow.tables.dispensing.findMany({
        where: { externalId: { in: listed.map((each) => each.dispensingId) } },
        select: { externalId: true, prescriptionId: true },
      }),
      uow.tables.dispensingQuarantine.findMany({
        where: { externalId: { in: listed.map((each) => each.dispensingId) } },
        select: { externalId: true, prescriptionExternalId: true },
      }),
    ]);
    return ours.filter((own) =>
      listed.some(
        (each) =>
          each.prescriptionId === own.externalId &&
          !known.some(
            (row) => row.externalId === each.dispensingId && row.prescriptionId === own.prescriptionId,
          ) &&
          !apart.some(
            (row) => row.externalId === each.dispensingId && row.prescriptionExternalId === own.externalId,
          ),
      ),
    );
  });
  let results = 0;
  for (const { prescriptionId } of missing) {
    try {
      await learnStatus(flow, prescriptionId, `${prescriptionId}-s-${stamp}`);
      results += await fetchDispensings(flow, prescriptionId, `${prescriptionId}-l-${stamp}`);
    } catch (error) {
      if (!isAboutThisOne(error)) throw error;
    }
  }
  return results;
}
