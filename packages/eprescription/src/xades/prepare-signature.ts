import { createHash, randomUUID, X509Certificate } from 'node:crypto';
import { DOMParser } from '@xmldom/xmldom';
import { ExclusiveCanonicalization } from 'xml-crypto';
import {
  PRESCRIPTION_DOCUMENT_ID,
  PRESCRIPTION_SIGN_ID,
  prescriptionXml,
} from '../envelope/prescription-envelope.ts';
import { escapeXml } from './escape.ts';

/**
 * XAdES-BES over a prescription (電子処方箋ファイル): the whole document is laid out first and digested in place, so that
 * nothing moves between digest and file. Only the signature value comes from elsewhere.
 * Exactly three references, each with an explicit exclusive canonicalization.
 */
export const DS = 'http://www.w3.org/2000/09/xmldsig#';
export const XADES = 'http://uri.etsi.org/01903/v1.3.2#';
export const EXC_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
export const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
export const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
export const SIGNED_PROPERTIES_TYPE = 'http://uri.etsi.org/01903#SignedProperties';

export interface UnsignedPrescription {
  /** SHA-256 of the canonical SignedInfo, 32 bytes: what the private key signs */
  digest: Uint8Array;
  complete(signatureValue: Uint8Array): Uint8Array;
}

const signatureHole = '{{SignatureValue}}';

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('base64');
}

function canonical(xml: string, idAttribute: 'id' | 'Id' | null, value: string): string {
  const document = new DOMParser().parseFromString(xml, 'text/xml');
  const elements = Array.from(document.getElementsByTagName('*'));
  const found = elements.filter((element) =>
    idAttribute === null ? element.nodeName === value : element.getAttribute(idAttribute) === value,
  );
  if (found.length !== 1 || !found[0]) throw new Error(`${value} must stand exactly once`);
  return new ExclusiveCanonicalization().process(found[0] as never, {}).toString();
}

export function prepareSignature(input: {
  /** the SJ1 CSV as it is signed */
  csv: Uint8Array;
  /** DER, the signer's certificate first */
  certificateChain: readonly Uint8Array[];
  signingTime: Date;
}): UnsignedPrescription {
  const [signer] = input.certificateChain;
  if (!signer) throw new TypeError('a signer certificate is needed');
  const unique = randomUUID();
  const ids = { keyInfo: `KeyInfo-${unique}`, properties: `SignedProperties-${unique}` };
  const reference = (uri: string, digest: string, type: string | null) =>
    `<ds:Reference${type === null ? '' : ` Type="${type}"`} URI="#${uri}"><ds:Transforms><ds:Transform Algorithm="${EXC_C14N}"></ds:Transform></ds:Transforms><ds:DigestMethod Algorithm="${SHA256}"></ds:DigestMethod><ds:DigestValue>${digest}</ds:DigestValue></ds:Reference>`;
  const layout = (digests: { document: string; keyInfo: string; properties: string }) =>
    prescriptionXml(
      input.csv,
      `<ds:Signature xmlns:ds="${DS}" Id="${PRESCRIPTION_SIGN_ID}">` +
        `<ds:SignedInfo><ds:CanonicalizationMethod Algorithm="${EXC_C14N}"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm="${RSA_SHA256}"></ds:SignatureMethod>` +
        reference(PRESCRIPTION_DOCUMENT_ID, digests.document, null) +
        reference(ids.keyInfo, digests.keyInfo, null) +
        reference(ids.properties, digests.properties, SIGNED_PROPERTIES_TYPE) +
        `</ds:SignedInfo><ds:SignatureValue>${signatureHole}</ds:SignatureValue>` +
        `<ds:KeyInfo Id="${ids.keyInfo}"><ds:X509Data>${input.certificateChain
          .map((der) => `<ds:X509Certificate>${Buffer.from(der).toString('base64')}</ds:X509Certificate>`)
          .join('')}</ds:X509Data></ds:KeyInfo>` +
        `<ds:Object><xades:QualifyingProperties xmlns:xades="${XADES}" Target="#PrescriptionSign">` +
        `<xades:SignedProperties Id="${ids.properties}"><xades:SignedSignatureProperties>` +
        `<xades:SigningTime>${input.signingTime.toISOString().replace(/\.\d{3}Z$/, 'Z')}</xades:SigningTime>` +
        `<xades:SigningCertificateV2><xades:Cert><xades:CertDigest><ds:DigestMethod Algorithm="${SHA256}"></ds:DigestMethod>` +
        `<ds:DigestValue>${sha256(signer)}</ds:DigestValue></xades:CertDigest></xades:Cert></xades:SigningCertificateV2>` +
        `</xades:SignedSignatureProperties></xades:SignedProperties></xades:QualifyingProperties></ds:Object>` +
        `</ds:Signature>`,
    );
  const frame = layout({ document: '', keyInfo: '', properties: '' });
  const filled = layout({
    document: sha256(canonical(frame, 'id', PRESCRIPTION_DOCUMENT_ID)),
    keyInfo: sha256(canonical(frame, 'Id', ids.keyInfo)),
    properties: sha256(canonical(frame, 'Id', ids.properties)),
  });
  const digest = createHash('sha256')
    .update(canonical(filled, null, 'ds:SignedInfo'))
    .digest();
  return {
    digest,
    complete(signatureValue) {
      const publicKey = new X509Certificate(signer).publicKey;
      const bytes = (publicKey.asymmetricKeyDetails?.modulusLength ?? 0) / 8;
      if (signatureValue.length !== bytes)
        throw new TypeError('the signature value has another length than the key');
      return Buffer.from(
        filled.replace(signatureHole, escapeXml(Buffer.from(signatureValue).toString('base64'))),
        'utf8',
      );
    },
  };
}
