export { anyPrescription } from './any-prescription.ts';
export { dispensingExample } from './dispensing-example.ts';
export { type Golden, goldens } from './golden/index.ts';
export { ministryExample } from './ministry-example.ts';
