import { toCompoundSearchKey } from '@shirube/terminology';

/** When a scheduled oral usage is taken, as the buttons are grouped. */
export const usageTimings = [
  'before_meals',
  'just_before_meals',
  'just_after_meals',
  'after_meals',
  'between_meals',
  'bedtime',
  'rising',
  'interval',
  'other',
] as const;
export type UsageTiming = (typeof usageTimings)[number];

export interface UsageWords {
  /** 用法詳細: 経口, 点眼, 塗布 …; '' when the text names none */
  method: string;
  timing: UsageTiming;
  /** what a 頓用 adds to its condition: 4時間以上あける、1日3回まで; null when nothing */
  limits: string | null;
  /** search keys of what it says and of how that is read, separated by spaces */
  searchKey: string;
}

/** The first that fits names the timing: 食直前 stands before 食前, 就寝前 with a meal belongs to the meal. */
const timingWords: [RegExp, UsageTiming][] = [
  [/時間毎/, 'interval'],
  [/食直前/, 'just_before_meals'],
  [/食直後/, 'just_after_meals'],
  [/2時間|食間/, 'between_meals'],
  [/食前/, 'before_meals'],
  [/食後/, 'after_meals'],
  [/起床/, 'rising'],
  [/就寝前/, 'bedtime'],
];

/**
 * How the words of a usage are read, the longer ones first: the table has no kana. Words that are missing here are found as
 * they are written.
 */
const readings: [string, string][] = [
  ['毎食直前', 'マイショクチョクゼン'],
  ['毎食直後', 'マイショクチョクゴ'],
  ['毎食前', 'マイショクゼン'],
  ['毎食後', 'マイショクゴ'],
  ['食直前', 'ショクチョクゼン'],
  ['食直後', 'ショクチョクゴ'],
  ['就寝前', 'シュウシンマエ'],
  ['起床時', 'キショウジ'],
  ['空腹時', 'クウフクジ'],
  ['食前', 'ショクゼン'],
  ['食後', 'ショクゴ'],
  ['食事', 'ショクジ'],
  ['食間', 'ショッカン'],
  ['時間毎', 'ジカンゴト'],
  ['時間', 'ジカン'],
  ['関節痛', 'カンセツツウ'],
  ['疼痛', 'トウツウ'],
  ['頭痛', 'ズツウ'],
  ['歯痛', 'シツウ'],
  ['胸痛', 'キョウツウ'],
  ['腹痛', 'フクツウ'],
  ['腰痛', 'ヨウツウ'],
  ['喘息', 'ゼンソク'],
  ['喘鳴', 'ゼンメイ'],
  ['発作', 'ホッサ'],
  ['咳込', 'セキコミ'],
  ['喉', 'ノド'],
  ['血圧上昇', 'ケツアツジョウショウ'],
  ['血糖上昇', 'ケットウジョウショウ'],
  ['便秘', 'ベンピ'],
  ['下痢', 'ゲリ'],
  ['排便', 'ハイベン'],
  ['嘔吐', 'オウト'],
  ['吐き気', 'ハキケ'],
  ['口腔乾燥', 'コウクウカンソウ'],
  ['出血', 'シュッケツ'],
  ['不眠', 'フミン'],
  ['不安', 'フアン'],
  ['不穏', 'フオン'],
  ['疲労', 'ヒロウ'],
  ['発熱', 'ハツネツ'],
  ['悪寒', 'オカン'],
  ['発疹', 'ホッシン'],
  ['症状', 'ショウジョウ'],
  ['検査', 'ケンサ'],
  ['入浴', 'ニュウヨク'],
  ['外出', 'ガイシュツ'],
  ['必要', 'ヒツヨウ'],
  ['適宜', 'テキギ'],
  ['貼付', 'チョウフ'],
  ['塗布', 'トフ'],
  ['湿布', 'シップ'],
  ['噴霧', 'フンム'],
  ['点耳', 'テンジ'],
  ['点眼', 'テンガン'],
  ['点鼻', 'テンビ'],
  ['吸入', 'キュウニュウ'],
  ['肛門挿入', 'コウモンソウニュウ'],
  ['膣内挿入', 'チツナイソウニュウ'],
  ['朝', 'アサ'],
  ['昼', 'ヒル'],
  ['夕', 'ユウ'],
  ['時', 'ジ'],
  ['前', 'マエ'],
  ['後', 'アト'],
  ['回', 'カイ'],
];

/**
 * What the official text of a usage code says, for grouping and finding it: 外用・点眼・１日３回 is a 点眼. The code itself is never taken
 * apart: its digits mean different things under different timing classes.
 */
export function readUsageWords(usage: { text: string; shortText: string; asNeeded: boolean }): UsageWords {
  const [, method = '', ...rest] = usage.text.normalize('NFKC').split('・');
  const said = rest.join('・');
  const timing = usage.asNeeded ? 'other' : (timingWords.find(([words]) => words.test(said))?.[1] ?? 'other');
  const limits = usage.asNeeded ? (/（(.+)）/.exec(usage.shortText)?.[1] ?? null) : null;
  const reading = readings.reduce((text, [word, kana]) => text.replaceAll(word, kana), usage.shortText);
  return { method, timing, limits, searchKey: toCompoundSearchKey(usage.shortText, usage.text, reading) };
}
