import type { UsageSupplementRecord } from '../../records/index.ts';
import { normalizeDose } from './draft.ts';
import { fullWidthLength, RECORD_LIMITS } from './record-limits.ts';

/** One step of 漸減: so many days with this dose a day. */
export interface TaperStep {
  days: number;
  /** decimal string in the line's unit */
  dose: string;
}

const stepPattern = /(\d+)(?:〜(\d+))?日目:(\d+(?:\.\d+)?)([^、]*)/g;

/**
 * 漸減 as the record carries it: text by one rule, 「1〜3日目:6錠、4〜6日目:4錠」. The dose of the line is the first step's and the days of
 * the RP are all of them. Where the text is longer than one 用法補足, what follows stands as 用法の続き.
 */
export function taperSupplements(steps: readonly TaperStep[], unit: string): UsageSupplementRecord[] {
  let day = 1;
  const words = steps.map((step) => {
    const last = day + step.days - 1;
    const days = step.days === 1 ? `${day}日目` : `${day}〜${last}日目`;
    day = last + 1;
    return `${days}:${normalizeDose(step.dose)}${unit}`;
  });
  const texts: string[] = [];
  for (const word of words) {
    const open = texts.at(-1);
    const longer = open === undefined ? word : `${open}、${word}`;
    if (open !== undefined && fullWidthLength(longer) <= RECORD_LIMITS.remark)
      texts[texts.length - 1] = longer;
    else texts.push(word);
  }
  return texts.map((text, index) => ({
    kind: index === 0 ? 'tapering' : 'continued',
    text,
    code: null,
    siteCode: null,
  }));
}

/** The steps that a 漸減 text of ours says; null for a text that was written otherwise. */
export function taperSteps(supplements: readonly UsageSupplementRecord[]): TaperStep[] | null {
  const texts = supplements.filter(isTaper);
  const steps = texts.flatMap((each) =>
    [...each.text.matchAll(stepPattern)].map(([, from, to, dose]) => ({
      days: Number(to ?? from) - Number(from) + 1,
      dose: dose ?? '0',
    })),
  );
  return steps.length === 0 ? null : steps;
}

/** Whether a 用法補足 is part of a 漸減 text of ours. */
export const isTaper = (each: UsageSupplementRecord): boolean =>
  (each.kind === 'tapering' || each.kind === 'continued') && /日目:\d/.test(each.text);
