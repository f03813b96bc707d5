import { X509Certificate } from 'node:crypto';
import type { Element } from '@xmldom/xmldom';
import { fromBER, Integer, Sequence } from 'asn1js';
import { readSigner, type SignerCertificate } from '../certificates/read-signer.ts';
import { base64Bytes, childElements, plainText } from '../xades/dom.ts';
import { DS, digestMethod, XADES } from '../xades/names.ts';
import { Refusal } from './checks.ts';
import { hashOf } from './cryptography.ts';
import type { SignatureParts } from './structure.ts';

/** Certificates for signing (hpki interface §1): production arcs may differ after this prefix (assumed). */
const SIGNING_POLICY_PREFIX = '1.2.392.100495.1.5.1.1.';

/**
 * The certificate that the signed properties name, out of KeyInfo (DER). Where none of them is the named one, the first: the check
 * `certificate` then says so.
 */
export function namedCertificate(parts: SignatureParts): Uint8Array {
  const first = parts.certificates[0] as Uint8Array;
  return parts.certificates.find((certificate) => isNamed(parts, certificate)) ?? first;
}

/** The certificate is the one the signer bound in SigningCertificate(V2), and can be read. Throws Refusal('certificate'). */
export function checkBinding(parts: SignatureParts, certificate: Uint8Array): SignerCertificate {
  if (!isNamed(parts, certificate))
    throw new Refusal('certificate', '署名に書かれた証明書と、添えられた証明書が違います。');
  try {
    return readSigner(certificate);
  } catch {
    throw new Refusal('certificate', '添えられた電子証明書を読み取れません。');
  }
}

/** The first Cert is the signer's (XAdES §5.2.2); further ones would be the path's. */
function isNamed({ signingCertificate }: SignatureParts, certificate: Uint8Array): boolean {
  const [named] = childElements(signingCertificate, XADES, 'Cert');
  const [digest] = named ? childElements(named, XADES, 'CertDigest') : [];
  const [method] = digest ? childElements(digest, DS, 'DigestMethod') : [];
  const [value] = digest ? childElements(digest, DS, 'DigestValue') : [];
  const hash = digestMethod(method?.getAttribute('Algorithm') ?? null);
  const bytes = value && base64Bytes(plainText(value));
  if (!named || !hash || !bytes || !hashOf(hash, certificate).equals(Buffer.from(bytes))) return false;
  const serial = namedSerial(named);
  return serial === null || serial === serialOf(certificate);
}

/** The serial number in IssuerSerial or IssuerSerialV2; null when neither is there, undefined when it cannot be read. */
function namedSerial(cert: Element): bigint | null | undefined {
  const [plain] = childElements(cert, XADES, 'IssuerSerial').flatMap((each) =>
    childElements(each, DS, 'X509SerialNumber'),
  );
  if (plain) {
    const digits = (plainText(plain) ?? '').trim();
    return /^\d{1,60}$/.test(digits) ? BigInt(digits) : undefined;
  }
  const [encoded] = childElements(cert, XADES, 'IssuerSerialV2');
  if (!encoded) return null;
  const der = base64Bytes(plainText(encoded));
  const parsed = der && fromBER(new Uint8Array(der).buffer).result;
  const number = parsed instanceof Sequence ? parsed.valueBlock.value[1] : undefined;
  return number instanceof Integer
    ? BigInt(`0x${Buffer.from(number.valueBlock.valueHexView).toString('hex')}`)
    : undefined;
}

function serialOf(certificate: Uint8Array): bigint | undefined {
  try {
    return BigInt(`0x${new X509Certificate(certificate).serialNumber}`);
  } catch {
    return undefined;
  }
}

/** An HPKI certificate for signatures, not one for signing in. Throws Refusal('usage'). */
export function checkUsage(signer: SignerCertificate): void {
  if (!signer.isNonRepudiation || !signer.policies.some((policy) => policy.startsWith(SIGNING_POLICY_PREFIX)))
    throw new Refusal('usage', '電子署名用の HPKI 証明書ではありません。');
}

/** 資格 of hcRole as the clinic reads them. */
const roleNames: Record<string, string> = {
  'Medical Doctor': '医師',
  Dentist: '歯科医師',
  Pharmacist: '薬剤師',
};

export const roleWords = (roles: readonly string[]): string =>
  roles.map((role) => roleNames[role] ?? role).join('・');

/** One of the roles is in the certificate, which may have several. Throws Refusal('role'). */
export function checkRole(signer: SignerCertificate, roles: readonly string[]): void {
  if (!signer.hcRoles.some((role) => roles.includes(role)))
    throw new Refusal('role', `この署名に要る資格（${roleWords(roles)}）の証明書ではありません。`);
}
