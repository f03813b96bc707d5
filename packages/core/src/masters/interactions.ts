import type { UnitOfWork } from '@shirube/db';
import type { CalendarDate } from '@shirube/terminology';
import type { InteractionPair } from '../safety/types.ts';
import { toDateColumn } from '../shared/rows.ts';
import { createEditionCache } from './edition-cache.ts';

const pairs = createEditionCache('interaction', async (uow, today): Promise<InteractionPair[]> => {
  const rows = await uow.tables.interaction.findMany({
    // rows of an edition loaded before its day count already: a warning too early is better than none
    where: { OR: [{ validTo: null }, { validTo: { gte: toDateColumn(today) } }] },
    orderBy: { id: 'asc' },
  });
  return rows.map((row) => ({
    id: row.id,
    ingredientA: row.ingredientA,
    prefixesA: row.prefixesA,
    ingredientB: row.ingredientB,
    prefixesB: row.prefixesB,
    severity: 'contraindicated',
    message: row.message,
    basis: row.basis,
    condition: row.condition,
  }));
});

/**
 * The 併用禁忌 table in force, and the edition it is of. The same array is returned until the edition or the day changes, so
 * that what is built from it can be kept by it.
 */
export async function interactionPairs(
  uow: UnitOfWork,
): Promise<{ edition: string; validFrom: CalendarDate | null; pairs: readonly InteractionPair[] }> {
  const { edition, validFrom, rows } = await pairs.load(uow);
  return { edition, validFrom, pairs: rows };
}
