export { kanaKeyOf, lockClinic, registerPatient } from './register-patient.ts';
export * from './schema.ts';
export { getPatient, searchPatients, toPatientSummary } from './search-patients.ts';
