export { toAllergyIntolerance } from './allergy-intolerance.ts';
export type { ReportUnit } from './bundle-clins.ts';
export { allergiesToBundle, conditionsToBundle, observationsToBundle } from './bundle-clins.ts';
export { type ChartRecords, chartToResources, documentsInside, documentToBundle } from './chart.ts';
export { type CheckupInput, checkupToBundle, readCheckup } from './checkup/index.ts';
export { type ReportedCondition, type ReportedModifier, toCondition } from './condition.ts';
export { careSummaryToBundle } from './documents/care-summary.ts';
export { dischargeSummaryToBundle } from './documents/discharge-summary.ts';
export { type DocumentInput, documentIdentifier } from './documents/document-bundle.ts';
export { readDocument } from './documents/reading/read-document.ts';
export { referralToBundle } from './documents/referral.ts';
export { toEncounter } from './encounter.ts';
export { MapperError, type MapperErrorReason } from './error.ts';
export { localPatientSystem } from './identifiers.ts';
export {
  type MedicationLine,
  medicationLines,
  toMedicationRequest,
} from './medication/medication-request.ts';
export { insuredPersonOf, resourceInstanceOf } from './named-in-bundle.ts';
export { toObservation } from './observation.ts';
export { toPatient } from './patient.ts';
export { CLINS_PROFILE_VERSION, PROFILES } from './profiles.ts';
export { readAllergy } from './reading/allergy.ts';
export { readCondition } from './reading/condition.ts';
export { readInformation, readItems } from './reading/information.ts';
export { readMedicationRequest } from './reading/medication-request.ts';
export { readObservation } from './reading/observation.ts';
export { readPatient, readPractitioner } from './reading/people.ts';
export { openReading, type Reading } from './reading/reading.ts';
export { readEncounter, readOrganization, readSource } from './reading/source.ts';
export { type Reportable, type ReportKind, reportUnitLocalId, selectForReport } from './report-unit.ts';
export { serializeBundle } from './serialize.ts';
export { CLINS_VERSIONS, type ClinsVersion, DEFAULT_CLINS_VERSION } from './specification.ts';
export type { Issue, Severity } from './validation/issue.ts';
export { MAXIMUM_BUNDLE_BYTES, validateBundle } from './validation/validate-bundle.ts';
