import { normalizeDose } from './draft.ts';

/** Doses are decimal strings of up to five places; sums are made in these units so that 0.1 + 0.2 is 0.3. */
const scale = 100_000;
const toUnits = (dose: string): number => Math.round(Number(dose) * scale);

/** The sum of decimal doses, as a decimal string: ['1.5', '1'] is '2.5'. */
export function sumOfDoses(doses: readonly string[]): string {
  return normalizeDose((doses.reduce((sum, dose) => sum + toUnits(dose), 0) / scale).toFixed(5));
}

/** A dose shared over so many times of the day where it divides into whole tenths of `grain`; null where it does not. */
export function evenShare(dose: string, times: number, grain: number): string | null {
  const share = toUnits(dose) / times;
  const unit = Math.round(grain * scale);
  return share > 0 && share % unit === 0 ? normalizeDose((share / scale).toFixed(5)) : null;
}

/**
 * 不均等服用 code (補足用法コード, 8): 'V', the time of the day from 1, and the dose filled up with 'N': the first time 1.5 is 'V11.5NNN'.
 * assumed from the examples of the record specification; null for a dose that does not fit, which then stands as a number only.
 */
export function unevenCode(time: number, dose: string): string | null {
  return dose.length <= 6 && time <= 9 ? `V${time}${dose.padEnd(6, 'N')}` : null;
}

/** The doses of the times of one day, from the first, and the day's dose they add up to. */
export function unevenDoses(doses: readonly string[]): {
  dose: string;
  unevenDoses: { dose: string; code: string | null }[];
} {
  const tidy = doses.map(normalizeDose);
  return {
    dose: sumOfDoses(tidy),
    unevenDoses: tidy.map((dose, index) => ({ dose, code: unevenCode(index + 1, dose) })),
  };
}
