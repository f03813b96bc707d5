import fs from 'node:fs';
import { createTrust, type Trust } from './trust.ts';

/** The variables of `trustVariables` (core/shared), as every process of an installation reads them. */
export interface TrustEnvironment {
  SHIRUBE_HPKI_ROOTS_FILE: string;
  SHIRUBE_TSA_ROOTS_FILE?: string | undefined;
  SHIRUBE_CRL_FILE?: string | undefined;
  SHIRUBE_DEMO: 'true' | 'false';
  SHIRUBE_PRIVATE_HOSTS?: readonly string[];
}

const textOf = (file: string | undefined): string | undefined =>
  file ? fs.readFileSync(file, 'utf8') : undefined;

/**
 * Reads the files an installation's environment names. For the start of a process: throws as createTrust does, and what the system says when a file
 * cannot be read. runningAs: NODE_ENV; tests run as `test`.
 */
export function readTrust(env: TrustEnvironment, runningAs = process.env.NODE_ENV): Trust {
  return createTrust({
    hpkiRootsPem: fs.readFileSync(env.SHIRUBE_HPKI_ROOTS_FILE, 'utf8'),
    timestampRootsPem: textOf(env.SHIRUBE_TSA_ROOTS_FILE),
    revocationSources: textOf(env.SHIRUBE_CRL_FILE),
    privateHosts: env.SHIRUBE_PRIVATE_HOSTS ?? [],
    allowsTestRoots: env.SHIRUBE_DEMO === 'true' || runningAs === 'test',
  });
}
