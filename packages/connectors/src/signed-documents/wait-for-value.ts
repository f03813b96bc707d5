import { PortError, type PreparedSignature } from '@shirube/core/ports';
import type { PreparedDocument } from '@shirube/eprescription';

/** A prepared signature as core's ports have it: a value that cannot be one of the key is a matter of the signature. */
export function waitForValue({ digest, complete }: PreparedDocument): PreparedSignature {
  return {
    digest,
    complete(signatureValue) {
      try {
        return complete(signatureValue);
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
        throw new PortError(
          'signing',
          'signature',
          '電子署名サービスから届いた署名が、電子証明書の鍵と合いません。もう一度署名してください。',
          'signature_length',
        );
      }
    },
  };
}
