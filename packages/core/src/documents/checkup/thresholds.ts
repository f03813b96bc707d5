import type { SexCode } from '../../records/index.ts';
import type { CheckupRow } from './schema.ts';

/** Where 保健指導 and 受診勧奨 begin: 健診判定値. `below`: a lower value is the worse one. */
interface Threshold {
  codes: readonly string[];
  below?: true;
  sex?: 'male' | 'female';
  guidance: number;
  referral: number | null;
}

/** 標準的な健診・保健指導プログラム（令和6年度版） 健診検査項目の保健指導判定値及び受診勧奨判定値. */
const THRESHOLDS: readonly Threshold[] = [
  { codes: ['9N011'], guidance: 25, referral: null },
  { codes: ['9N016'], sex: 'male', guidance: 85, referral: null },
  { codes: ['9N016'], sex: 'female', guidance: 90, referral: null },
  { codes: ['9A751', '9A752', '9A755'], guidance: 130, referral: 140 },
  { codes: ['9A761', '9A762', '9A765'], guidance: 85, referral: 90 },
  { codes: ['3F0150'], guidance: 150, referral: 300 },
  { codes: ['3F0151'], guidance: 175, referral: 300 },
  { codes: ['3F070'], below: true, guidance: 40, referral: null },
  { codes: ['3F077'], guidance: 120, referral: 140 },
  { codes: ['3F069'], guidance: 150, referral: 170 },
  { codes: ['3B035', '3B045'], guidance: 31, referral: 51 },
  { codes: ['3B090'], guidance: 51, referral: 101 },
  { codes: ['3D0100', '3D0101'], guidance: 100, referral: 126 },
  { codes: ['3D046'], guidance: 5.6, referral: 6.5 },
  { codes: ['8A065'], below: true, guidance: 60, referral: 45 },
  { codes: ['2A030'], below: true, sex: 'male', guidance: 13.1, referral: 12.1 },
  { codes: ['2A030'], below: true, sex: 'female', guidance: 12.1, referral: 11.1 },
];

/** H or L by the 健診判定値, with the sentence for it; null: there is none for the item, or for a person of unknown sex. */
export function judgedValue(
  row: CheckupRow,
  value: number,
  sex: SexCode,
): { interpretation: 'H' | 'L' | 'N'; words: string | null } | null {
  const threshold = THRESHOLDS.find(
    (each) =>
      (each.sex === undefined || each.sex === sex) && each.codes.some((code) => row.key.startsWith(code)),
  );
  if (threshold === undefined || Number.isNaN(value)) return null;
  const isBelow = threshold.below === true;
  const reaches = (bound: number | null) => bound !== null && (isBelow ? value < bound : value >= bound);
  const side = isBelow ? '未満' : '以上';
  if (reaches(threshold.referral))
    return { interpretation: isBelow ? 'L' : 'H', words: `受診勧奨の値（${threshold.referral}${side}）` };
  if (reaches(threshold.guidance))
    return { interpretation: isBelow ? 'L' : 'H', words: `保健指導の値（${threshold.guidance}${side}）` };
  return { interpretation: 'N', words: null };
}

/** Bounds of what can be true, wide enough for anybody: beyond them it is a slip of the hand. */
const PLAUSIBLE: readonly [codes: readonly string[], low: number, high: number][] = [
  [['9N001'], 50, 250],
  [['9N006'], 5, 350],
  [['9N011'], 5, 120],
  [['9N016'], 30, 250],
  [['9A75'], 40, 300],
  [['9A76'], 20, 200],
  [['9N121'], 20, 300],
  [['3D046'], 2, 25],
  [['3D010'], 10, 2_000],
  [['3F'], 1, 10_000],
  [['3B'], 0, 50_000],
  [['3C015'], 0.05, 50],
  [['8A065'], 0, 300],
  [['2A030'], 1, 30],
  [['2A040'], 5, 80],
  [['2A020'], 50, 1_000],
  [['9E160'], 0, 3],
];

/** What is wrong with a number, in words; null when nothing is. */
export function implausible(row: CheckupRow, value: number): string | null {
  const bounds = PLAUSIBLE.find(([codes]) => codes.some((code) => row.key.startsWith(code)));
  if (bounds === undefined) return value < 0 ? `「${row.name}」に、0より小さい値が入っています。` : null;
  const [, low, high] = bounds;
  return value < low || value > high
    ? `「${row.name}」の値（${low}〜${high} のはず）を確かめてください。`
    : null;
}
