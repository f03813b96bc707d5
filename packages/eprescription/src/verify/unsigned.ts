import type { Element } from '@xmldom/xmldom';
import { allElements, base64Bytes, childElements, plainText } from '../xades/dom.ts';
import { XADES, XADES_141 } from '../xades/names.ts';

export type SignatureLevel = 'BES' | 'T' | 'XL' | 'A';

/** What was added to a signature after it was made, outside of what it covers: helpful, and believed only as far as it proves itself. */
export interface UnsignedParts {
  /** the form of the signature, whether or not its parts hold */
  level: SignatureLevel;
  timestamps: Element[];
  archiveTimestamps: Element[];
  /** DER, from CertificateValues */
  certificates: Uint8Array[];
  /** DER, from RevocationValues */
  lists: Uint8Array[];
}

/** Values that are not Base64 are left out: whatever needs them stays unproven. */
const values = (from: Element, name: string): Uint8Array[] =>
  allElements(from)
    .filter((each) => each.localName === name && each.namespaceURI === XADES)
    .flatMap((each) => base64Bytes(plainText(each)) ?? []);

export function readUnsigned(properties: Element | null): UnsignedParts {
  if (!properties)
    return { level: 'BES', timestamps: [], archiveTimestamps: [], certificates: [], lists: [] };
  const timestamps = childElements(properties, XADES, 'SignatureTimeStamp');
  const archiveTimestamps = [XADES, XADES_141].flatMap((namespace) =>
    childElements(properties, namespace, 'ArchiveTimeStamp'),
  );
  const hasValues = ['CertificateValues', 'RevocationValues'].some(
    (name) => childElements(properties, XADES, name).length > 0,
  );
  return {
    level: archiveTimestamps.length > 0 ? 'A' : timestamps.length === 0 ? 'BES' : hasValues ? 'XL' : 'T',
    timestamps,
    archiveTimestamps,
    certificates: values(properties, 'EncapsulatedX509Certificate'),
    lists: values(properties, 'EncapsulatedCRLValue'),
  };
}
