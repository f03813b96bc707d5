/** What the official text of a usage code says, e.g. 内服・経口・１日３回朝昼夕食後. */
export interface UsageTextParts {
  shortText: string;
  timesPerDay: number | null;
  /** for 頓用: when it is taken (疼痛時 …) */
  condition: string | null;
}

/** 朝昼夕 at meals is said 毎食. */
const EVERY_MEAL = /朝昼夕食/;

/**
 * Takes the official text of a usage code apart. The text is the only complete source: the published frequency and condition columns
 * are empty or shifted for some rows.
 * @param text 基本用法・用法詳細・timing, as the JAMI table writes it
 */
export function readUsageText(text: string, asNeeded: boolean): UsageTextParts {
  const [basicUsage = '', method = '', ...rest] = text.normalize('NFKC').replaceAll('~', '～').split('・');
  const timing = rest.join('・');
  const fixed = asNeeded ? null : /^1日(\d+)回(.*)$/.exec(timing);
  const when = (fixed?.[2] ?? timing).replace(EVERY_MEAL, '毎食');
  const [condition = '', ...limits] = when.split(/[ .]+/).filter((part) => part !== '');
  const said = limits.length > 0 ? `${condition}（${limits.join('、')}）` : condition;
  // By mouth goes without saying; any other way is part of what the patient must know.
  const way = basicUsage === '内服' && method === '経口' ? '' : method;
  return {
    shortText: [said, way].filter((part) => part !== '').join(' '),
    timesPerDay: fixed ? Number(fixed[1]) : null,
    condition: asNeeded ? condition : null,
  };
}
