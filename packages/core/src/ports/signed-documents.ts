import type { PreparedSignature } from './prescription-files.ts';
import type { SignatureReport } from './signature-report.ts';
import type { SigningCredential } from './signing.ts';

/**
 * A kind of document of our own that is signed (診断書, 紹介状, 主治医意見書): XML in which one element is signed and the signature stands at one
 * place. The kind is part of what is checked, so that one document is never taken for another.
 */
export interface SignedDocumentKind {
  /** `Id` of the signature; another one for each kind */
  signatureId: string;
  /** names of the elements from the root to the parent of the signature; they have no namespace */
  signaturePath: readonly string[];
  /** `id` of the element that is signed */
  targetId: string;
  targetPath: readonly string[];
  /** hcRole: one of these must be in the signer's certificate */
  requiredRoles: readonly string[];
}

export interface SignedDocumentPort {
  /**
   * Lays out a document with its signature (XAdES-BES) but for the value. layout: the whole document as text around the signature element, which it is
   * given; the same text for the same signature. Throws TypeError when the kind's element is not there once, or when the text is not
   * XML that could be checked again.
   */
  prepare(
    kind: SignedDocumentKind,
    layout: (signature: string) => string,
    credential: SigningCredential,
    signingTime: Date,
  ): PreparedSignature;
  /**
   * Has the time-stamp authority stamp a signature (XAdES-T), and puts in what a later reader needs to judge it alone when it is at hand (XL). Nothing that
   * was signed changes. Throws PortError: retryable when the authority does not answer, signature when the document does not hold.
   */
  stamp(kind: SignedDocumentKind, xml: Uint8Array): Promise<{ xml: Uint8Array; report: SignatureReport }>;
  /** Examines a document of this kind. at: the time of the examination. */
  verify(kind: SignedDocumentKind, xml: Uint8Array, at: Date): Promise<SignatureReport>;
}
