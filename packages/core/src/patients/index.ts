export {
  identifyByNumber,
  identifyByReading,
  matchPatientInput,
  patientIdentitySchema,
} from './identify-patient.ts';
export { compareCharts, mergeCharts, mergedChart } from './merge/merge.ts';
export { mergeChartsInput, mergeComparisonSchema, mergePairInput } from './merge/schema.ts';
export {
  type CardIdentity,
  identityOnCard,
  postalCodeOnCard,
  registerFromCard,
} from './register-from-card.ts';
export { kanaKeyOf, lockClinic, registerPatient } from './register-patient.ts';
export * from './schema.ts';
export { getPatient, searchPatients, toPatientSummary } from './search-patients.ts';
