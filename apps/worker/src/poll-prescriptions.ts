import { prescriptionRound } from '@shirube/core/delivery';
import type { FlowContext } from '@shirube/core/shared';

/** Rounds that are left out after one that got no answer, doubled each time up to this many: half an hour of rounds of half a minute. */
const mostLeftOut = 60;

/**
 * Rounds of the clinics about their prescriptions. A service that does not answer a clinic is left alone for longer and longer; the first
 * answer brings back the ordinary round.
 */
export function prescriptionRounds(): (flow: FlowContext, institutionCode: string) => Promise<void> {
  const pauses = new Map<string, { left: number; length: number }>();
  return async (flow, institutionCode) => {
    const pause = pauses.get(institutionCode);
    if (pause && pause.left > 0) {
      pause.left -= 1;
      return;
    }
    const { stopped } = await prescriptionRound(flow, institutionCode);
    if (!stopped) pauses.delete(institutionCode);
    else {
      const length = Math.min(mostLeftOut, (pause?.length ?? 0.5) * 2);
      pauses.set(institutionCode, { left: length, length });
    }
  };
}
