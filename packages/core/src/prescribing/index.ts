export { checkLocally, checkNationally, recordOralConsent } from './check-order.ts';
export { exportPrescription } from './export-prescription.ts';
export { type ExternalFetch, fetchExternalMedication } from './external-medication.ts';
export { couldNotCheckKey, mergeFindings } from './findings.ts';
export * from './life/index.ts';
export { readPrescriptionCopy, viewPrescription } from './prescription-view.ts';
export * from './rules/index.ts';
export * from './schema.ts';
export { completeSigning, signingStatus, signPrescription, startSigning } from './signing.ts';
