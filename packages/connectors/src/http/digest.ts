import { createHash } from 'node:crypto';

/** What other facilities told us may not outlive the patient's consent: the record of the conversation keeps its digest. */
export function digestOnly(bytes: Uint8Array): Uint8Array {
  const digest = createHash('sha256').update(bytes).digest('hex');
  return new TextEncoder().encode(`sha256 ${digest}, ${bytes.byteLength} bytes`);
}
