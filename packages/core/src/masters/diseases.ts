import type { UnitOfWork } from '@shirube/db';
import { todayInTokyo, toSearchKey } from '@shirube/terminology';
import { z } from 'zod';
import { diseaseHitSchema } from '../prescribing/schema.ts';
import { toDateColumn } from '../shared/rows.ts';
import { createEditionCache } from './edition-cache.ts';
import { bestRows, type masterSearchInput, searchWords } from './search-key-query.ts';

export const diseaseHitsSchema = z.array(diseaseHitSchema);
export const modifierHitsSchema = z.array(
  z.object({ code: z.string(), name: z.string(), position: z.enum(['prefix', 'suffix']) }),
);
type ModifierHit = z.output<typeof modifierHitsSchema>[number];

/** Diseases in force by kana or name: beginnings first, then common and short ones. */
export async function searchDiseases(
  uow: UnitOfWork,
  input: z.output<typeof masterSearchInput>,
): Promise<z.output<typeof diseaseHitsSchema>> {
  const [first, ...others] = searchWords(input.text);
  if (first === undefined) return [];
  const best = bestRows('disease', [first, ...others], input.limit, todayInTokyo(uow.now));
  return uow.tables.$queryRaw`
    SELECT d.management_no::text AS "managementNo", d.name, d.kana, d.icd10, d.is_common AS "isCommon"
      FROM (${best}) best JOIN master.disease d ON d.management_no = best.code
     ORDER BY best.rank, d.is_common DESC, char_length(d.name), d.kana, d.management_no
     LIMIT ${input.limit}`;
}

interface KnownModifier extends ModifierHit {
  isCommon: boolean;
  /** the search keys of kana and name */
  keys: string[];
}

/** About 2,500 short rows without a search key in the database: kept and looked through here. */
const modifiers = createEditionCache('disease_modifier', async (uow, today): Promise<KnownModifier[]> => {
  const rows = await uow.tables.diseaseModifier.findMany({
    where: { OR: [{ validTo: null }, { validTo: { gte: toDateColumn(today) } }] },
    orderBy: [{ position: 'asc' }, { kana: 'asc' }, { code: 'asc' }],
  });
  return rows.map((row) => ({
    code: row.code,
    name: row.name,
    position: row.position === 'prefix' ? 'prefix' : 'suffix',
    isCommon: row.isCommon,
    keys: [toSearchKey(row.kana), toSearchKey(row.name)],
  }));
});

const toModifierHit = ({ code, name, position }: KnownModifier): ModifierHit => ({ code, name, position });

/** Modifiers in force by kana or name: beginnings first, then those that hold the text, common ones first in each. */
export async function searchModifiers(
  uow: UnitOfWork,
  input: z.output<typeof masterSearchInput>,
): Promise<ModifierHit[]> {
  const key = toSearchKey(input.text);
  if (key === '') return [];
  const { rows } = await modifiers.load(uow);
  const rank = (modifier: KnownModifier): number =>
    (modifier.keys.some((each) => each.startsWith(key)) ? 0 : 2) + (modifier.isCommon ? 0 : 1);
  return rows
    .filter((modifier) => modifier.keys.some((each) => each.includes(key)))
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, input.limit)
    .map(toModifierHit);
}

/** The modifiers a clinic uses every day (急性, 左, 右, の疑い …). */
export async function listCommonModifiers(uow: UnitOfWork): Promise<ModifierHit[]> {
  const { rows } = await modifiers.load(uow);
  return rows.filter((modifier) => modifier.isCommon).map(toModifierHit);
}
