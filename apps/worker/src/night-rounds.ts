import type { FlowContext } from '@shirube/core/shared';
import { nightRound } from '@shirube/core/sharing';
import { todayInTokyo } from '@shirube/terminology';

/** Hours of the night in Tokyo in which the round is made; a worker that starts later in the day leaves it to the next night. */
const firstHour = 0;
const lastHour = 5;

/** 0 to 23, Asia/Tokyo. */
const hourInTokyo = (now: Date): number => (now.getUTCHours() + 9) % 24;

/**
 * The night's round of each clinic: once between midnight and five o'clock (Asia/Tokyo), whatever the day left is put on its way. Made again by
 * another process it finds nothing to do.
 */
export function nightRounds(): (flow: FlowContext, institutionCode: string) => Promise<void> {
  const done = new Map<string, string>();
  return async (flow, institutionCode) => {
    const now = flow.now();
    const hour = hourInTokyo(now);
    const day = todayInTokyo(now);
    if (hour < firstHour || hour > lastHour || done.get(institutionCode) === day) return;
    await nightRound(flow.run);
    done.set(institutionCode, day);
  };
}
