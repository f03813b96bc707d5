import { type FhirPackage, readPackageDirectory } from '@shirube/fhir-mapper/package';

/**
 * The official FHIR package an operator provides; null where none is named.
 * @throws UnusablePackage when the directory holds none: an installation that was told to check by it does not send unchecked
 */
export function officialPackage(directory: string | undefined): FhirPackage | null {
  return directory === undefined || directory === '' ? null : readPackageDirectory(directory);
}
