import { fromBER, Integer, Sequence } from 'asn1js';

/**
 * An ECDSA signature as XML Signature wants it (r and s side by side, each as long as the curve's order; RFC 4050 §3.3) from either
 * that form or DER, which signing services and OpenSSL return. bytes: length of one number. Throws TypeError at anything else.
 */
export function derToRaw(signature: Uint8Array, bytes: number): Uint8Array {
  if (signature.length === 2 * bytes) return signature;
  const { result, offset } = fromBER(new Uint8Array(signature).buffer);
  const numbers = result instanceof Sequence ? result.valueBlock.value : [];
  if (offset !== signature.length || numbers.length !== 2) throw new TypeError('no ECDSA signature');
  return new Uint8Array(
    Buffer.concat(
      numbers.map((number) => {
        if (!(number instanceof Integer)) throw new TypeError('no ECDSA signature');
        const digits = Buffer.from(number.valueBlock.valueHexView)
          .toString('hex')
          .replace(/^(?:00)+/, '');
        if (digits.length > 2 * bytes) throw new TypeError('an ECDSA signature of another curve');
        return Buffer.from(digits.padStart(2 * bytes, '0'), 'hex');
      }),
    ),
  );
}
