/**
 * A XAdES-BES signature element as another vendor makes it: other prefixes than ours, line breaks in Base64, and the first reference's
 * digest as it was handed over. Written from hpki.md §3, independently of our own layout.
 */
import { createHash, randomUUID } from 'node:crypto';

const C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
const DS = 'http://www.w3.org/2000/09/xmldsig#';
const XADES = 'http://uri.etsi.org/01903/v1.3.2#';

export function signatureElement(input: {
  /** SHA-256, Base64 */
  documentDigest: string;
  /** DER, the signer first */
  chain: readonly Uint8Array[];
  signingTime: Date;
  /** the signature value over a SHA-256 digest */
  sign(digest: Uint8Array): Uint8Array;
}): string {
  const id = randomUUID();
  const signer = input.chain[0]!;
  // each of the three parts is written in its canonical form with the namespaces it uses, so that it can be digested as it stands
  const keyInfo = (namespaces: string) =>
    `<xs:KeyInfo${namespaces} Id="K-${id}"><xs:X509Data>${input.chain
      .map((der) => `<xs:X509Certificate>${lines(der)}</xs:X509Certificate>`)
      .join('')}</xs:X509Data></xs:KeyInfo>`;
  const properties = (ds: string, xa: string) =>
    `<xa:SignedProperties${xa} Id="P-${id}"><xa:SignedSignatureProperties>` +
    `<xa:SigningTime>${input.signingTime.toISOString().slice(0, 19)}Z</xa:SigningTime>` +
    `<xa:SigningCertificateV2><xa:Cert><xa:CertDigest><xs:DigestMethod${ds} Algorithm="${SHA256}"></xs:DigestMethod>` +
    `<xs:DigestValue${ds}>${digest(signer)}</xs:DigestValue></xa:CertDigest></xa:Cert></xa:SigningCertificateV2>` +
    `</xa:SignedSignatureProperties></xa:SignedProperties>`;
  const xs = ` xmlns:xs="${DS}"`;
  const xa = ` xmlns:xa="${XADES}"`;
  const reference = (uri: string, value: string, type = '') =>
    `<xs:Reference${type} URI="#${uri}"><xs:Transforms><xs:Transform Algorithm="${C14N}"></xs:Transform></xs:Transforms>` +
    `<xs:DigestMethod Algorithm="${SHA256}"></xs:DigestMethod><xs:DigestValue>${value}</xs:DigestValue></xs:Reference>`;
  const signedInfo = (namespaces: string) =>
    `<xs:SignedInfo${namespaces}><xs:CanonicalizationMethod Algorithm="${C14N}"></xs:CanonicalizationMethod>` +
    `<xs:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"></xs:SignatureMethod>` +
    reference('PrescriptionDocument', input.documentDigest) +
    reference(`K-${id}`, digest(keyInfo(xs))) +
    reference(`P-${id}`, digest(properties(xs, xa)), ' Type="http://uri.etsi.org/01903#SignedProperties"') +
    `</xs:SignedInfo>`;
  const value = input.sign(createHash('sha256').update(signedInfo(xs)).digest());
  return (
    `<xs:Signature${xs} Id="PrescriptionSign">${signedInfo('')}` +
    `<xs:SignatureValue>${lines(value)}</xs:SignatureValue>${keyInfo('')}` +
    `<xs:Object><xa:QualifyingProperties${xa} Target="#PrescriptionSign">${properties('', '')}` +
    `</xa:QualifyingProperties></xs:Object></xs:Signature>`
  );
}

const digest = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('base64');

/** Base64 in lines of 76, as signing libraries write it: the line breaks are part of what is digested. */
const lines = (bytes: Uint8Array): string =>
  (
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,76}/g) ?? []
  ).join('\n');
