import type { UnitOfWork } from '@shirube/db';
import { drugRules } from '../masters/drug-rules.ts';
import { interactionPairs } from '../masters/interactions.ts';
import { buildDrugRuleIndex, buildPairIndex, type DrugRuleIndex, type PairIndex } from '../safety/index.ts';

/** A table of knowledge prepared for look-up, and of when it is. */
export interface Knowledge<Index> {
  index: Index;
  edition: string;
  dataDate: string | null;
}

/** The tables are kept an edition; what is built from one is kept as long as it is. */
const pairIndexes = new WeakMap<object, PairIndex>();
const ruleIndexes = new WeakMap<object, DrugRuleIndex>();

function keptBy<Index>(kept: WeakMap<object, Index>, rows: object, build: () => Index): Index {
  const index = kept.get(rows) ?? build();
  kept.set(rows, index);
  return index;
}

/** The 併用禁忌 table in force. */
export async function loadPairs(uow: UnitOfWork): Promise<Knowledge<PairIndex>> {
  const { edition, validFrom, pairs } = await interactionPairs(uow);
  return { index: keptBy(pairIndexes, pairs, () => buildPairIndex(pairs)), edition, dataDate: validFrom };
}

/** Our own rules of single drugs and pairs to be careful with. */
export async function loadDrugRules(uow: UnitOfWork): Promise<Knowledge<DrugRuleIndex>> {
  const { edition, validFrom, rules } = await drugRules(uow);
  return { index: keptBy(ruleIndexes, rules, () => buildDrugRuleIndex(rules)), edition, dataDate: validFrom };
}
