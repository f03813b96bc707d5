import type { UnitOfWork } from '@shirube/db';
import { toDateColumn } from '../shared/rows.ts';
import { createEditionCache } from './edition-cache.ts';
import { LookAlikes, nameStem } from './look-alikes.ts';

/** What is known of the whole formulary at once, computed once an edition and a day. */
export interface FormularyIndex {
  lookAlikes: LookAlikes;
  /** the name without strength and form */
  stemOf(name: string): string;
  /** 薬効分類 with how many drugs each has, in the order of the classification */
  classes: readonly { name: string; count: number }[];
  /** search keys of the kana of all drugs, sorted */
  kanaKeys: readonly string[];
}

const drugs = createEditionCache('drug', (uow, today) =>
  uow.tables.drug.findMany({
    where: { OR: [{ validTo: null }, { validTo: { gte: toDateColumn(today) } }] },
    orderBy: { yjCode: 'asc' },
    select: {
      name: true,
      searchKey: true,
      ingredientName: true,
      ingredientCode: true,
      therapeuticClass: true,
    },
  }),
);
type Rows = Awaited<ReturnType<typeof drugs.load>>['rows'];

const indexes = new WeakMap<Rows, FormularyIndex>();

function makeIndex(rows: Rows): FormularyIndex {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(row.therapeuticClass, (counts.get(row.therapeuticClass) ?? 0) + 1);
  return {
    lookAlikes: new LookAlikes(rows),
    stemOf: nameStem,
    classes: Array.from(counts, ([name, count]) => ({ name, count })),
    kanaKeys: rows.map((row) => row.searchKey.split(' ')[0] ?? '').sort(),
  };
}

/** The index of the drugs in force. Made when it is first asked for; asking again costs one small statement. */
export async function formularyIndex(uow: UnitOfWork): Promise<FormularyIndex> {
  const { rows } = await drugs.load(uow);
  const kept = indexes.get(rows);
  if (kept) return kept;
  const made = makeIndex(rows);
  indexes.set(rows, made);
  return made;
}
