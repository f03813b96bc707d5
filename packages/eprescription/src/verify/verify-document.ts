import type { Element } from '@xmldom/xmldom';
import { examine, type VerificationReport, type VerifyOptions } from './examine.ts';
import { readDocument, type SignatureProfile } from './structure.ts';

/**
 * Examines a signed document of any kind (診断書, 紹介状, 意見書 …): where its signature and the signed element stand is the profile's matter.
 * `signed` is the very element that was digested, null unless the signature holds; content must be read from nowhere else.
 */
export function verifyDocumentXml(
  bytes: Uint8Array,
  profile: SignatureProfile,
  options: VerifyOptions & { requiredRoles: readonly string[] },
): { report: VerificationReport; signed: Element | null } {
  return examine(() => readDocument(bytes, [profile.signatureId]), profile, options);
}
