import type { PrescriptionRecord } from '../records/index.ts';
import type { SignatureReport } from './signature-report.ts';
import type { SigningCredential } from './signing.ts';

/** A signature that waits for its value: the bytes are fixed, only the private key is elsewhere. */
export interface PreparedSignature {
  /** SHA-256 of the canonical SignedInfo, 32 bytes */
  digest: Uint8Array;
  /** Puts the signature value in and returns the final bytes, which are kept and never made again. */
  complete(signatureValue: Uint8Array): Uint8Array;
}

/** The written forms of a prescription. Pure but for cryptography; a port because core depends on no wire format. */
export interface PrescriptionFilePort {
  /** SJ1 CSV (UTF-8, LF). Throws PortError user_fixable naming the field that can not be written. */
  writeCsv(record: PrescriptionRecord): Uint8Array;
  /** The file of a prescription that is issued on paper (IssueType 2): the paper is the original, nothing is signed. */
  unsignedXml(csv: Uint8Array): Uint8Array;
  prepareSignature(csv: Uint8Array, credential: SigningCredential, signingTime: Date): PreparedSignature;
  /**
   * Examines a signed prescription (BES, T, XL or A): structure, digests, signature, certificate, role of a prescriber, chain to the roots this
   * installation trusts, revocation and time stamps. at: the time of the examination. Asks for revocation lists where they are configured.
   */
  verify(xml: Uint8Array, at: Date): Promise<SignatureReport>;
}
