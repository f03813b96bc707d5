import {
  PortError,
  type PreparedSignature,
  type SignedFile,
  type SigningCredential,
} from '@shirube/core/ports';

/** The file with a raw signature in it, or why the signature is none for this certificate. */
export function fileOf(
  prepared: PreparedSignature,
  signature: Uint8Array | undefined,
  credential: SigningCredential,
): SignedFile | PortError {
  const certificate = credential.chain[0];
  if (signature === undefined || certificate === undefined)
    throw new TypeError('one signature a document, and its certificate, are needed');
  try {
    return { xml: prepared.complete(signature), certificate };
  } catch (error) {
    if (error instanceof PortError) return error;
    throw error;
  }
}
