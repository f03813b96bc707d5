export type { ReportUnit } from './bundle-clins.ts';
export { allergiesToBundle, conditionsToBundle } from './bundle-clins.ts';
export type { ReportedCondition, ReportedModifier } from './condition.ts';
export { MapperError, type MapperErrorReason } from './error.ts';
export { CLINS_PROFILE_VERSION } from './profiles.ts';
export { type Reportable, type ReportKind, reportUnitLocalId, selectForReport } from './report-unit.ts';
export { serializeBundle } from './serialize.ts';
export type { Issue, Severity } from './validation/issue.ts';
export { MAXIMUM_BUNDLE_BYTES, validateBundle } from './validation/validate-bundle.ts';
