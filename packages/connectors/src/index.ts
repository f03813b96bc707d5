export { createOutsideServices, type OutsideServicesConfig } from './outside-services.ts';
export { createPkce } from './signing/index.ts';
