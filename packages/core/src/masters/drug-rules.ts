import type { UnitOfWork } from '@shirube/db';
import type { CalendarDate } from '@shirube/terminology';
import type { DrugRuleRow } from '../safety/index.ts';
import { toDateColumn } from '../shared/rows.ts';
import { createEditionCache } from './edition-cache.ts';

const rules = createEditionCache(
  'drug_rule',
  (uow, today): Promise<DrugRuleRow[]> =>
    uow.tables.drugRule.findMany({
      // rows of an edition loaded before its day count already: a warning too early is better than none
      where: { OR: [{ validTo: null }, { validTo: { gte: toDateColumn(today) } }] },
      select: {
        id: true,
        kind: true,
        prefixes: true,
        severity: true,
        parameters: true,
        message: true,
        basis: true,
      },
      orderBy: { id: 'asc' },
    }),
);

/**
 * The rules of single drugs in force, and the edition they are of. The same array is returned until the edition or the day changes, so
 * that what is built from it can be kept by it.
 */
export async function drugRules(
  uow: UnitOfWork,
): Promise<{ edition: string; validFrom: CalendarDate | null; rules: readonly DrugRuleRow[] }> {
  const { edition, validFrom, rows } = await rules.load(uow);
  return { edition, validFrom, rules: rows };
}
