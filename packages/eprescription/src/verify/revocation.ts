import { createVerify, X509Certificate } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import {
  Certificate,
  CertificateList,
  CRLReason,
  CRLReasons,
  type Extension,
  InvalidityDate,
  IssuingDistributionPoint,
  id_ce_cRLReasons,
  id_ce_invalidityDate,
  id_ce_issuingDistributionPoint,
  type RevokedCertificate,
} from '@peculiar/asn1-x509';

/** What the lists say of one certificate: unknown when no list of its issuer reaches to that time. */
export type RevocationStatus = 'good' | 'revoked' | 'unknown';

/** OID of a list's signature → hash */
const listSignatures = new Map([
  ['1.2.840.113549.1.1.11', 'sha256'],
  ['1.2.840.113549.1.1.12', 'sha384'],
  ['1.2.840.113549.1.1.13', 'sha512'],
  ['1.2.840.10045.4.3.2', 'sha256'],
  ['1.2.840.10045.4.3.3', 'sha384'],
  ['1.2.840.10045.4.3.4', 'sha512'],
]);

const bytes = (der: Uint8Array): ArrayBuffer => new Uint8Array(der).buffer;
const same = (one: ArrayBuffer, other: ArrayBuffer): boolean => Buffer.from(one).equals(Buffer.from(other));

/** A revocation list, read and checked against the certificate that issued it. */
export interface RevocationList {
  thisUpdate: Date;
  /** null: the list does not say when the next one comes, so that it speaks for its own time only */
  nextUpdate: Date | null;
  entries: readonly RevokedCertificate[];
  /** whose certificates it lists: persons', authorities', or both */
  scope: 'persons' | 'authorities' | 'both';
}

/** Whose key was revoked. A time-stamp authority that lost its key may have stamped any time at all (RFC 3161 §4). */
export type KeyUse = 'signing' | 'time stamping';

/**
 * Reads a CRL (DER). Null unless the issuer (DER) signed it and may, and it speaks for every
 * reason: partial, indirect and delta lists would leave something out.
 */
export function readRevocationList(list: Uint8Array, issuer: Uint8Array): RevocationList | null {
  try {
    const parsed = AsnConvert.parse(bytes(list), CertificateList);
    const { tbsCertificate } = AsnConvert.parse(bytes(issuer), Certificate);
    const { tbsCertList, tbsCertListRaw } = parsed;
    if (!same(AsnConvert.serialize(tbsCertList.issuer), AsnConvert.serialize(tbsCertificate.subject)))
      return null;
    const hash = listSignatures.get(parsed.signatureAlgorithm.algorithm);
    if (!hash || !tbsCertListRaw || parsed.signatureAlgorithm.algorithm !== tbsCertList.signature.algorithm)
      return null;
    const holds = createVerify(hash)
      .update(Buffer.from(tbsCertListRaw))
      .verify(new X509Certificate(issuer).publicKey, Buffer.from(parsed.signature));
    const scope = scopeOf(tbsCertList.crlExtensions ?? []);
    if (!holds || !scope) return null;
    return {
      thisUpdate: tbsCertList.thisUpdate.getTime(),
      nextUpdate: tbsCertList.nextUpdate?.getTime() ?? null,
      entries: tbsCertList.revokedCertificates ?? [],
      scope,
    };
  } catch {
    return null;
  }
}

/** Of the critical extensions only an issuing distribution point is understood. Null when the list leaves anything out. */
function scopeOf(extensions: readonly Extension[]): RevocationList['scope'] | null {
  let scope: RevocationList['scope'] = 'both';
  for (const { critical, extnID, extnValue } of extensions) {
    if (extnID === id_ce_issuingDistributionPoint) {
      const point = AsnConvert.parse(extnValue.buffer, IssuingDistributionPoint);
      if (point.indirectCRL || point.onlySomeReasons || point.onlyContainsAttributeCerts) return null;
      if (point.onlyContainsUserCerts) scope = 'persons';
      if (point.onlyContainsCACerts) scope = 'authorities';
    } else if (critical) return null;
  }
  return scope;
}

/**
 * Whether a certificate was revoked at that time, by the lists (DER) its issuer signed. An entry counts from its date, or from the day the key
 * was lost if that is earlier.
 * A list made after that time speaks for it; one made before speaks until its nextUpdate.
 */
export function revocationOf(
  certificate: Uint8Array,
  issuer: Uint8Array,
  lists: readonly Uint8Array[],
  at: Date,
  use: KeyUse = 'signing',
): RevocationStatus {
  const { tbsCertificate } = AsnConvert.parse(bytes(certificate), Certificate);
  const others = new X509Certificate(certificate).ca ? 'persons' : 'authorities';
  let known = false;
  for (const list of lists) {
    const read = readRevocationList(list, issuer);
    if (!read || read.scope === others) continue;
    const entry = read.entries.find(({ userCertificate }) =>
      same(userCertificate, tbsCertificate.serialNumber),
    );
    if (entry && isRevokedAt(entry, at, use)) return 'revoked';
    if (at <= read.thisUpdate || (read.nextUpdate && at <= read.nextUpdate)) known = true;
  }
  return known ? 'good' : 'unknown';
}

function isRevokedAt(entry: RevokedCertificate, at: Date, use: KeyUse): boolean {
  const extension = (id: string) => entry.crlEntryExtensions?.find(({ extnID }) => extnID === id)?.extnValue;
  const reason = extension(id_ce_cRLReasons);
  const code = reason && AsnConvert.parse(reason.buffer, CRLReason).reason;
  if (use === 'time stamping' && code === CRLReasons.keyCompromise) return true;
  const lost = extension(id_ce_invalidityDate);
  const dates = [
    entry.revocationDate.getTime(),
    ...(lost ? [AsnConvert.parse(lost.buffer, InvalidityDate).value] : []),
  ];
  return dates.some((date) => date <= at);
}

/** The worst of what is known about every certificate of a path but its root, which nobody revokes in a list. */
export function revocationOfPath(
  path: readonly Uint8Array[],
  lists: readonly Uint8Array[],
  at: Date,
  use: KeyUse = 'signing',
): RevocationStatus {
  const found = path
    .slice(0, -1)
    .map((certificate, index) => revocationOf(certificate, path[index + 1] as Uint8Array, lists, at, use));
  return (['revoked', 'unknown'] as const).find((status) => found.includes(status)) ?? 'good';
}
