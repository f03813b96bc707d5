import type { ClinsVersion } from './specification.ts';

/** Where a resource stands: its id in the Bundle, whose it is, and by which edition it is written. */
export interface ResourceContext {
  id: string;
  institutionCode: string;
  /** fullUrl of the Patient entry */
  patientReference: string;
  version?: ClinsVersion | undefined;
}
