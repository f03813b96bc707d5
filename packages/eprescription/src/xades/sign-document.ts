import { createHash, randomUUID, X509Certificate } from 'node:crypto';
import type { Document, Element } from '@xmldom/xmldom';
import { canonical } from './canonical.ts';
import { allElements, parseSigned } from './dom.ts';
import { derToRaw } from './ecdsa.ts';
import {
  DS,
  EXC_C14N,
  methodForKey,
  SHA256,
  SIGNED_PROPERTIES_TYPE,
  type SignatureMethod,
  XADES,
} from './names.ts';

/**
 * XAdES-BES over one element of a document: the whole document is laid out first and digested in place, so that nothing moves
 * between digest and file. Only the signature value comes from elsewhere. Exactly three references (the element, KeyInfo,
 * SignedProperties), each with an explicit exclusive canonicalization.
 */
export interface DocumentToSign {
  /** the whole document as text, with the ds:Signature element (given as text) in its place; the same text for the same signature */
  layout(signature: string): string;
  /** `id` of the one element that is signed */
  targetId: string;
  /** `Id` of the signature */
  signatureId: string;
  /** DER, the signer's certificate first */
  certificateChain: readonly Uint8Array[];
  signingTime: Date;
}

export interface PreparedDocument {
  /** of the signature: RSA keys sign SHA-256, EC keys the hash of their curve */
  method: SignatureMethod;
  /** the canonical SignedInfo, UTF-8: what is signed */
  signedInfo: Uint8Array;
  /** its digest by the method's hash (32 bytes for SHA-256), for whoever signs digests */
  digest: Uint8Array;
  /**
   * Puts the signature value in: PKCS #1 v1.5 for RSA; for EC r and s side by side, or in DER as signing services return it.
   * Throws TypeError when the value cannot be one of this key.
   */
  complete(signatureValue: Uint8Array): Uint8Array;
}

const utf8 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf8'));
const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('base64');

/**
 * Lays out the document. Throws TypeError without a signer's certificate or with a key this product cannot sign with, and XmlRefused when the
 * layout is not XML as the verifier takes it: nothing is signed that could not be checked.
 */
export function prepareDocument(input: DocumentToSign): PreparedDocument {
  const [signer] = input.certificateChain;
  if (!signer) throw new TypeError('a signer certificate is needed');
  const { publicKey } = new X509Certificate(signer);
  const details = publicKey.asymmetricKeyDetails;
  const method = methodForKey(publicKey.asymmetricKeyType, details?.namedCurve);
  if (!method) throw new TypeError('a key this product cannot sign with');
  const unique = randomUUID();
  const ids = { keyInfo: `KeyInfo-${unique}`, properties: `SignedProperties-${unique}` };
  const hole = `SignatureValue-${unique}`;
  const layout = (digests: Record<'target' | 'keyInfo' | 'properties', string>) => {
    const references =
      reference(input.targetId, digests.target, null) +
      reference(ids.keyInfo, digests.keyInfo, null) +
      reference(ids.properties, digests.properties, SIGNED_PROPERTIES_TYPE);
    return input.layout(signatureElement({ ...input, method, ids, references, value: hole }));
  };
  const frame = parseSigned(utf8(layout({ target: '', keyInfo: '', properties: '' })));
  const digestOf = (attribute: 'id' | 'Id', value: string) =>
    sha256(
      canonical(
        only(frame, (element) => element.getAttribute(attribute) === value),
        EXC_C14N,
      ),
    );
  const filled = layout({
    target: digestOf('id', input.targetId),
    keyInfo: digestOf('Id', ids.keyInfo),
    properties: digestOf('Id', ids.properties),
  });
  const isOurs = (element: Element) =>
    element.localName === 'SignedInfo' &&
    element.namespaceURI === DS &&
    (element.parentNode as Element).getAttribute('Id') === input.signatureId;
  const signedInfo = utf8(canonical(only(parseSigned(utf8(filled)), isOurs), EXC_C14N));
  return {
    method,
    signedInfo,
    digest: new Uint8Array(createHash(method.hash).update(signedInfo).digest()),
    complete(signatureValue) {
      const value =
        method.key === 'ec'
          ? derToRaw(signatureValue, coordinateBytes(details?.namedCurve))
          : ofLength(signatureValue, (details?.modulusLength ?? 0) / 8);
      return utf8(filled.replace(hole, Buffer.from(value).toString('base64')));
    },
  };
}

const coordinateBytes = (curve: string | undefined): number => (curve === 'secp384r1' ? 48 : 32);

function ofLength(value: Uint8Array, bytes: number): Uint8Array {
  if (value.length !== bytes) throw new TypeError('the signature value has another length than the key');
  return value;
}

function only(document: Document, wanted: (element: Element) => boolean): Element {
  const [found, second] = allElements(document).filter(wanted);
  if (!found || second) throw new TypeError('what is signed must stand exactly once');
  return found;
}

const reference = (id: string, digest: string, type: string | null): string =>
  `<ds:Reference${type === null ? '' : ` Type="${type}"`} URI="#${id}"><ds:Transforms><ds:Transform Algorithm="${EXC_C14N}"></ds:Transform></ds:Transforms><ds:DigestMethod Algorithm="${SHA256}"></ds:DigestMethod><ds:DigestValue>${digest}</ds:DigestValue></ds:Reference>`;

function signatureElement(input: {
  signatureId: string;
  certificateChain: readonly Uint8Array[];
  signingTime: Date;
  method: SignatureMethod;
  ids: { keyInfo: string; properties: string };
  references: string;
  value: string;
}): string {
  const certificates = input.certificateChain.map(
    (der) => `<ds:X509Certificate>${Buffer.from(der).toString('base64')}</ds:X509Certificate>`,
  );
  return (
    `<ds:Signature xmlns:ds="${DS}" Id="${input.signatureId}">` +
    `<ds:SignedInfo><ds:CanonicalizationMethod Algorithm="${EXC_C14N}"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm="${input.method.uri}"></ds:SignatureMethod>` +
    input.references +
    `</ds:SignedInfo><ds:SignatureValue>${input.value}</ds:SignatureValue>` +
    `<ds:KeyInfo Id="${input.ids.keyInfo}"><ds:X509Data>${certificates.join('')}</ds:X509Data></ds:KeyInfo>` +
    `<ds:Object><xades:QualifyingProperties xmlns:xades="${XADES}" Target="#${input.signatureId}">` +
    `<xades:SignedProperties Id="${input.ids.properties}"><xades:SignedSignatureProperties>` +
    `<xades:SigningTime>${input.signingTime.toISOString().replace(/\.\d{3}Z$/, 'Z')}</xades:SigningTime>` +
    `<xades:SigningCertificateV2><xades:Cert><xades:CertDigest><ds:DigestMethod Algorithm="${SHA256}"></ds:DigestMethod>` +
    `<ds:DigestValue>${sha256(input.certificateChain[0] as Uint8Array)}</ds:DigestValue></xades:CertDigest></xades:Cert></xades:SigningCertificateV2>` +
    `</xades:SignedSignatureProperties></xades:SignedProperties></xades:QualifyingProperties></ds:Object></ds:Signature>`
  );
}
