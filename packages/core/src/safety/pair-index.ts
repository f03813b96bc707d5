import type { InteractionPair } from './types.ts';

/**
 * The interaction table prepared for look-up. Build it once per edition of the table and keep it: a check then
 * touches only the rows that name one of the drugs at hand.
 */
export interface PairIndex {
  /** rows that can match something */
  readonly usablePairs: number;
  /** ids of rows without a prefix on one side: they can never match, which must not go unseen */
  readonly unusablePairIds: readonly string[];
  /** The rows that name this YJ code on either side. */
  sidesOf(yjCode: string): DrugSides;
}

/** Where a drug stands in the table: on side A or B of which rows. */
export interface DrugSides {
  readonly onSideA: ReadonlySet<InteractionPair>;
  readonly onSideB: ReadonlySet<InteractionPair>;
}

/** Builds the index. Prefixes are the first characters of a YJ code, of any length from 1 (7 and 9 are usual). */
export function buildPairIndex(pairs: readonly InteractionPair[]): PairIndex {
  const sideA = new Map<string, InteractionPair[]>();
  const sideB = new Map<string, InteractionPair[]>();
  const lengths = new Set<number>();
  const unusablePairIds: string[] = [];
  for (const pair of pairs) {
    const prefixesA = pair.prefixesA.filter((prefix) => prefix !== '');
    const prefixesB = pair.prefixesB.filter((prefix) => prefix !== '');
    if (prefixesA.length === 0 || prefixesB.length === 0) {
      unusablePairIds.push(pair.id);
      continue;
    }
    for (const [side, prefixes] of [
      [sideA, prefixesA],
      [sideB, prefixesB],
    ] as const) {
      for (const prefix of prefixes) {
        lengths.add(prefix.length);
        const rows = side.get(prefix);
        if (rows) rows.push(pair);
        else side.set(prefix, [pair]);
      }
    }
  }
  const rowsOf = (side: Map<string, InteractionPair[]>, yjCode: string) =>
    new Set([...lengths].flatMap((length) => side.get(yjCode.slice(0, length)) ?? []));
  return {
    usablePairs: pairs.length - unusablePairIds.length,
    unusablePairIds,
    sidesOf: (yjCode) => ({ onSideA: rowsOf(sideA, yjCode), onSideB: rowsOf(sideB, yjCode) }),
  };
}

/** The rows that hold between two drugs, whichever way round the table writes them, in the order of their ids. */
export function pairsBetween(one: DrugSides, other: DrugSides): InteractionPair[] {
  const rows = [
    ...[...one.onSideA].filter((pair) => other.onSideB.has(pair)),
    ...[...one.onSideB].filter((pair) => other.onSideA.has(pair)),
  ];
  return [...new Set(rows)].sort((a, b) => (a.id < b.id ? -1 : 1));
}
