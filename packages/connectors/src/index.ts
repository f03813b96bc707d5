export { createOutsideServices, isWell, type OutsideServicesConfig } from './outside-services.ts';
export { createPkce } from './signing/index.ts';
export { createTimestampVerifier } from './timestamp/index.ts';
