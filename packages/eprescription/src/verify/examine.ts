import type { Document, Element } from '@xmldom/xmldom';
import type { SignerCertificate } from '../certificates/read-signer.ts';
import { findPath } from './chain.ts';
import { type CheckName, holds, Refusal, type SignatureCheck } from './checks.ts';
import { checkDigests, checkSignatureValue } from './cryptography.ts';
import { revocationOfPath } from './revocation.ts';
import { checkTimestamps, type SignatureTimestamp } from './signature-timestamps.ts';
import { checkBinding, checkRole, checkUsage, namedCertificate, roleWords } from './signer.ts';
import { readSignature, type SignatureParts, type SignatureProfile } from './structure.ts';
import { readUnsigned, type SignatureLevel } from './unsigned.ts';

export interface VerifyOptions {
  /** DER; the only roots a signer's chain may end in */
  trustedRoots: readonly Uint8Array[];
  /** DER; the only roots a time-stamp authority's chain may end in; trustedRoots when they are not given */
  timestampRoots?: readonly Uint8Array[];
  /** DER; certificates that may be missing in the file */
  intermediates?: readonly Uint8Array[];
  /** DER; revocation lists beside those in the file */
  crls?: readonly Uint8Array[];
  /** the time of the examination; now when it is not given */
  at?: Date;
  /** one of these must be in the certificate */
  requiredRoles?: readonly string[];
}

export interface VerificationReport {
  /** nothing is invalid, and nothing is indeterminate but revocation and archive time stamps */
  valid: boolean;
  /** up to the first that is invalid, which is then the last */
  checks: SignatureCheck[];
  /** null when the document cannot be read */
  level: SignatureLevel | null;
  /** null unless the certificate is bound to the signature */
  signer: SignerCertificate | null;
  /** as the signer's machine claims it; null when it cannot be read */
  signingTime: Date | null;
  /** the earliest time stamp, when all hold */
  timestampTime: Date | null;
  /** DER: every authority of the trusted paths found, whose revocation lists say more than the file may know */
  authorities: Uint8Array[];
}

export const prescriberRoles: readonly string[] = ['Medical Doctor', 'Dentist'];

/** A signer's clock may be ahead of ours by so much. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/**
 * Examines one signature in a document, check by check, and stops at the first that does not hold. `signed` is the element that was
 * digested, and null unless the signature over it holds.
 */
export function examine(
  open: () => Document,
  profile: SignatureProfile,
  options: VerifyOptions,
): { report: VerificationReport; signed: Element | null } {
  const report: VerificationReport = {
    valid: false,
    checks: [],
    level: null,
    signer: null,
    signingTime: null,
    timestampTime: null,
    authorities: [],
  };
  let signed: Element | null = null;
  try {
    const parts = readSignature(open(), profile);
    signed = checkContent(parts, report);
    checkHolder(parts, report, options);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    report.checks.push({ name: error.check, status: 'invalid', message: error.message });
  }
  report.valid = holds(report.checks);
  return { report, signed };
}

const pass = (report: VerificationReport, name: CheckName, message: string): void => {
  report.checks.push({ name, status: 'valid', message });
};

/** Structure, digests, signature value and the certificate it belongs to: nothing here depends on trust or time. */
function checkContent(parts: SignatureParts, report: VerificationReport): Element {
  report.level = readUnsigned(parts.unsigned).level;
  report.signingTime = instantOf(parts.signingTime);
  pass(report, 'structure', '署名の構造が正しい');
  checkDigests(parts);
  pass(report, 'digests', '署名したときから内容が変わっていない');
  const certificate = namedCertificate(parts);
  checkSignatureValue(parts, certificate);
  pass(report, 'signature', '署名の値が正しい');
  report.signer = checkBinding(parts, certificate);
  pass(report, 'certificate', '署名した証明書が特定できる');
  return parts.target;
}

function checkHolder(parts: SignatureParts, report: VerificationReport, options: VerifyOptions): void {
  const at = options.at ?? new Date();
  const signer = report.signer as SignerCertificate;
  const roles = options.requiredRoles ?? prescriberRoles;
  checkUsage(signer);
  pass(report, 'usage', '電子署名用の証明書である');
  checkRole(signer, roles);
  pass(report, 'role', `資格がある（${roleWords(signer.hcRoles.filter((role) => roles.includes(role)))}）`);
  if (!report.signingTime || report.signingTime.getTime() > at.getTime() + CLOCK_TOLERANCE_MS)
    throw new Refusal('time', '署名の時刻が未来になっているか、読めません。');
  pass(report, 'time', '署名の時刻が未来ではない');
  const unsigned = readUnsigned(parts.unsigned);
  const stamps = checkTimestamps(parts, unsigned, options.timestampRoots ?? options.trustedRoots);
  const stamp = stamps[0] ?? null;
  reportTimestamp(report, stamp, at);
  // with a time stamp everything is judged at its time, otherwise now: nobody but the signer vouches for the signing time
  const base = stamp?.time ?? at;
  const others = [...parts.certificates, ...unsigned.certificates, ...(options.intermediates ?? [])];
  const found = findPath(namedCertificate(parts), others, options.trustedRoots, base);
  if ('problem' in found) throw new Refusal('chain', found.problem);
  pass(report, 'chain', '信頼する認証局までたどれる');
  const lists = [...unsigned.lists, ...(options.crls ?? [])];
  reportRevocation(report, found.path, lists, base);
  reportAuthorities(report, stamps, lists);
  report.checks.push(
    unsigned.archiveTimestamps.length === 0
      ? { name: 'archive', status: 'not_applicable', message: '長期保存用のタイムスタンプはない' }
      : {
          name: 'archive',
          status: 'indeterminate',
          message: '長期保存用のタイムスタンプが付いていますが、このシステムでは確かめていません。',
        },
  );
}

function reportTimestamp(report: VerificationReport, stamp: SignatureTimestamp | null, at: Date): void {
  if (!stamp) {
    report.checks.push({ name: 'timestamp', status: 'not_applicable', message: 'タイムスタンプはまだない' });
    return;
  }
  const signingTime = report.signingTime as Date;
  if (stamp.time.getTime() > at.getTime() + CLOCK_TOLERANCE_MS)
    throw new Refusal('timestamp', 'タイムスタンプの時刻が未来になっています。');
  if (signingTime.getTime() > stamp.time.getTime() + CLOCK_TOLERANCE_MS)
    throw new Refusal('timestamp', '署名の時刻が、タイムスタンプの時刻より後になっています。');
  report.timestampTime = stamp.time;
  pass(report, 'timestamp', '時刻認証局のタイムスタンプが正しい');
}

function reportRevocation(
  report: VerificationReport,
  path: readonly Uint8Array[],
  lists: readonly Uint8Array[],
  base: Date,
): void {
  report.authorities.push(...path.slice(1));
  const status = revocationOfPath(path, lists, base);
  if (status === 'revoked') throw new Refusal('revocation', '失効した証明書で署名されています。');
  report.checks.push(
    status === 'good'
      ? { name: 'revocation', status: 'valid', message: '失効していない' }
      : {
          name: 'revocation',
          status: 'indeterminate',
          message: '失効情報がないため、失効していないかを確かめていません。',
        },
  );
}

function reportAuthorities(
  report: VerificationReport,
  stamps: readonly SignatureTimestamp[],
  lists: readonly Uint8Array[],
): void {
  if (stamps.length === 0) {
    report.checks.push({
      name: 'timestamp_revocation',
      status: 'not_applicable',
      message: 'タイムスタンプはまだない',
    });
    return;
  }
  let isKnown = true;
  for (const stamp of stamps) {
    report.authorities.push(...stamp.path.slice(1));
    const status = revocationOfPath(stamp.path, [...stamp.lists, ...lists], stamp.time, 'time stamping');
    if (status === 'revoked')
      throw new Refusal('timestamp_revocation', '時刻認証局の証明書が失効しています。');
    if (status === 'unknown') isKnown = false;
  }
  report.checks.push(
    isKnown
      ? { name: 'timestamp_revocation', status: 'valid', message: '時刻認証局の証明書が失効していない' }
      : {
          name: 'timestamp_revocation',
          status: 'indeterminate',
          message: '失効情報がないため、時刻認証局の証明書が失効していないかを確かめていません。',
        },
  );
}

/** xs:dateTime with its zone, which XAdES demands in practice: without one nobody knows when it was. */
function instantOf(text: string): Date | null {
  const trimmed = text.trim();
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(trimmed)) return null;
  const time = new Date(trimmed);
  return Number.isNaN(time.getTime()) ? null : time;
}
