/**
 * Ports: what core needs from outside services, in core's own words. Adapters live in packages/connectors.
 * A port method either returns a typed result or throws PortError; it never returns a made-up success.
 */
import type { EligibilityPort } from './eligibility.ts';
import type { EPrescriptionPort } from './eprescription.ts';
import type { PrescriptionFilePort } from './prescription-files.ts';
import type { SharingPort } from './sharing.ts';
import type { SignedDocumentPort } from './signed-documents.ts';
import type { SigningServices, TimestampPort } from './signing.ts';

export * from './eligibility.ts';
export * from './eprescription.ts';
export * from './errors.ts';
export * from './prescription-files.ts';
export * from './revocation.ts';
export * from './sharing.ts';
export * from './signature-report.ts';
export * from './signed-documents.ts';
export * from './signing.ts';
export * from './signing-problems.ts';

export interface OutsideServices {
  files: PrescriptionFilePort;
  documents: SignedDocumentPort;
  eligibility: EligibilityPort;
  ePrescription: EPrescriptionPort;
  signing: SigningServices;
  timestamp: TimestampPort;
  sharing: SharingPort;
}
