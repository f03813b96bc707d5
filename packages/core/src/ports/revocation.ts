/** Revocation lists (CRL) of certificate authorities. */
export interface RevocationPort {
  /**
   * The current lists of these authorities (DER of their certificates), each signed by its authority and not past its time, as DER. An authority
   * whose list could not be had is left out, so that whoever asks knows that it could not be checked. Never throws.
   */
  listsOf(authorities: readonly Uint8Array[]): Promise<Uint8Array[]>;
}
