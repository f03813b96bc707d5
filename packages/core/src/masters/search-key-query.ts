import { Prisma } from '@shirube/db';
import { type CalendarDate, prefixRange, toSearchKey } from '@shirube/terminology';
import { z } from 'zod';

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

/** One word of a search: as typed (NFKC), and as it stands in a search key. */
export interface SearchWord {
  typed: string;
  key: string;
}

/** "アムロジピン 5mg" → its words, in the order typed; what cannot be searched for is left out. */
export function searchWords(text: string): SearchWord[] {
  return text
    .normalize('NFKC')
    .split(/\s+/)
    .map((typed) => ({ typed, key: toSearchKey(typed) }))
    .filter(({ key }) => key !== '');
}

/**
 * That a row holds a word besides the first. A number is looked for in the name and where a number begins: a key holds no
 * decimal point, and "5mg" must not offer 2.5mg or 25mg.
 */
function holds({ typed, key }: SearchWord): Prisma.Sql {
  if (!/^\d/.test(typed)) return Prisma.sql`AND strpos(search_key, ${key}) > 0`;
  const literally = typed.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return Prisma.sql`AND normalize(name, NFKC) ~* ${`(^|[^0-9.])${literally}`}`;
}

/**
 * A row is in force to its last day, inclusive. The first day is not asked for: an edition that is loaded before its day
 * replaces changed rows in place, and these must not disappear until then.
 */
export const inForce = (today: CalendarDate): Prisma.Sql =>
  Prisma.sql`(valid_to IS NULL OR valid_to >= ${today}::date)`;

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
  const [{ key: first }, ...others] = words;
  const range = prefixRange(first);
  const rest = others.map(holds);
  const conditions = Prisma.sql`${inForce(today)} ${rest.length > 0 ? Prisma.join(rest, ' ') : Prisma.empty}`;
  return Prisma.sql`
    WITH beginning AS (
      SELECT ${code} AS code, 0 AS rank FROM ${table}
       WHERE search_key ~>=~ ${range.from} AND search_key ~<~ ${range.to} AND ${conditions}
       ORDER BY is_common DESC, ${order} LIMIT ${limit}),
    inside AS (
      SELECT ${code} AS code, CASE WHEN strpos(search_key, ${` ${first}`}) > 0 THEN 1 ELSE 2 END AS rank FROM ${table}
       WHERE (SELECT count(*) FROM beginning) < ${limit} AND strpos(search_key, ${first}) > 1 AND ${conditions}
       ORDER BY rank, is_common DESC, ${order} LIMIT ${limit})
    SELECT code, rank FROM beginning UNION ALL SELECT code, rank FROM inside`;
}
