export * from './draft.ts';
export * from './order.ts';
export { type PrescriptionProblem, validatePrescription } from './validate-prescription.ts';
