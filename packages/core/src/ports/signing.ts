import type { Instant } from '../records/index.ts';
import type { PortError } from './errors.ts';
import type { PreparedSignature } from './prescription-files.ts';

/**
 * The ways to sign that an installation may offer. csc-v2: a remote service of the Cloud Signature Consortium API v2; cardless-…: the
 * national card-less service, by the means the doctor proves themselves with (smartphone, My Number card, HPKI card); local-card: the
 * HPKI card in a reader, through the bridge on the same computer.
 */
export const signingProviderIds = [
  'csc-v2',
  'cardless-fido',
  'cardless-jpki',
  'cardless-hpki',
  'local-card',
] as const;
export type SigningProviderId = (typeof signingProviderIds)[number];

export interface SigningCredential {
  id: string;
  /** DER, signing certificate first */
  chain: Uint8Array[];
  signerName: string;
  serial: string;
  hcRoles: string[];
  validFrom: Instant;
  validTo: Instant;
  /** how many documents one call of signDocuments may have; absent: one */
  multisign?: number;
  /** the service wants each call authorized by itself before it signs; absent: the authorization of the day is enough */
  needsAuthorization?: boolean;
}

/** A document with its signature in it: the final bytes, and the certificate (DER) that signed. */
export interface SignedFile {
  xml: Uint8Array;
  certificate: Uint8Array;
}

/**
 * One way to sign prescriptions. Whether the private key signs digests that we lay out, or somebody else gives the whole signature
 * element, is the adapter's own matter: a use case hands over CSV and gets signed files. Nobody takes a result for valid before
 * `PrescriptionFilePort.verify` has.
 */
export interface SigningPort {
  readonly id: SigningProviderId;
  /** Where the doctor's browser goes to authorize; it returns to redirectUri with state, and code or error. */
  authorizationUrl(request: {
    redirectUri: string;
    state: string;
    /** RFC 7636, S256 */
    codeChallenge: string;
    /** comes back in the ID token where the service gives one */
    nonce: string;
    /** the credential the clinic has registered for this doctor; null: none */
    loginHint: string | null;
  }): string;
  /** Exchanges the code; the token may sign until expiresAt. */
  completeAuthorization(request: {
    redirectUri: string;
    code: string;
    codeVerifier: string;
    nonce: string;
  }): Promise<{ token: string; expiresAt: Instant }>;
  /** What the authorization can sign with; null where the service shows the certificate only in its signature. */
  listCredentials(token: string): Promise<SigningCredential[] | null>;
  /**
   * Signs prescriptions (SJ1 CSV, at most `credential.multisign` of them; one where credential is null). One result a document, in the
   * same order: the file, or why this document has none. Throws PortError when nothing was signed: auth when the authorization has
   * ended. credential: of listCredentials, null exactly where that is null. signingTime: what a signature laid out here claims.
   */
  signDocuments(request: {
    token: string;
    credential: SigningCredential | null;
    documents: readonly Uint8Array[];
    signingTime: Date;
  }): Promise<(SignedFile | PortError)[]>;
  /**
   * Signs what is laid out already: a document of our own (`SignedDocumentPort.prepare`). As signDocuments otherwise. Absent where the service makes the
   * whole signature itself, and so signs nothing but prescriptions.
   */
  signPrepared?(request: {
    token: string;
    credential: SigningCredential;
    prepared: readonly PreparedSignature[];
  }): Promise<(SignedFile | PortError)[]>;
}

/** The ways to sign this installation offers, in the order they are shown. */
export interface SigningServices {
  readonly offered: readonly SigningProviderId[];
  /** null: this installation does not offer it (any more) */
  with(id: string): SigningPort | null;
}

export interface TimestampPort {
  /** RFC 3161 token (DER ContentInfo) over SHA-256 digest; nonce, imprint and certReq are checked. */
  timestamp(digest: Uint8Array): Promise<{ token: Uint8Array; time: Instant }>;
  /**
   * Checks a kept token without asking anybody: over this digest, whole, by an authority this installation trusts. Says when it was
   * stamped. Throws PortError signature otherwise.
   */
  verify(token: Uint8Array, digest: Uint8Array): { time: Instant };
}
