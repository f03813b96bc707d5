import { createHash, X509Certificate } from 'node:crypto';
import { PRESCRIPTION_DOCUMENT_ID, prescriptionXml } from '../envelope/prescription-envelope.ts';
import { canonical } from './canonical.ts';
import { allElements, base64Bytes, parseSigned, plainText, rootOf } from './dom.ts';
import { DS, EXC_C14N } from './names.ts';

/** A prescription whose whole signature element comes from elsewhere, with KeyInfo and SignedProperties made there. */
export interface PrescriptionAwaitingSignature {
  /** SHA-256 of the canonical PrescriptionDocument (exclusive C14N), 32 bytes: what the signature's first reference must hold */
  documentDigest: Uint8Array;
  /** Puts `<ds:Signature …>` into the file, byte for byte as it came, and returns the final bytes. */
  complete(signatureElement: string): Uint8Array;
}

/** Lays the file out around the place of a signature that somebody else makes. Whether it holds is for the verifier to say. */
export function awaitSignatureElement(csv: Uint8Array): PrescriptionAwaitingSignature {
  const frame = parseSigned(Buffer.from(prescriptionXml(csv, null), 'utf8'));
  const [signed] = allElements(frame).filter(
    (element) => element.getAttribute('id') === PRESCRIPTION_DOCUMENT_ID,
  );
  if (!signed) throw new TypeError('the frame has no prescription');
  return {
    documentDigest: createHash('sha256').update(canonical(signed, EXC_C14N)).digest(),
    complete: (signatureElement) => Buffer.from(prescriptionXml(csv, signatureElement), 'utf8'),
  };
}

/**
 * The certificate (DER) a signature element says it was made with: the first of its KeyInfo. Throws TypeError when the text is no
 * signature element or names none.
 */
export function certificateOfSignature(signatureElement: string): Uint8Array {
  try {
    const root = rootOf(parseSigned(Buffer.from(signatureElement, 'utf8')));
    const [keyInfo, another] = Array.from(root.getElementsByTagNameNS(DS, 'KeyInfo'));
    const certificate = keyInfo?.getElementsByTagNameNS(DS, 'X509Certificate')[0];
    const der = certificate ? base64Bytes(plainText(certificate)) : null;
    if (root.namespaceURI !== DS || root.localName !== 'Signature' || another || !der) throw new TypeError();
    new X509Certificate(der);
    return der;
  } catch (cause) {
    throw new TypeError('no signature element with a certificate', { cause });
  }
}
