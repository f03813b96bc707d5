export { createEPrescriptionPort } from './port.ts';
