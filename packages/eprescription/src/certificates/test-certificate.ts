import { X509Certificate } from 'node:crypto';

/** `TEST` as a word of its own, in any case; テスト, 試験 and 模擬 as Japanese authorities write it. */
const marker = /(?:^|[^a-z])test(?:ing)?(?:[^a-z]|$)|テスト|試験|模擬/i;

/** Whether a certificate (DER) says of its holder or issuer that it is for tests. One that cannot be read is no test's. */
export function isTestCertificate(certificate: Uint8Array): boolean {
  try {
    const { subject, issuer } = new X509Certificate(certificate);
    return marker.test(subject) || marker.test(issuer);
  } catch {
    return false;
  }
}
