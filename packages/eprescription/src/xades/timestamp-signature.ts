import { createHash } from 'node:crypto';
import type { Document, Element } from '@xmldom/xmldom';
import { canonical } from './canonical.ts';
import { allElements, childElements, parseSigned, rootOf } from './dom.ts';
import { DS, EXC_C14N, XADES } from './names.ts';

/**
 * XAdES-T and XL: what is added to a signature of ours after it was made. The text is only ever added to; nothing that was signed is
 * written again.
 */

/** SHA-256 of the signature value, canonicalized as the added element will say: what the time-stamp authority stamps. Throws TypeError when there is no such signature. */
export function timestampDigest(xml: Uint8Array, signatureId: string): Uint8Array {
  const [value] = childElements(signatureOf(xml, signatureId), DS, 'SignatureValue');
  if (!value) throw new TypeError('no signature value');
  return new Uint8Array(createHash('sha256').update(canonical(value, EXC_C14N)).digest());
}

/** Adds a token (RFC 3161, DER) over `timestampDigest`. Throws TypeError when the signature is not there. */
export function addSignatureTimestamp(xml: Uint8Array, signatureId: string, token: Uint8Array): Uint8Array {
  return add(
    xml,
    signatureId,
    `<xades:SignatureTimeStamp Id="SignatureTimeStamp-${signatureId}"><ds:CanonicalizationMethod Algorithm="${EXC_C14N}"></ds:CanonicalizationMethod>` +
      `<xades:EncapsulatedTimeStamp>${base64(token)}</xades:EncapsulatedTimeStamp></xades:SignatureTimeStamp>`,
  );
}

/** Adds what a later reader needs to judge the signature and its stamp without asking anybody: certificates and revocation lists (DER). */
export function addValidationData(
  xml: Uint8Array,
  signatureId: string,
  { certificates, lists }: { certificates: readonly Uint8Array[]; lists: readonly Uint8Array[] },
): Uint8Array {
  const encapsulated = (name: string, values: readonly Uint8Array[]) =>
    values.map((der) => `<xades:${name}>${base64(der)}</xades:${name}>`).join('');
  return add(
    xml,
    signatureId,
    `<xades:CertificateValues>${encapsulated('EncapsulatedX509Certificate', certificates)}</xades:CertificateValues>` +
      `<xades:RevocationValues><xades:CRLValues>${encapsulated('EncapsulatedCRLValue', lists)}</xades:CRLValues></xades:RevocationValues>`,
  );
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

function signatureOf(xml: Uint8Array, signatureId: string): Element {
  const found = allElements(parseSigned(xml)).find(
    (each) =>
      each.localName === 'Signature' && each.namespaceURI === DS && each.getAttribute('Id') === signatureId,
  );
  if (!found) throw new TypeError('no such signature');
  return found;
}

/** Puts an element behind the last unsigned property of the signature. */
function add(xml: Uint8Array, signatureId: string, property: string): Uint8Array {
  const signature = signatureOf(xml, signatureId);
  const qualifying = childElements(signature, DS, 'Object').flatMap((each) =>
    childElements(each, XADES, 'QualifyingProperties'),
  )[0];
  if (!qualifying) throw new TypeError('no qualifying properties');
  const unsigned = childElements(qualifying, XADES, 'UnsignedProperties').flatMap((each) =>
    childElements(each, XADES, 'UnsignedSignatureProperties'),
  )[0];
  const names = `xmlns:xades="${XADES}" xmlns:ds="${DS}"`;
  const addition = unsigned
    ? property
    : `<xades:UnsignedProperties ${names}><xades:UnsignedSignatureProperties>${property}</xades:UnsignedSignatureProperties></xades:UnsignedProperties>`;
  const text = new TextDecoder('utf-8').decode(xml);
  const at = closingOf(unsigned ?? qualifying, text);
  return new Uint8Array(Buffer.from(text.slice(0, at) + addition + text.slice(at), 'utf8'));
}

/** Where the end tag of an element begins that never stands inside another of its name: the end tags come in the order of the elements. */
function closingOf(element: Element, text: string): number {
  const namesakes = allElements(rootOf(element.ownerDocument as Document)).filter(
    ({ tagName }) => tagName === element.tagName,
  );
  const ends = [...text.matchAll(new RegExp(`</${element.tagName}\\s*>`, 'g'))];
  const end = ends[namesakes.indexOf(element)];
  if (!end || ends.length !== namesakes.length) throw new TypeError('end tags that cannot be counted');
  return end.index;
}
