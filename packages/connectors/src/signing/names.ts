/** Cloud Signature Consortium API v2: paths below the base URL and the algorithms we ask for. */
export const PATH = {
  authorize: ['oauth2', 'authorize'],
  token: ['oauth2', 'token'],
  info: ['info'],
  list: ['credentials', 'list'],
  credentialInfo: ['credentials', 'info'],
  credentialAuthorize: ['credentials', 'authorize'],
  signHash: ['signatures', 'signHash'],
} as const;

/** Methods of the standard that this adapter cannot do without. */
export const NEEDED_METHODS = ['credentials/list', 'credentials/info', 'signatures/signHash'] as const;

/** hashAlgorithmOID and signAlgo by the key of the certificate: a file is laid out with the same (xades/names.ts of @shirube/eprescription). */
export const ALGORITHM = {
  /** SHA-256; sha256WithRSAEncryption (RSASSA-PKCS1-v1_5) */
  rsa: { hash: '2.16.840.1.101.3.4.2.1', sign: '1.2.840.113549.1.1.11' },
  /** SHA-256; ecdsa-with-SHA256 */
  prime256v1: { hash: '2.16.840.1.101.3.4.2.1', sign: '1.2.840.10045.4.3.2' },
  /** SHA-384; ecdsa-with-SHA384 */
  secp384r1: { hash: '2.16.840.1.101.3.4.2.2', sign: '1.2.840.10045.4.3.3' },
} as const;

/**
 * assumed: one authorization that lists and signs. The HPKI remote signing service is a vendor contract; the
 * standard knows the scopes service and credential.
 */
export const SCOPE = 'service credential';
