import type { MedicationRecord, RpRecord } from '@shirube/core/records';

/** The times of a day at which a medicine is taken, as the table of the leaflet has them. */
export const timesOfDay = ['起きたとき', '朝', '昼', '夕', '寝る前'] as const;
export type TimeOfDay = (typeof timesOfDay)[number];

/** JAMI 標準用法コード of a fixed time of life (third character 1): one place of the code each, in the order of the day. */
const places: readonly { time: TimeOfDay; index: number }[] = [
  { time: '起きたとき', index: 8 },
  { time: '朝', index: 7 },
  { time: '昼', index: 6 },
  { time: '夕', index: 5 },
  { time: '寝る前', index: 4 },
];
const aroundMeal: Record<string, string> = {
  '1': '食前',
  '2': '食直前',
  '3': '食直後',
  '4': '食後',
  '5': '食間',
};

/** When a medicine of this usage is taken and how it stands to the meal; null when the code says no times of day (頓用, 外用 …). */
export function timesOf(usageCode: string): { time: TimeOfDay; meal: string }[] | null {
  if (!/^1\d1/.test(usageCode)) return null;
  const times = places
    .filter(({ index }) => (usageCode[index] ?? '0') !== '0')
    .map(({ time, index }) => ({ time, meal: aroundMeal[usageCode[index]!] ?? '' }))
    .map(({ time, meal }) => ({ time, meal: time === '起きたとき' || time === '寝る前' ? '' : meal }));
  return times.length === 0 ? null : times;
}

/**
 * How much is taken at each of the times, in the unit of the line; null when it cannot be said exactly: nothing is rounded. 不均等 gives
 * the amounts in the order of the day.
 */
export function amountsOf(rp: RpRecord, line: MedicationRecord): string[] | null {
  const times = timesOf(rp.usage.code);
  if (times === null || rp.formClass !== '1') return null;
  if (line.unevenDoses !== null)
    return line.unevenDoses.length === times.length ? line.unevenDoses.map((each) => each.dose) : null;
  // five decimals are what a dose can have: a whole number of those divides exactly or not at all
  const parts = Math.round(Number(line.dose) * 100_000);
  if (parts % times.length !== 0) return null;
  const amount = String(parts / times.length / 100_000);
  return times.map(() => amount);
}
