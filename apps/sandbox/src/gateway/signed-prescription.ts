// TEMPORARY
import type { SandboxServices } from '../services.ts';
export interface SignatureVerdict {
  status: 'invalid' | 'indeterminate';
  reasons: { key: string; code: string; text: string }[];
}
export type Opened =
  | { outcome: 'opened'; csv: Uint8Array }
  | { outcome: 'xml_refused'; messages: string[] }
  | { outcome: 'signature_refused'; verdict: SignatureVerdict };
export async function openPrescription(
  _s: SandboxServices,
  content: Uint8Array,
  _t: '1' | '2',
): Promise<Opened> {
  return { outcome: 'opened', csv: content };
}
