import { addDays } from '@shirube/terminology';
import type { CalendarDate, PrescriptionRecord } from '../../records/index.ts';

/** Days before and after the day on which the drugs end, within which the next リフィル may be dispensed. */
const windowDays = 7;

export interface Refill {
  total: number;
  dispensed: number;
  /** 次回調剤予定日 and the days around it; null when nothing has been dispensed yet, or nothing is left */
  next: { on: CalendarDate; from: CalendarDate; to: CalendarDate } | null;
}

/**
 * リフィル: how often it may be dispensed, how often it was, and when the next time is (前回の調剤日 + 投薬期間, ±7 days;
 * 保険医療機関及び保険医療養担当規則, 調剤報酬 留意事項). Null when the prescription is none.
 * dispensedOn: the days of dispensing that are known, in any order; count: what the service says, when it knows more.
 */
export function refillOf(
  record: Pick<PrescriptionRecord, 'refillCount' | 'rps'>,
  dispensedOn: readonly CalendarDate[],
  count: number,
): Refill | null {
  if (record.refillCount === null) return null;
  const dispensed = Math.max(count, dispensedOn.length);
  const last = [...dispensedOn].sort().at(-1);
  // 内服 and 内服滴剤 count days; where nothing does, no date can be told
  const days = Math.max(
    0,
    ...record.rps.filter((rp) => rp.formClass === '1' || rp.formClass === '4').map((rp) => rp.quantity),
  );
  const on = last === undefined || days === 0 || dispensed >= record.refillCount ? null : addDays(last, days);
  return {
    total: record.refillCount,
    dispensed,
    next: on === null ? null : { on, from: addDays(on, -windowDays), to: addDays(on, windowDays) },
  };
}
