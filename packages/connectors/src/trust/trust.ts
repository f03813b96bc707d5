import type { RevocationPort } from '@shirube/core/ports';
import { certificatesFromPem, isTestCertificate } from '@shirube/eprescription';
import { createRevocationLists, readRevocationSources } from '../revocation/index.ts';

/** What an installation believes: the texts of the files its operator configured. */
export interface TrustConfig {
  /** PEM of the HPKI roots; at least one */
  hpkiRootsPem: string;
  /** PEM of the roots of the time-stamp authority; the HPKI roots when it is not given */
  timestampRootsPem?: string | undefined;
  /** addresses of revocation lists, one a line; none when it is not given, and revocation is then never checked */
  revocationSources?: string | undefined;
  /** names of hosts that may resolve to private addresses */
  privateHosts: readonly string[];
  /** demo and tests only */
  allowsTestRoots: boolean;
  now?: () => Date;
}

export interface Trust {
  trustedRootsPem: string;
  timestampRootsPem: string;
  /** kept as long as the process: it holds the lists */
  revocation: RevocationPort;
}

/** A root that says TEST was configured where records are made in earnest. */
export class TestRootRefused extends Error {
  constructor(which: string) {
    super(`${which} holds a TEST root certificate; only a demo (SHIRUBE_DEMO=true) trusts one`);
    this.name = 'TestRootRefused';
  }
}

/**
 * Reads what an installation believes, once, at its start. Throws TestRootRefused for a test root outside of demo and test, and TypeError when a file
 * holds no certificate or a line of the revocation sources is none.
 */
export function createTrust(config: TrustConfig): Trust {
  const timestampRootsPem = config.timestampRootsPem ?? config.hpkiRootsPem;
  for (const [which, pem] of [
    ['SHIRUBE_HPKI_ROOTS_FILE', config.hpkiRootsPem],
    ['SHIRUBE_TSA_ROOTS_FILE', timestampRootsPem],
  ] as const) {
    const roots = certificatesFromPem(pem);
    if (roots.length === 0) throw new TypeError(`${which} holds no certificate`);
    if (!config.allowsTestRoots && roots.some(isTestCertificate)) throw new TestRootRefused(which);
  }
  return {
    trustedRootsPem: config.hpkiRootsPem,
    timestampRootsPem,
    revocation: createRevocationLists({
      sources: readRevocationSources(config.revocationSources ?? ''),
      privateHosts: config.privateHosts,
      now: config.now ?? (() => new Date()),
    }),
  };
}
