import {
  PRESCRIPTION_DOCUMENT_ID,
  PRESCRIPTION_SIGN_ID,
  prescriptionXml,
} from '../envelope/prescription-envelope.ts';
import { type PreparedDocument, prepareDocument } from './sign-document.ts';

/** XAdES-BES over a prescription (電子処方箋ファイル): PrescriptionDocument is the only business data that is signed. */
export function prepareSignature(input: {
  /** the SJ1 CSV as it is signed */
  csv: Uint8Array;
  /** DER, the signer's certificate first */
  certificateChain: readonly Uint8Array[];
  signingTime: Date;
}): PreparedDocument {
  return prepareDocument({
    layout: (signature) => prescriptionXml(input.csv, signature),
    targetId: PRESCRIPTION_DOCUMENT_ID,
    signatureId: PRESCRIPTION_SIGN_ID,
    certificateChain: input.certificateChain,
    signingTime: input.signingTime,
  });
}
