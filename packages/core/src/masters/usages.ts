import type { UnitOfWork } from '@shirube/db';
import { z } from 'zod';
import { usageHitSchema } from '../prescribing/schema.ts';
import { formClassOf } from './drugs.ts';

export const usageHitsSchema = z.array(usageHitSchema);

/** 用法 to pick from, everyday ones first. short text does not repeat how often a day: the screen adds it. */
export async function listUsages(uow: UnitOfWork): Promise<z.output<typeof usageHitsSchema>> {
  const rows = await uow.tables.usageCode.findMany({
    where: { validTo: null },
    orderBy: [{ isCommon: 'desc' }, { timesPerDay: 'asc' }, { code: 'asc' }],
    take: 300,
  });
  return rows.map((row) => ({
    code: row.code,
    text: row.text,
    shortText:
      row.timesPerDay === null || row.asNeeded ? row.shortText : `1日${row.timesPerDay}回 ${row.shortText}`,
    formClass: formClassOf(row.basicUsage, row.asNeeded),
    timesPerDay: row.timesPerDay,
    isCommon: row.isCommon,
  }));
}
