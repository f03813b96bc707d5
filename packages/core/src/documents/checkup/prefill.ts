import type { LabReportRecord, LabResultRecord } from '../../records/lab.ts';
import type { ChartForDocument } from '../chart.ts';
import { dayOf } from '../choices.ts';
import { emptyEntry, rowOf } from './rows.ts';
import type { CheckupEntry, CheckupRow } from './schema.ts';

/** Results this many days old can belong to the check-up; older ones are 前回値 at best. */
const RECENT_DAYS = 90;
/** Patient facts with a line of their own. */
const MEASURES: Record<string, string> = { 身長: '9N001000000000001', 体重: '9N006000000000001' };

type ChartForCheckup = Pick<ChartForDocument, 'measures' | 'today'> & {
  labReports: readonly LabReportRecord[];
};

/** What the chart already has: results and measures whose codes, units and choices correspond. Nothing is converted or guessed. */
export function prefilledEntries(rows: readonly CheckupRow[], chart: ChartForCheckup): CheckupEntry[] {
  const entries = new Map<string, CheckupEntry>();
  for (const { report, result } of newestFirst(chart)) {
    const entry = entryOf(rows, result, dayOf(report.collectedAt));
    if (entry !== null && !entries.has(entry.row.key)) entries.set(entry.row.key, entry.entry);
  }
  for (const { label, value, on } of chart.measures) {
    const row = rows.find(({ key }) => key === MEASURES[label]);
    if (row !== undefined && isRecent(on, chart.today)) {
      entries.set(row.key, {
        ...emptyEntry(row),
        value,
        source: { kind: 'measure', on, referenceLow: null, referenceHigh: null },
      });
    }
  }
  return [...entries.values()];
}

function newestFirst({
  labReports,
  today,
}: Pick<ChartForCheckup, 'labReports' | 'today'>): { report: LabReportRecord; result: LabResultRecord }[] {
  return labReports
    .filter((report) => isRecent(dayOf(report.collectedAt), today))
    .toSorted((a, b) => (dayOf(a.collectedAt) < dayOf(b.collectedAt) ? 1 : -1))
    .flatMap((report) => report.results.map((result) => ({ report, result })))
    .filter(({ result }) => result.status === 'final' || result.status === 'corrected');
}

function isRecent(on: string, today: string): boolean {
  const days = (Date.parse(today) - Date.parse(on)) / 86_400_000;
  return days >= 0 && days <= RECENT_DAYS;
}

function entryOf(
  rows: readonly CheckupRow[],
  result: LabResultRecord,
  on: string,
): { row: CheckupRow; entry: CheckupEntry } | null {
  const place = placeOf(rows, result.jlac10);
  if (place === null) return null;
  const value = labValue(place.row, result);
  if (value === null) return null;
  const { referenceLow, referenceHigh } = result;
  return {
    row: place.row,
    entry: {
      ...emptyEntry(place.row),
      ...value,
      itemCode: place.itemCode,
      source: { kind: 'lab', on, referenceLow, referenceHigh },
    },
  };
}

/** The line of a JLAC10: the same code, or 「その他」 of the same examination, material and kind of result by another method. */
function placeOf(
  rows: readonly CheckupRow[],
  jlac10: string | null,
): { row: CheckupRow; itemCode: string } | null {
  if (jlac10 === null) return null;
  const same = rowOf(rows, jlac10);
  if (same !== undefined) return { row: same, itemCode: jlac10 };
  const isOther = (code: string) =>
    code.slice(12, 15) === '999' &&
    code.slice(0, 12) === jlac10.slice(0, 12) &&
    code.slice(-2) === jlac10.slice(-2);
  for (const row of rows) {
    const other = row.methods.find(({ itemCode }) => isOther(itemCode));
    if (other !== undefined) return { row, itemCode: other.itemCode };
  }
  return null;
}

/** < and > of a laboratory are LX and HX; an absent value is not taken over, since it was not this check-up's. */
function labValue(row: CheckupRow, { value }: LabResultRecord): Pick<CheckupEntry, 'state' | 'value'> | null {
  if (value.kind === 'quantity') {
    if (row.kind !== 'quantity' || value.ucum !== row.ucum) return null;
    const state = value.comparator === null ? 'value' : value.comparator.startsWith('<') ? 'below' : 'above';
    return { state, value: value.value };
  }
  if (value.kind === 'absent' || row.kind !== 'coded') return null;
  const choice = row.choices.find(({ name }) => folded(name) === folded(value.text));
  return choice === undefined ? null : { state: 'value', value: choice.code };
}

/** (2+), ２＋ and ＋＋ say the same, and so do (-) and －. */
function folded(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[()\s型]/g, '')
    .replace(/[−ー–]/g, '-')
    .replace(/([1-5])\+/g, (_, times: string) => '+'.repeat(Number(times)))
    .replace(/^\+-$/, '±');
}
