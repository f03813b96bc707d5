export { anyPrescription } from './any-prescription.ts';
export { dispensingExample } from './dispensing-example.ts';
export { ministryExample } from './ministry-example.ts';
