export { amendAllergy, recordAllergy, withdrawAllergy } from './allergies.ts';
export { endExternal, enterExternal, listExternalByHand, removeExternal } from './external.ts';
export { listFacts, recordFact } from './facts.ts';
export * from './schema.ts';
