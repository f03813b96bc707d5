export { type CheckOrderInput, checkOrder, INTERACTION_TABLE_REF } from './check-order.ts';
export { type MergedFinding, type MergeOptions, mergeNational } from './merge-national.ts';
export { buildPairIndex, type PairIndex } from './pair-index.ts';
export { type DecisionReason, overrideReasons, proceedUncheckedReasons } from './reasons.ts';
export * from './types.ts';
export { explainFinding, type FindingWords } from './words.ts';
