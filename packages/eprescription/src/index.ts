export { CertificateError, readSigner, type SignerCertificate } from './certificates/read-signer.ts';
export { readSj1, type Sj1Prescription, type Sj1Rp } from './csv/read-sj1.ts';
export { Sj1Error } from './csv/sj1-error.ts';
export { type Sj1Fault, validateSj1 } from './csv/validate-sj1.ts';
export { type PaperText, writeInHouse, writePaperText, writeSj1 } from './csv/write-sj1.ts';
export { dispensingXml, readDispensingDocument } from './dispensing/dispensing-document.ts';
export { DispensingError } from './dispensing/dispensing-error.ts';
export { readDispensingCsv } from './dispensing/read-dispensing-csv.ts';
export { writeDispensingCsv } from './dispensing/write-dispensing-csv.ts';
export { unsignedPrescriptionXml } from './envelope/prescription-envelope.ts';
export { accessCodeSymbol } from './qr/access-code-symbol.ts';
export { type PaperSymbols, paperSymbols } from './qr/paper-symbols.ts';
export type { SymbolMatrix } from './qr/symbol.ts';
export {
  createTimestampRequest,
  createTimestampResponse,
  readTimestampResponse,
  TimestampError,
  type TimestampRequest,
  verifyTimestampToken,
} from './timestamp/timestamp.ts';
export {
  type CheckId,
  certificatesFromPem,
  type SignatureCheck,
  type VerificationReport,
  type VerifyOptions,
  verifyPrescriptionXml,
} from './verify/verify-prescription.ts';
export { prepareSignature, type UnsignedPrescription } from './xades/prepare-signature.ts';
