import type { RevocationPort, SignatureReport } from '@shirube/core/ports';
import { certificatesFromPem, type VerificationReport, type VerifyOptions } from '@shirube/eprescription';

/** What every examination of a signature rests on. */
export interface SignatureTrust {
  /** PEM: the roots a signer's chain may end in */
  trustedRootsPem: string;
  /** PEM: the roots of time-stamp authorities; the signers' when it is not given */
  timestampRootsPem?: string | undefined;
  /** where revocation lists come from; without it revocation stays unchecked unless the file brings its lists */
  revocation?: RevocationPort | undefined;
}

export interface Examination {
  /**
   * Examines a first time to find whose lists are to be asked for, and again with them: only authorities on a trusted path are asked for,
   * never whom a file merely names. Returns the lists too.
   */
  run<T extends { report: VerificationReport }>(
    examine: (options: ExaminationOptions) => T,
    at: Date,
  ): Promise<{ result: T; lists: Uint8Array[] }>;
}

type ExaminationOptions = Required<Pick<VerifyOptions, 'trustedRoots' | 'timestampRoots' | 'crls' | 'at'>>;

/** Throws TypeError when there is no root. */
export function createExamination(trust: SignatureTrust): Examination {
  const trustedRoots = certificatesFromPem(trust.trustedRootsPem);
  const timestampRoots = certificatesFromPem(trust.timestampRootsPem ?? trust.trustedRootsPem);
  if (trustedRoots.length === 0 || timestampRoots.length === 0) throw new TypeError('no root certificate');
  return {
    async run(examine, at) {
      const first = examine({ trustedRoots, timestampRoots, crls: [], at });
      const lists = (await trust.revocation?.listsOf(first.report.authorities)) ?? [];
      const result = lists.length === 0 ? first : examine({ trustedRoots, timestampRoots, crls: lists, at });
      return { result, lists };
    },
  };
}

/** A report in the words of core's ports. */
export function reportOf(report: VerificationReport): SignatureReport {
  return {
    valid: report.valid,
    problems: report.checks.filter((check) => check.status === 'invalid').map((check) => check.message),
    checks: report.checks,
    level: report.level,
    signedAt: report.signingTime?.toISOString() ?? null,
    timestampTime: report.timestampTime?.toISOString() ?? null,
    signerName: report.signer?.signerName ?? '',
    serial: report.signer?.serial ?? '',
    hcRoles: report.signer?.hcRoles ?? [],
  };
}
