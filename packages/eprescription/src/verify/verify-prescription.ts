import * as x509 from '@peculiar/x509';
import { PRESCRIPTION_DOCUMENT_ID, PRESCRIPTION_SIGN_ID } from '../envelope/prescription-envelope.ts';
import { base64Bytes, plainText } from '../xades/dom.ts';
import { examine, type VerificationReport, type VerifyOptions } from './examine.ts';
import { readDocument, type SignatureProfile } from './structure.ts';

export interface PrescriptionVerification extends VerificationReport {
  /** the CSV inside the element that was digested; null unless the signature over it holds */
  csv: Uint8Array | null;
}

const profile: SignatureProfile = {
  signatureId: PRESCRIPTION_SIGN_ID,
  signaturePath: ['Document', 'Prescription', 'PrescriptionSign'],
  targetId: PRESCRIPTION_DOCUMENT_ID,
  targetPath: ['Document', 'Prescription', 'PrescriptionDocument'],
};

/** Examines a signed prescription, as we made it (BES) or as the service returns it (T, XL, A). */
export function verifyPrescriptionXml(bytes: Uint8Array, options: VerifyOptions): PrescriptionVerification {
  const { report, signed } = examine(() => readDocument(bytes, [PRESCRIPTION_SIGN_ID]), profile, options);
  return { ...report, csv: signed && base64Bytes(plainText(signed)) };
}

/** DER of every certificate in a PEM file. */
export function certificatesFromPem(pem: string): Uint8Array[] {
  return x509.PemConverter.decode(pem).map((der) => new Uint8Array(der));
}
