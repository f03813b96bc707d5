export * from './draft.ts';
export * from './order.ts';
export * from './past-order.ts';
export * from './print-forms.ts';
export { type PrescriptionProblem, validatePrescription } from './validate-prescription.ts';
