export { type ComposedUnit, type ComposeUnit, deliverUnit } from './deliver-unit.ts';
export { type UnitKind, unitKindOfDocument, unitKinds, unitLabels } from './kinds.ts';
export { nightRound } from './night-round.ts';
export { readPreference, savePreference } from './preference.ts';
export { savePreferenceInput, sharingPreferenceSchema } from './schema.ts';
export type { UnitContent } from './unit-content.ts';
export { wantAllergies, wantConditions, wantUnit, wantUnitsOf } from './want-unit.ts';
