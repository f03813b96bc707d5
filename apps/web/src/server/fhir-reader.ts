import 'server-only';
import type { FhirReader } from '@shirube/core/received';
import { readDocument, readInformation } from '@shirube/fhir-mapper';

/** What reads other facilities' FHIR for core's use cases; core itself knows no FHIR. */
export const fhirReader: FhirReader = { readDocument, readInformation };
