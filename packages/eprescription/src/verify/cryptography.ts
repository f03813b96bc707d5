import { createHash, createVerify, type KeyObject, X509Certificate } from 'node:crypto';
import type { Element } from '@xmldom/xmldom';
import { canonical } from '../xades/canonical.ts';
import type { HashName } from '../xades/names.ts';
import { Refusal } from './checks.ts';
import type { SignatureParts, Transformation } from './structure.ts';

/** RSA keys below this are not worth a signature (CRYPTREC). */
const MINIMUM_RSA_BITS = 2048;
const curves: readonly (string | undefined)[] = ['prime256v1', 'secp384r1', 'secp521r1'];

export const hashOf = (hash: HashName, data: string | Uint8Array): Buffer =>
  createHash(hash).update(data).digest();

export const canonicalOf = (element: Element, { method, prefixes }: Transformation): string =>
  canonical(element, method, prefixes);

/** Every reference digests to what is written. Throws Refusal('digests'). */
export function checkDigests(parts: SignatureParts): void {
  for (const { element, transformation, hash, digest } of parts.references)
    if (!hashOf(hash, canonicalOf(element, transformation)).equals(Buffer.from(digest)))
      throw new Refusal('digests', '署名したあとに内容が変えられています。');
}

/** The signature value was made over SignedInfo with the key of this certificate (DER). Throws Refusal. */
export function checkSignatureValue(parts: SignatureParts, signer: Uint8Array): void {
  const key = keyOf(signer);
  const details = key.asymmetricKeyDetails;
  const fits =
    parts.method.key === key.asymmetricKeyType &&
    (parts.method.key === 'ec'
      ? curves.includes(details?.namedCurve)
      : (details?.modulusLength ?? 0) >= MINIMUM_RSA_BITS);
  if (!fits) throw new Refusal('signature', '署名の方法が、電子証明書の鍵と合いません。');
  const value = Buffer.from(parts.value);
  const signed = canonicalOf(parts.signedInfo, parts.signedInfoTransformation);
  const holds = createVerify(parts.method.hash)
    .update(signed)
    .verify(parts.method.key === 'ec' ? { key, dsaEncoding: 'ieee-p1363' } : key, value);
  if (!holds) throw new Refusal('signature', '署名の値が、内容や電子証明書と合いません。');
}

function keyOf(certificate: Uint8Array): KeyObject {
  try {
    return new X509Certificate(certificate).publicKey;
  } catch {
    throw new Refusal('certificate', '添えられた電子証明書を読み取れません。');
  }
}
