import type { PastOrder } from '@shirube/core/charting/schema';
import type { DraftMedication, DraftRp } from '@shirube/core/prescribing/draft';
import { displayDrugName } from '@shirube/terminology';
import { lineInWords, quantityInWords, usageInWords } from './words.ts';

/** What is different from the last time a drug was prescribed, and what has changed about it since. */
export interface SinceLastTime {
  /** the day of that prescription; null: never before, as far as the chart shows */
  on: string | null;
  /** 量・用法・日数 that are not as they were; in words, with what it was */
  differences: string[];
  /** what the masters say today that they did not say then */
  changes: PastOrder['changes'];
}

interface PastLine {
  order: PastOrder;
  rp: DraftRp;
  line: DraftMedication;
}

/** The newest prescription of each drug, by YJ code. */
export function lastTimes(orders: readonly PastOrder[]): Map<string, PastLine> {
  const known = new Map<string, PastLine>();
  for (const order of orders)
    for (const rp of order.rps)
      for (const line of rp.medications)
        if (line.yjCode !== '' && !known.has(line.yjCode)) known.set(line.yjCode, { order, rp, line });
  return known;
}

/** Compares a line of today with the last time; everything is said as it was, so that the doctor sees both. */
export function sinceLastTime(rp: DraftRp, line: DraftMedication, last: PastLine | undefined): SinceLastTime {
  if (!last) return { on: null, differences: [], changes: [] };
  const differences: string[] = [];
  if (last.line.dose !== null && (line.dose !== last.line.dose || line.unit !== last.line.unit))
    differences.push(`量 ${displayDrugName(`${last.line.dose}${last.line.unit}`)}`);
  if (last.rp.usage && rp.usage?.code !== last.rp.usage.code)
    differences.push(`用法 ${usageInWords(last.rp.usage.text)}`);
  if (
    last.rp.formClass === rp.formClass &&
    last.rp.quantity !== rp.quantity &&
    quantityInWords(last.rp) !== ''
  )
    differences.push(quantityInWords(last.rp));
  if ((last.line.generic === null) !== (line.generic === null))
    differences.push(last.line.generic ? '一般名で処方' : '銘柄名で処方');
  const changes = last.order.changes.filter(
    (change) => change.at === last.line.clientId || change.at === last.rp.clientId,
  );
  return { on: last.order.issuedOn, differences, changes };
}

/** Drugs of the newest prescription that are not in the order, once at least one of them is: left out on purpose, or by mistake. */
export function leftOut(
  rps: readonly DraftRp[],
  newest: PastOrder | undefined,
): { clientId: string; words: string }[] {
  const here = new Set(rps.flatMap((rp) => rp.medications.map((line) => line.yjCode)));
  const before = (newest?.rps ?? []).flatMap((rp) =>
    rp.medications.map((line) => ({
      clientId: line.clientId,
      yjCode: line.yjCode,
      words: lineInWords(rp, line),
    })),
  );
  if (!before.some((line) => here.has(line.yjCode))) return [];
  return before.filter((line) => !here.has(line.yjCode)).map(({ clientId, words }) => ({ clientId, words }));
}
