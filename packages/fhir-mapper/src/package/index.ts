/** Validation by official FHIR packages that an operator provides, beside the product's own (`validateBundle`). */
export type { FhirPackage } from './fhir-package.ts';
export { readPackageDirectory, UnusablePackage } from './read-package.ts';
export { validateWithPackage } from './validate.ts';
