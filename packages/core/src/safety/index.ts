export { type CheckOrderInput, checkOrder, DRUG_RULES_REF, INTERACTION_TABLE_REF } from './check-order.ts';
export { type AdvisedDrug, type DoseAdvice, type DoseAdviceLine, doseAdvice } from './dose-advice.ts';
export { buildPairIndex, type PairIndex } from './pair-index.ts';
export { type DecisionReason, overrideReasons, proceedUncheckedReasons } from './reasons.ts';
export type { Taking } from './rules/amounts.ts';
export {
  buildDrugRuleIndex,
  type DrugRuleIndex,
  type DrugRuleRow,
  readDrugRule,
} from './rules/drug-rules.ts';
export type { PatientFacts } from './rules/patient-facts.ts';
export { needsDecision, strongerTier, type Tier, tierOf } from './tiers.ts';
export * from './types.ts';
export { explainFinding, type FindingWords, KIND_LABELS } from './words.ts';
