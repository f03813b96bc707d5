export * from './draft.ts';
export * from './order.ts';
export * from './past-order.ts';
export { type PrescriptionProblem, validatePrescription } from './validate-prescription.ts';
