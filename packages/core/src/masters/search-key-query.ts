import { Prisma } from '@shirube/db';
import { type CalendarDate, prefixRange, toSearchKey } from '@shirube/terminology';
import { z } from 'zod';
import { romajiKey } from './romaji.ts';

export const masterSearchInput = z.object({
  text: z.string().trim().min(1).max(60),
  limit: z.number().int().min(1).max(50).default(20),
});

/** The master tables with a search_key, and what their rows are sorted by after how well they match. */
const searched = {
  drug: { table: Prisma.raw('master.drug'), code: Prisma.raw('yj_code'), order: Prisma.raw('kana, yj_code') },
  disease: {
    table: Prisma.raw('master.disease'),
    code: Prisma.raw('management_no'),
    order: Prisma.raw('char_length(name), kana, management_no'),
  },
  allergen: {
    table: Prisma.raw('master.allergen'),
    code: Prisma.raw('code'),
    order: Prisma.raw('kana, code'),
  },
} as const;

/** One word of a search: as typed (NFKC), and as it stands in a search key; also as the kana that its ローマ字 mean. */
export interface SearchWord {
  typed: string;
  keys: readonly [string, ...string[]];
}

/** "アムロジピン 5mg" → its words, in the order typed; what cannot be searched for is left out. */
export function searchWords(text: string): SearchWord[] {
  return text
    .normalize('NFKC')
    .split(/\s+/)
    .map((typed): SearchWord => {
      const kana = romajiKey(typed);
      return { typed, keys: [toSearchKey(typed), ...(kana === null ? [] : [kana])] };
    })
    .filter(({ keys }) => keys[0] !== '');
}

const anyOf = (keys: SearchWord['keys'], condition: (key: string) => Prisma.Sql): Prisma.Sql =>
  Prisma.sql`(${Prisma.join(keys.map(condition), ' OR ')})`;

/**
 * That a row holds a word besides the first. A number is looked for in the name and where a number begins: a key holds no
 * decimal point, and "5mg" must not offer 2.5mg or 25mg.
 */
function holds({ typed, keys }: SearchWord): Prisma.Sql {
  if (!/^\d/.test(typed))
    return Prisma.sql`AND ${anyOf(keys, (key) => Prisma.sql`strpos(search_key, ${key}) > 0`)}`;
  const literally = typed.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return Prisma.sql`AND normalize(name, NFKC) ~* ${`(^|[^0-9.])${literally}`}`;
}

/**
 * A row is in force to its last day, inclusive. The first day is not asked for: an edition that is loaded before its day
 * replaces changed rows in place, and these must not disappear until then.
 */
export const inForce = (today: CalendarDate): Prisma.Sql =>
  Prisma.sql`(valid_to IS NULL OR valid_to >= ${today}::date)`;

/** That a row holds all words, wherever. */
export const holdsAll = ([first, ...others]: readonly [SearchWord, ...SearchWord[]]): Prisma.Sql =>
  Prisma.sql`${anyOf(first.keys, (key) => Prisma.sql`strpos(search_key, ${key}) > 0`)} ${
    others.length > 0 ? Prisma.join(others.map(holds), ' ') : Prisma.empty
  }`;

/**
 * The codes and ranks of the best rows: 0 the search key begins with the first word, 1 one of its other texts does (name,
 * ingredient, generic name), 2 it is somewhere inside; common ones first within a rank. All words must be in the key.
 *
 * Beginnings come from a range of the index; only when they do not fill the list are all rows looked through, with strpos: it
 * needs no trigrams, which PostgreSQL does not make of Japanese under the C locale, and takes 10 ms for 20,000 rows.
 */
export function bestRows(
  name: keyof typeof searched,
  words: readonly [SearchWord, ...SearchWord[]],
  limit: number,
  today: CalendarDate,
): Prisma.Sql {
  const { table, code, order } = searched[name];
  const [{ keys }, ...others] = words;
  const begins = anyOf(keys, (key) => {
    const range = prefixRange(key);
    return Prisma.sql`(search_key ~>=~ ${range.from} AND search_key ~<~ ${range.to})`;
  });
  const rest = others.map(holds);
  const conditions = Prisma.sql`${inForce(today)} ${rest.length > 0 ? Prisma.join(rest, ' ') : Prisma.empty}`;
  return Prisma.sql`
    WITH beginning AS (
      SELECT ${code} AS code, 0 AS rank FROM ${table}
       WHERE ${begins} AND ${conditions}
       ORDER BY is_common DESC, ${order} LIMIT ${limit}),
    inside AS (
      SELECT ${code} AS code, CASE WHEN ${anyOf(keys, (key) => Prisma.sql`strpos(search_key, ${` ${key}`}) > 0`)} THEN 1 ELSE 2 END AS rank
        FROM ${table}
       WHERE (SELECT count(*) FROM beginning) < ${limit}
         AND ${anyOf(keys, (key) => Prisma.sql`strpos(search_key, ${key}) > 1`)} AND NOT ${begins} AND ${conditions}
       ORDER BY rank, is_common DESC, ${order} LIMIT ${limit})
    SELECT code, rank FROM beginning UNION ALL SELECT code, rank FROM inside`;
}
