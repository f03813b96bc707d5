import type { Instant } from '../records/index.ts';

export interface SigningCredential {
  id: string;
  /** DER, signing certificate first */
  chain: Uint8Array[];
  signerName: string;
  serial: string;
  hcRoles: string[];
  validFrom: Instant;
  validTo: Instant;
}

export interface SigningPort {
  readonly kind: 'csc-v2';
  /** Where the doctor's browser goes to authorize; the service returns to redirectUri with code and state. */
  authorizationUrl(request: {
    redirectUri: string;
    state: string;
    codeChallenge: string;
    loginHint: string;
  }): string;
  /** Exchanges the code; the token may sign until expiresAt. */
  completeAuthorization(request: { redirectUri: string; code: string; codeVerifier: string }): Promise<{
    token: string;
    expiresAt: Instant;
  }>;
  listCredentials(token: string): Promise<SigningCredential[]>;
  /**
   * Signs SHA-256 digests (32 bytes each) with RSASSA-PKCS1-v1_5 and returns raw signatures in the same order.
   * Throws PortError auth when the authorization has ended.
   */
  signHashes(request: { token: string; credentialId: string; digests: Uint8Array[] }): Promise<Uint8Array[]>;
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
