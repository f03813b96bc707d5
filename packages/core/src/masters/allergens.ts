import type { UnitOfWork } from '@shirube/db';
import { todayInTokyo } from '@shirube/terminology';
import { z } from 'zod';
import { bestRows, type masterSearchInput, searchWords } from './search-key-query.ts';

export const allergenHitsSchema = z.array(
  z.object({
    /** J-FAGY, 12 */
    code: z.string(),
    category: z.enum(['medication', 'food', 'environment']),
    name: z.string(),
    kana: z.string(),
    isCommon: z.boolean(),
  }),
);

/** Allergens (J-FAGY) in force by kana or name: beginnings first, then common ones. */
export async function searchAllergens(
  uow: UnitOfWork,
  input: z.output<typeof masterSearchInput>,
): Promise<z.output<typeof allergenHitsSchema>> {
  const [first, ...others] = searchWords(input.text);
  if (first === undefined) return [];
  const best = bestRows('allergen', [first, ...others], input.limit, todayInTokyo(uow.now));
  return uow.tables.$queryRaw`
    SELECT a.code::text AS code, a.category, a.name, a.kana, a.is_common AS "isCommon"
      FROM (${best}) best JOIN master.allergen a ON a.code = best.code
     ORDER BY best.rank, a.is_common DESC, a.kana, a.code
     LIMIT ${input.limit}`;
}
