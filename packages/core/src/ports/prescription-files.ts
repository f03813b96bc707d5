import type { DispensingRecord, PrescriptionRecord } from '../records/index.ts';
import type { SignatureReport } from './signature-report.ts';
import type { SigningCredential } from './signing.ts';

/** A signature that waits for its value: the bytes are fixed, only the private key is elsewhere. */
export interface PreparedSignature {
  /** digest of the canonical SignedInfo: SHA-256 (32 bytes) for the RSA and P-256 keys there are; SHA-384 for P-384 */
  digest: Uint8Array;
  /** Puts the signature value in and returns the final bytes, which are kept and never made again. */
  complete(signatureValue: Uint8Array): Uint8Array;
}

/** What a paper prescription prints beside its words. Symbols are rows of modules, true = dark; a quiet zone of four modules is added when drawn. */
export interface PaperSymbols {
  /** the linked QR symbols of the prescription's data, at most 16, in the order of printing */
  symbols: boolean[][][];
  /** characters that the symbols' encoding lacks and shows as ■; for a notice beside the preview */
  replacedCharacters: string[];
  /** the symbol of the 引換番号; null while there is none */
  accessCodeSymbol: boolean[][] | null;
}

/** A pharmacist's signed dispensing (調剤結果), examined together with the prescription inside it. */
export interface DispensingVerification {
  /** the pharmacist's signature; its check `prescription` stands for the one inside */
  report: SignatureReport;
  /** the doctor's signature inside; null when the dispensing could not be read that far, or holds an unsigned one (紙) */
  prescription: SignatureReport | null;
  /** 調剤結果CSV as it was signed; null unless the pharmacist's signature holds */
  dispensingCsv: Uint8Array | null;
  /** SJ1 CSV of the prescription inside; null unless the pharmacist's signature holds */
  prescriptionCsv: Uint8Array | null;
}

/** The written forms of a prescription. Pure but for cryptography; a port because core depends on no wire format. */
export interface PrescriptionFilePort {
  /** SJ1 CSV (UTF-8, LF). Throws PortError user_fixable naming the field that can not be written. */
  writeCsv(record: PrescriptionRecord): Uint8Array;
  /** 院内処方情報CSV of what was dispensed at the clinic. Throws as writeCsv. */
  writeInHouseCsv(record: PrescriptionRecord): Uint8Array;
  /** The QR symbols of a paper prescription. Throws as writeCsv, and when the content does not fit 16 symbols. */
  writePaperSymbols(record: PrescriptionRecord): PaperSymbols;
  /** Reads a pharmacy's 調剤情報 (XML). Its signature is not checked here. Throws PortError user_fixable when it cannot be read. */
  readDispensing(xml: Uint8Array): DispensingRecord;
  /** The file of a prescription that is issued on paper (IssueType 2): the paper is the original, nothing is signed. */
  unsignedXml(csv: Uint8Array): Uint8Array;
  prepareSignature(csv: Uint8Array, credential: SigningCredential, signingTime: Date): PreparedSignature;
  /**
   * Examines a signed prescription (BES, T, XL or A): structure, digests, signature, certificate, role of a prescriber, chain to the roots this
   * installation trusts, revocation and time stamps. at: the time of the examination. Asks for revocation lists where they are configured.
   */
  verify(xml: Uint8Array, at: Date): Promise<SignatureReport>;
  /** Examines a signed dispensing in the same way: the pharmacist's signature over all of it, then the prescriber's inside. */
  verifyDispensing(xml: Uint8Array, at: Date): Promise<DispensingVerification>;
}
