/** Names of XML Signature and XAdES, and the algorithms this product writes and accepts. Nothing is accepted that is not listed here. */
export const DS = 'http://www.w3.org/2000/09/xmldsig#';
export const XADES = 'http://uri.etsi.org/01903/v1.3.2#';
export const XADES_141 = 'http://uri.etsi.org/01903/v1.4.1#';
export const EXC_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
/** canonical XML 1.0; applied where a reference names no transform */
export const C14N = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';
export const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
export const SIGNED_PROPERTIES_TYPE = 'http://uri.etsi.org/01903#SignedProperties';

export type HashName = 'sha256' | 'sha384' | 'sha512';
export type Canonicalization = typeof EXC_C14N | typeof C14N;

const digestMethods = new Map<string, HashName>([
  [SHA256, 'sha256'],
  ['http://www.w3.org/2001/04/xmldsig-more#sha384', 'sha384'],
  ['http://www.w3.org/2001/04/xmlenc#sha512', 'sha512'],
]);

export interface SignatureMethod {
  uri: string;
  key: 'rsa' | 'ec';
  hash: HashName;
}

const more = 'http://www.w3.org/2001/04/xmldsig-more#';
const signatureMethods: readonly SignatureMethod[] = (['rsa', 'ec'] as const).flatMap((key) =>
  (['sha256', 'sha384', 'sha512'] as const).map((hash) => ({
    uri: `${more}${key === 'ec' ? 'ecdsa' : key}-${hash}`,
    key,
    hash,
  })),
);

export const digestMethod = (uri: string | null): HashName | null => digestMethods.get(uri ?? '') ?? null;

export const signatureMethod = (uri: string | null): SignatureMethod | null =>
  signatureMethods.find((method) => method.uri === uri) ?? null;

/** The method we sign with: the hash grows with the curve (RFC 5480 §4); RSA signs SHA-256, as HPKI does. */
export function methodForKey(type: string | undefined, curve: string | undefined): SignatureMethod | null {
  const hash = type === 'ec' && curve === 'secp384r1' ? 'sha384' : 'sha256';
  if (type === 'ec' && curve !== 'prime256v1' && curve !== 'secp384r1') return null;
  return signatureMethods.find((method) => method.key === type && method.hash === hash) ?? null;
}

export const canonicalization = (uri: string | null): Canonicalization | null =>
  uri === EXC_C14N || uri === C14N ? uri : null;
