export { type CheckOrderInput, checkOrder, INTERACTION_TABLE_REF } from './check-order.ts';
export { buildPairIndex, type PairIndex } from './pair-index.ts';
export { type DecisionReason, overrideReasons, proceedUncheckedReasons } from './reasons.ts';
export { needsDecision, strongerTier, type Tier, tierOf } from './tiers.ts';
export * from './types.ts';
export { explainFinding, type FindingWords, KIND_LABELS } from './words.ts';
