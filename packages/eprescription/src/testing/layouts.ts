import { PRESCRIPTION_DOCUMENT_ID, PRESCRIPTION_SIGN_ID } from '../envelope/prescription-envelope.ts';
import type { TestPki } from '../test-pki/index.ts';
import { prepareDocument } from '../xades/sign-document.ts';
import { csv, now, signatureFor, signerOf } from './signed-documents.ts';

/** Prescriptions in other layouts than ours, for tests of what a verifier must not take for one. */
export const content = Buffer.from(csv).toString('base64');
export const envelope = (inside: string): string =>
  `<Document id="Document"><Prescription>${inside}</Prescription></Document>`;
export const element = (id: string, text: string): string =>
  `<PrescriptionDocument id="${id}">${text}</PrescriptionDocument>`;
export const holder = (signature: string): string => `<PrescriptionSign>${signature}</PrescriptionSign>`;

/** Signed by a doctor over another layout than ours: everything holds but where things stand. */
export function signedIn(
  pki: TestPki,
  layout: (signature: string) => string,
  targetId: string = PRESCRIPTION_DOCUMENT_ID,
  signatureId: string = PRESCRIPTION_SIGN_ID,
): Uint8Array {
  const { chain, privateKey } = signerOf(pki, 'doctor');
  const prepared = prepareDocument({
    layout,
    targetId,
    signatureId,
    certificateChain: chain,
    signingTime: now,
  });
  return prepared.complete(signatureFor(prepared, privateKey));
}
