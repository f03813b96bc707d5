export { createPrescriptionFilePort } from './port.ts';
