import { Prisma, type UnitOfWork } from '@shirube/db';
import { DUMMY_USAGE_CODE, todayInTokyo, toSearchKey } from '@shirube/terminology';
import { z } from 'zod';
import { formClassSchema } from '../prescribing/rules/draft.ts';
import { usageHitSchema } from '../prescribing/schema.ts';
import { formClassOf } from './form-class.ts';
import { inForce } from './search-key-query.ts';
import { readUsageWords, usageTimings } from './usage-words.ts';

/** A 用法 to pick: as the order wants it, with what it is grouped and found by. */
export const usageChoiceSchema = usageHitSchema.extend({
  /** 経口, 点眼, 塗布 … */
  method: z.string(),
  timing: z.enum(usageTimings),
  /** 頓用: 疼痛時 … */
  condition: z.string().nullable(),
  /** 頓用: 4時間以上あける、1日3回まで */
  limits: z.string().nullable(),
  searchKey: z.string(),
  /** how often the acting doctor has prescribed it with the drugs last used */
  useCount: z.number().int(),
});
export const usageChoicesSchema = z.array(usageChoiceSchema);

/** More than the demo tables hold; the whole JAMI table is far longer and is searched, not listed. */
const mostUsages = 300;

export const usageListInput = z.object({
  /** what one 剤形区分 is taken by; null or left out: all of them */
  formClass: formClassSchema.nullable().default(null),
  /** words of the text, all of which it must hold; '' lists the everyday ones */
  text: z.string().trim().max(60).default(''),
});

/**
 * The usages that each 剤形区分 is taken by, as conditions of the table: the same division as `formClassOf`. 滴剤 are taken like what is
 * swallowed; a 医療材料 has no usage in the table, and whatever is of no known form may have any.
 */
const takenBy: Record<z.output<typeof formClassSchema>, Prisma.Sql> = {
  '1': Prisma.sql`left(basic_usage, 1) = '内' AND NOT as_needed`,
  '2': Prisma.sql`left(basic_usage, 1) = '内' AND as_needed`,
  '3': Prisma.sql`left(basic_usage, 1) = '外'`,
  '4': Prisma.sql`left(basic_usage, 1) = '内'`,
  '5': Prisma.sql`left(basic_usage, 1) = '注'`,
  '6': Prisma.sql`false`,
  '9': Prisma.sql`true`,
};

interface UsageRow {
  code: string;
  text: string;
  short_text: string;
  basic_usage: string;
  times_per_day: number | null;
  as_needed: boolean;
  as_needed_condition: string | null;
  is_common: boolean;
  use_count: number;
}

/**
 * 用法 in force to pick from, everyday ones first, at most 300. shortText says how often a day. The dummy code is none of
 * them: it is no usage but the lack of one.
 */
export async function listUsages(
  uow: UnitOfWork,
  input: z.input<typeof usageListInput> = {},
): Promise<z.output<typeof usageChoicesSchema>> {
  const wanted = takenBy[input.formClass ?? '9'];
  const words = (input.text ?? '')
    .normalize('NFKC')
    .split(/\s+/)
    .filter((word) => toSearchKey(word) !== '');
  const holdsWords = words.map(
    (word) =>
      Prisma.sql`AND (strpos(normalize(text, NFKC), ${word}) > 0 OR strpos(normalize(short_text, NFKC), ${word}) > 0)`,
  );
  const rows = await uow.tables.$queryRaw<UsageRow[]>`
    SELECT code::text, text, short_text, basic_usage, times_per_day, as_needed, as_needed_condition, is_common,
           coalesce(used.count, 0)::int AS use_count
      FROM master.usage_code
      LEFT JOIN (SELECT usage_code, sum(use_count) AS count FROM drug_use
                  WHERE staff_id = ${uow.actor.staffId}::uuid GROUP BY usage_code) used ON used.usage_code = code
     WHERE ${inForce(todayInTokyo(uow.now))} AND code <> ${DUMMY_USAGE_CODE} AND ${wanted}
           ${holdsWords.length > 0 ? Prisma.join(holdsWords, ' ') : Prisma.empty}
     ORDER BY is_common DESC, used.count IS NULL, times_per_day, code LIMIT ${mostUsages}`;
  return rows.map((row) => {
    const { method, timing, limits, searchKey } = readUsageWords({
      text: row.text,
      shortText: row.short_text,
      asNeeded: row.as_needed,
    });
    return {
      code: row.code,
      text: row.text,
      shortText:
        row.times_per_day === null || row.as_needed
          ? row.short_text
          : `1日${row.times_per_day}回 ${row.short_text}`,
      formClass: formClassOf(row.basic_usage, row.as_needed),
      timesPerDay: row.times_per_day,
      isCommon: row.is_common,
      method,
      timing,
      condition: row.as_needed_condition,
      limits,
      searchKey,
      useCount: row.use_count,
    };
  });
}
