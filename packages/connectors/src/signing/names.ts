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

/** SHA-256 */
export const HASH_ALGORITHM_OID = '2.16.840.1.101.3.4.2.1';
/** sha256WithRSAEncryption, RSASSA-PKCS1-v1_5 */
export const SIGNATURE_ALGORITHM_OID = '1.2.840.113549.1.1.11';

/**
 * assumed: one authorization that lists and signs. The HPKI remote signing service is a vendor contract; the
 * standard knows the scopes service and credential.
 */
export const SCOPE = 'service credential';
