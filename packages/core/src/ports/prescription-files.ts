import type { PrescriptionRecord } from '../records/index.ts';
import type { SigningCredential } from './signing.ts';

/** A signature that waits for its value: the bytes are fixed, only the private key is elsewhere. */
export interface PreparedSignature {
  /** SHA-256 of the canonical SignedInfo, 32 bytes */
  digest: Uint8Array;
  /** Puts the signature value in and returns the final bytes, which are kept and never made again. */
  complete(signatureValue: Uint8Array): Uint8Array;
}

export interface SignatureReport {
  valid: boolean;
  /** what did not hold, in words a clinic understands */
  problems: string[];
  signerName: string;
  serial: string;
  hcRoles: string[];
}

/** The written forms of a prescription. Pure but for cryptography; a port because core depends on no wire format. */
export interface PrescriptionFilePort {
  /** SJ1 CSV (UTF-8, LF). Throws PortError user_fixable naming the field that can not be written. */
  writeCsv(record: PrescriptionRecord): Uint8Array;
  prepareSignature(csv: Uint8Array, credential: SigningCredential, signingTime: Date): PreparedSignature;
  /** Checks structure, digests, signature, role and chain to the roots this installation trusts. */
  verify(xml: Uint8Array, at: Date): Promise<SignatureReport>;
}
