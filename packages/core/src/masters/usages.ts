import type { UnitOfWork } from '@shirube/db';
import { todayInTokyo } from '@shirube/terminology';
import { z } from 'zod';
import { usageHitSchema } from '../prescribing/schema.ts';
import { toDateColumn } from '../shared/rows.ts';
import { formClassOf } from './form-class.ts';

export const usageHitsSchema = z.array(usageHitSchema);

/** 用法 in force to pick from, of one 剤形区分 or of all, everyday ones first. shortText says how often a day. */
export async function listUsages(
  uow: UnitOfWork,
  input: { formClass: string | null } = { formClass: null },
): Promise<z.output<typeof usageHitsSchema>> {
  const rows = await uow.tables.usageCode.findMany({
    where: { OR: [{ validTo: null }, { validTo: { gte: toDateColumn(todayInTokyo(uow.now)) } }] },
    orderBy: [{ isCommon: 'desc' }, { timesPerDay: 'asc' }, { code: 'asc' }],
  });
  const usages = rows.map((row) => ({
    code: row.code,
    text: row.text,
    shortText:
      row.timesPerDay === null || row.asNeeded ? row.shortText : `1日${row.timesPerDay}回 ${row.shortText}`,
    formClass: formClassOf(row.basicUsage, row.asNeeded),
    timesPerDay: row.timesPerDay,
    isCommon: row.isCommon,
  }));
  return usages
    .filter((usage) => input.formClass === null || usage.formClass === input.formClass)
    .slice(0, mostUsages);
}

/** More than the demo tables hold; the whole JAMI table is far longer and is searched, not listed. */
const mostUsages = 300;
