import type { ReceivedDocument, ReceivedInformation } from '../records/index.ts';

/**
 * Reads FHIR into records. The mapper knows FHIR and core does not: whoever starts a use case hands the reader in
 * (`apps/web/src/server/reader.ts`). Both are pure and never throw for content: what cannot be placed stands in `unread` in words. They
 * throw for what is no Bundle at all.
 */
export interface FhirReader {
  readDocument(bundle: unknown): ReceivedDocument;
  readInformation(bundle: unknown): ReceivedInformation;
}

/** The bytes of a Bundle as JSON; throws SyntaxError when they are none. */
export function parseBundle(content: Uint8Array): unknown {
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content));
}
