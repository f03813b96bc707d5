export { createOutsideServices, isWell, type OutsideServicesConfig } from './outside-services.ts';
export { createPrescriptionFilePort } from './prescription-files/index.ts';
export { createPkce } from './signing/index.ts';
export { createTimestampVerifier } from './timestamp/index.ts';
export { readTrust, type Trust } from './trust/index.ts';
