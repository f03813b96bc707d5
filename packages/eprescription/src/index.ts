export { distinguishedName, holderName } from './certificates/distinguished-name.ts';
export { readSigner, type SignerCertificate } from './certificates/read-signer.ts';
export { isTestCertificate } from './certificates/test-certificate.ts';
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
  type TimestampRequest,
  verifyTimestampToken,
} from './timestamp/timestamp.ts';
export { TimestampError } from './timestamp/token.ts';
export type { SignatureCheck } from './verify/checks.ts';
export type { VerificationReport, VerifyOptions } from './verify/examine.ts';
export { readRevocationList } from './verify/revocation.ts';
export { type DispensingVerification, verifyDispensingXml } from './verify/verify-dispensing.ts';
export { verifyDocumentXml } from './verify/verify-document.ts';
export {
  certificatesFromPem,
  type PrescriptionVerification,
  verifyPrescriptionXml,
} from './verify/verify-prescription.ts';
export {
  awaitSignatureElement,
  certificateOfSignature,
  type PrescriptionAwaitingSignature,
} from './xades/foreign-signature.ts';
export { prepareSignature } from './xades/prepare-signature.ts';
export { type PreparedDocument, prepareDocument } from './xades/sign-document.ts';
export { addSignatureTimestamp, addValidationData, timestampDigest } from './xades/timestamp-signature.ts';
