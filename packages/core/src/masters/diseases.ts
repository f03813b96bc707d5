import type { UnitOfWork } from '@shirube/db';
import { prefixRange, toSearchKey } from '@shirube/terminology';
import { z } from 'zod';
import { diseaseHitSchema } from '../prescribing/schema.ts';
import type { masterSearchInput } from './drugs.ts';

export const diseaseHitsSchema = z.array(diseaseHitSchema);
export const modifierHitsSchema = z.array(
  z.object({ code: z.string(), name: z.string(), position: z.enum(['prefix', 'suffix']) }),
);

/** Diseases by kana or name: beginnings first, then common ones. */
export async function searchDiseases(
  uow: UnitOfWork,
  input: z.output<typeof masterSearchInput>,
): Promise<z.output<typeof diseaseHitsSchema>> {
  const key = toSearchKey(input.text);
  if (key === '') return [];
  const range = prefixRange(key);
  const pattern = `%${key.replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
  return uow.tables.$queryRaw`
    SELECT management_no::text AS "managementNo", name, kana, icd10, is_common AS "isCommon"
      FROM master.disease
     WHERE valid_to IS NULL AND search_key LIKE ${pattern}
     ORDER BY (search_key ~>=~ ${range.from} AND search_key ~<~ ${range.to}) DESC, is_common DESC, length(name), kana
     LIMIT ${input.limit}`;
}

/** The modifiers a clinic uses every day (急性, 左, 右, の疑い …). */
export async function listCommonModifiers(uow: UnitOfWork): Promise<z.output<typeof modifierHitsSchema>> {
  const rows = await uow.tables.diseaseModifier.findMany({
    where: { isCommon: true, validTo: null },
    orderBy: [{ position: 'asc' }, { kana: 'asc' }],
    take: 80,
  });
  return rows.map((row) => ({
    code: row.code,
    name: row.name,
    position: row.position === 'prefix' ? ('prefix' as const) : ('suffix' as const),
  }));
}
