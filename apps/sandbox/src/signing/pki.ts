/**
 * The certificates of the sandbox: a hierarchy that looks like HPKI and says TEST in every subject. Made once per
 * state directory and kept there, so that what was signed yesterday verifies today.
 */
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSigner, type SignerCertificate } from '@shirube/eprescription';
import {
  createTestPki,
  makeRevocationLists,
  signDigest,
  type TestCertificate,
  type TestPki,
} from '@shirube/eprescription/test-pki';
import { SIGNERS, type Signer } from './signers.ts';

export interface SandboxPki {
  readonly signers: readonly Signer[];
  /** DER */
  readonly root: Uint8Array;
  readonly issuing: Uint8Array;
  /** of the issuing authority, then of the root; made anew at every start */
  readonly crls: readonly [Uint8Array, Uint8Array];
  readonly timestamp: TestCertificate;
  certificateOf(credentialId: string): SignerCertificate & { chain: Uint8Array[] };
  /** RSASSA-PKCS1-v1_5 over a SHA-256 digest of 32 bytes. */
  signDigest(credentialId: string, digest: Uint8Array): Uint8Array;
}

/** Reads the kept hierarchy, or makes one when there is none or when the signers have changed (about 3 seconds). */
export async function openPki(directory: string, now: Date): Promise<SandboxPki> {
  const file = join(directory, 'pki.json');
  const kept = read(file);
  if (kept !== null && isComplete(kept))
    return fromTestPki({ ...kept, ...(await makeRevocationLists(kept, now)) });
  if (kept !== null) rmSync(file);
  mkdirSync(directory, { recursive: true });
  return fromTestPki(keep(file, await make(now)));
}

/** Every signer of today has a certificate, in the name of today, and the lists can be made anew. */
function isComplete(pki: TestPki): boolean {
  if (pki.authorities === undefined) return false;
  return SIGNERS.every((signer) =>
    pki.signers.some(
      ({ id, certificate }) =>
        id === signer.credentialId && readSigner(der(certificate)).signerName === signer.name,
    ),
  );
}

function read(file: string): TestPki | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as TestPki;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function make(now: Date): Promise<TestPki> {
  return createTestPki({
    now,
    signers: SIGNERS.map((signer) => ({
      id: signer.credentialId,
      nameRomaji: signer.romaji,
      nameKanji: signer.name,
      facilityRomaji: 'SHIRUBE TEST',
      role: signer.role,
    })),
  });
}

/** Keeps the hierarchy unless another process kept one in the meantime; returns the one that is kept. */
function keep(file: string, pki: TestPki): TestPki {
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, JSON.stringify(pki), { mode: 0o600 });
  try {
    linkSync(temporary, file);
    return pki;
  } catch (error) {
    const other = (error as NodeJS.ErrnoException).code === 'EEXIST' ? read(file) : null;
    if (other === null) throw error;
    return other;
  } finally {
    rmSync(temporary);
  }
}

function fromTestPki(pki: TestPki): SandboxPki {
  const root = der(pki.root);
  const issuing = der(pki.issuing);
  const find = (credentialId: string): TestCertificate => {
    const found = pki.signers.find(({ id }) => id === credentialId);
    if (found === undefined) throw new Error(`no test certificate ${credentialId}`);
    return found;
  };
  return {
    signers: SIGNERS,
    root,
    issuing,
    crls: [der(pki.crl), der(pki.rootCrl)],
    timestamp: pki.timestamp,
    certificateOf: (credentialId) => {
      const certificate = der(find(credentialId).certificate);
      return { ...readSigner(certificate), chain: [certificate, issuing, root] };
    },
    signDigest: (credentialId, digest) => signDigest(find(credentialId).privateKey, digest),
  };
}

function der(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'));
}

/** PEM text of DER bytes. */
export function pem(label: 'CERTIFICATE' | 'X509 CRL', bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
