import 'reflect-metadata';
import { X509Certificate } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const maximumLength = 5;

/** Why the certificate does not lead to a trusted root at that time; null when it does. */
export function chainProblem(
  leaf: Uint8Array,
  others: readonly Uint8Array[],
  roots: readonly Uint8Array[],
  at: Date,
): string | null {
  const trusted = roots.map((der) => new X509Certificate(der));
  const known = others.map((der) => new X509Certificate(der));
  let current = new X509Certificate(leaf);
  for (let step = 0; step < maximumLength; step += 1) {
    if (at < new Date(current.validFrom) || at > new Date(current.validTo))
      return '証明書の有効期間の外で署名されています。';
    const root = trusted.find((each) => issues(each, current));
    if (root)
      return at < new Date(root.validFrom) || at > new Date(root.validTo)
        ? '認証局の証明書の有効期間が切れています。'
        : null;
    const issuer = known.find(
      (each) => issues(each, current) && each.fingerprint256 !== current.fingerprint256,
    );
    if (!issuer) return '信頼する認証局の証明書ではありません。';
    current = issuer;
  }
  return '認証局までたどれません。';
}

function issues(issuer: X509Certificate, subject: X509Certificate): boolean {
  return issuer.ca && subject.checkIssued(issuer) && subject.verify(issuer.publicKey);
}

/** Looks the certificate up in the lists its issuer signed; 'unknown' without such a list. */
export function isRevoked(
  leaf: Uint8Array,
  others: readonly Uint8Array[],
  crls: readonly Uint8Array[],
): 'good' | 'revoked' | 'unknown' {
  const certificate = new x509.X509Certificate(new Uint8Array(leaf));
  const lists = crls
    .map((der) => new x509.X509Crl(new Uint8Array(der)))
    .filter((list) => list.issuer === certificate.issuer);
  if (lists.length === 0 || others.length === 0) return 'unknown';
  const serial = certificate.serialNumber.toLowerCase();
  const listed = lists.some((list) =>
    list.entries.some((entry) => entry.serialNumber.toLowerCase() === serial),
  );
  return listed ? 'revoked' : 'good';
}
