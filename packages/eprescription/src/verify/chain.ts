import 'reflect-metadata';
import { X509Certificate } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const MAXIMUM_LENGTH = 5;
/** What a file may bring, and how often a way is tried: certificates that all vouch for each other would keep us busy for hours. */
const MAXIMUM_OTHERS = 32;
const MAXIMUM_STEPS = 40;

/** A certificate with its issuers up to a trusted root, which is the last; or why there is no such path. */
export type PathResult = { path: Uint8Array[] } | { problem: string };

interface Known {
  der: Uint8Array;
  certificate: X509Certificate;
}

/** Certificates that can be read; the rest helps nobody. */
function readable(ders: readonly Uint8Array[]): Known[] {
  return ders.flatMap((der) => {
    try {
      return [{ der, certificate: new X509Certificate(der) }];
    } catch {
      return [];
    }
  });
}

/**
 * The path from a certificate (DER) to one of the roots, every certificate of it valid at that time, every issuer a certificate authority that
 * may issue what is below it (RFC 5280 §6, without policies, which HPKI checks at the end alone).
 */
export function findPath(
  leaf: Uint8Array,
  others: readonly Uint8Array[],
  roots: readonly Uint8Array[],
  at: Date,
): PathResult {
  const [start] = readable([leaf]);
  if (!start) return { problem: '電子証明書を読み取れません。' };
  const trusted = readable(roots);
  const known = readable(others.slice(0, MAXIMUM_OTHERS));
  let steps = 0;
  /** the most telling problem: a path that reached a root but not at this time says more than no path */
  let problem = '信頼する認証局の証明書ではありません。';
  const search = (path: readonly Known[]): Known[] | null => {
    const current = path.at(-1) as Known;
    for (const root of trusted) {
      const isItself = root.certificate.fingerprint256 === current.certificate.fingerprint256;
      if (!isItself && !issues(root, current, path.length - 1)) continue;
      const whole = isItself ? [...path] : [...path, root];
      const flaw = flawIn(whole, at);
      if (!flaw) return whole;
      problem = flaw;
    }
    steps += 1;
    if (path.length >= MAXIMUM_LENGTH || steps > MAXIMUM_STEPS) return null;
    for (const issuer of known) {
      const isUsed = path.some(
        ({ certificate }) => certificate.fingerprint256 === issuer.certificate.fingerprint256,
      );
      if (isUsed || !issues(issuer, current, path.length - 1)) continue;
      const found = search([...path, issuer]);
      if (found) return found;
    }
    return null;
  };
  const found = search([start]);
  return found ? { path: found.map(({ der }) => der) } : { problem };
}

/** below: how many authorities already stand between this issuer and the end (pathLenConstraint). */
function issues(issuer: Known, subject: Known, below: number): boolean {
  if (!issuer.certificate.ca || !subject.certificate.checkIssued(issuer.certificate)) return false;
  if (!subject.certificate.verify(issuer.certificate.publicKey)) return false;
  const constraints = new x509.X509Certificate(new Uint8Array(issuer.der)).getExtension(
    x509.BasicConstraintsExtension,
  );
  return constraints?.pathLength === undefined || below <= constraints.pathLength;
}

/** Critical extensions that are understood here; a certificate with any other must not be used (RFC 5280 §4.2). */
const understood = new Set([
  ...['2.5.29.9', '2.5.29.14', '2.5.29.15', '2.5.29.17', '2.5.29.18', '2.5.29.19'],
  ...['2.5.29.31', '2.5.29.32', '2.5.29.35', '2.5.29.37'],
]);

function flawIn(path: readonly Known[], at: Date): string | null {
  for (const [index, { der, certificate }] of path.entries()) {
    if (at < new Date(certificate.validFrom) || at > new Date(certificate.validTo))
      return index === 0
        ? '証明書の有効期間の外で署名されています。'
        : '認証局の証明書の有効期間の外で署名されています。';
    const { extensions } = new x509.X509Certificate(new Uint8Array(der));
    if (extensions.some(({ critical, type }) => critical && !understood.has(type)))
      return '証明書に、確かめられない制限が書かれています。';
  }
  return null;
}
