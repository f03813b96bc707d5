export {
  identifyByNumber,
  identifyByReading,
  matchPatientInput,
  patientIdentitySchema,
} from './identify-patient.ts';
export {
  type CardIdentity,
  identityOnCard,
  postalCodeOnCard,
  registerFromCard,
} from './register-from-card.ts';
export { kanaKeyOf, lockClinic, registerPatient } from './register-patient.ts';
export * from './schema.ts';
export { getPatient, searchPatients, toPatientSummary } from './search-patients.ts';
