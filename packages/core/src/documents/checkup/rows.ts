import type { CheckupItem } from '../../masters/checkup-items.ts';
import type { CheckupEntry, CheckupRow } from './schema.ts';

/** 1607 所見の有無 and 1608 所見, 1604 具体的な: characters 6 to 9 of an item code say which part of an examination it is. */
const WORDS = /^.{5}160[48]/;
/** Choices that ask whether there is something to say: its words stand beside them. */
const ASKS_FOR_WORDS = ['2001', '2002'];

/**
 * The lines of the form, in published order: one for every item, whatever the methods it has, and the words of a finding with the item
 * they explain. An item whose choices are not published is left out, since nothing could be entered.
 */
export function checkupRows(items: readonly CheckupItem[]): CheckupRow[] {
  const wordsOf = new Map(
    items.flatMap((item) => {
      const words = findingItem(item, items);
      return words === null ? [] : [[item.code, words] as const];
    }),
  );
  const explained = new Set([...wordsOf.values()].map(({ code }) => code));
  const rows: CheckupRow[] = [];
  for (const item of items) {
    if (explained.has(item.code) || (item.kind === 'coded' && item.choices.length === 0)) continue;
    const method = { itemCode: item.code, method: item.method };
    const same = rows.find((row) => row.name === item.name && row.key.slice(0, 5) === item.code.slice(0, 5));
    if (same) {
      same.methods.push(method);
      continue;
    }
    const words = wordsOf.get(item.code);
    rows.push({
      key: item.code,
      codeSystem: item.codeSystem,
      name: item.name,
      kind: item.kind,
      isQuestion: item.isQuestion,
      unit: item.unit,
      ucum: item.ucum,
      choiceTable: item.choiceTable,
      choices: item.choices.map((choice) => ({ ...choice })),
      methods: [method],
      group: item.group,
      finding: words === undefined ? null : { code: words.code, name: words.name },
    });
  }
  return rows;
}

function findingItem(item: CheckupItem, items: readonly CheckupItem[]): CheckupItem | null {
  if (!ASKS_FOR_WORDS.includes(item.choiceTable ?? '')) return null;
  return items.find((other) => other.kind === 'text' && isFindingOf(other.code, item.code)) ?? null;
}

/** True when the words of one item explain the other: 心電図(所見) of 心電図(所見の有無). */
export function isFindingOf(words: string, itemCode: string): boolean {
  return (
    WORDS.test(words) &&
    words !== itemCode &&
    words.slice(0, 5) === itemCode.slice(0, 5) &&
    words.slice(9, 15) === itemCode.slice(9, 15)
  );
}

/** The row of an item code, whichever method it stands for. */
export function rowOf(rows: readonly CheckupRow[], itemCode: string): CheckupRow | undefined {
  return rows.find((row) => row.methods.some((method) => method.itemCode === itemCode));
}

/** What was examined, by characters 10 to 12 of the code. */
const MATERIALS: Record<string, string> = {
  '001': '尿',
  '004': '蓄尿',
  '015': '便',
  '019': '全血(添加物入り)',
  '022': '血漿',
  '023': '血清',
  '061': '喀痰',
  '085': '婦人科材料',
};

/** The material of a laboratory test; null for an examination of the person. */
export function materialOf(itemCode: string): string | null {
  return itemCode.startsWith('9') ? null : (MATERIALS[itemCode.slice(9, 12)] ?? null);
}

/** What was entered in a line. */
export function entryIn(row: CheckupRow, entries: readonly CheckupEntry[]): CheckupEntry | undefined {
  return entries.find((entry) => row.methods.some(({ itemCode }) => itemCode === entry.itemCode));
}

/** True when a line says why it has no value. */
export function isAbsent({ state }: CheckupEntry): boolean {
  return state === 'not_done' || state === 'unmeasurable';
}

/** True when a line says anything. */
export function isAnswered(entry: CheckupEntry | undefined): entry is CheckupEntry {
  if (entry === undefined) return false;
  if (isAbsent(entry)) return entry.reason.trim() !== '';
  return entry.value.trim() !== '' || entry.finding.trim() !== '';
}

/** A line with nothing in it, by its first method. */
export function emptyEntry(row: CheckupRow): CheckupEntry {
  const [first] = row.methods;
  return {
    itemCode: first?.itemCode ?? row.key,
    state: 'value',
    value: '',
    reason: '',
    finding: '',
    source: null,
  };
}
