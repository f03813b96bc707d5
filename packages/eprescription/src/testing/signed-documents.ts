import { createHash, createSign } from 'node:crypto';
import { writeSj1 } from '../csv/write-sj1.ts';
import { createTestPki, signDigest, type TestIdentity, type TestPki } from '../test-pki/index.ts';
import {
  createTimestampRequest,
  createTimestampResponse,
  readTimestampResponse,
} from '../timestamp/timestamp.ts';
import { verifyPrescriptionXml } from '../verify/verify-prescription.ts';
import { prepareSignature } from '../xades/prepare-signature.ts';
import type { PreparedDocument } from '../xades/sign-document.ts';
import { addSignatureTimestamp, timestampDigest } from '../xades/timestamp-signature.ts';
import { ministryExample } from './ministry-example.ts';

/** Signed documents for tests, by people of a hierarchy made for them. */
export const now = new Date('2026-11-20T01:00:00Z');
export const later = (milliseconds: number): Date => new Date(now.getTime() + milliseconds);
export const minute = 60_000;
export const day = 24 * 60 * minute;
export const der = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));
export const csv = writeSj1(ministryExample);

export const person = (
  id: string,
  role: TestIdentity['role'],
  more: Partial<TestIdentity> = {},
): TestIdentity => ({
  id,
  nameRomaji: 'YAMADA HANAKO',
  nameKanji: '山田　花子',
  facilityRomaji: 'SHIRUBE CLINIC',
  role,
  ...more,
});

/** One who may sign, and one for everything that may be wrong with a certificate. */
export const makePki = (): Promise<TestPki> =>
  createTestPki({
    now,
    signers: [
      person('doctor', 'Medical Doctor'),
      person('dentist', 'Dentist', { key: 'P-256' }),
      person('many', ['Director of Clinic', 'Medical Doctor'], { key: 'P-384' }),
      person('pharmacist', 'Pharmacist', { key: 'P-256' }),
      person('nobody', null, { key: 'P-256' }),
      person('expired', 'Medical Doctor', { key: 'P-256', variant: 'expired' }),
      person('early', 'Medical Doctor', { key: 'P-256', variant: 'not_yet_valid' }),
      person('revoked', 'Medical Doctor', { key: 'P-256', variant: 'revoked' }),
      person('lost', 'Medical Doctor', { key: 'P-256', variant: 'revoked', revokedAt: later(-30 * minute) }),
      person('login', 'Medical Doctor', { key: 'P-256', variant: 'authentication_only' }),
      person('policy', 'Medical Doctor', { key: 'P-256', variant: 'other_policy' }),
    ],
  });

export function signerOf(pki: TestPki, id: string): { chain: Uint8Array[]; privateKey: string } {
  const signer = pki.signers.find((each) => each.id === id);
  if (!signer) throw new Error(id);
  return { chain: [der(signer.certificate), der(pki.issuing)], privateKey: signer.privateKey };
}

/** What a signing service does, whatever the key. */
export function signatureFor(prepared: PreparedDocument, privateKey: string): Uint8Array {
  if (prepared.method.key === 'rsa') return signDigest(privateKey, prepared.digest);
  return new Uint8Array(createSign(prepared.method.hash).update(prepared.signedInfo).sign(privateKey));
}

export function sign(pki: TestPki, id: string, signingTime = now): Uint8Array {
  const { chain, privateKey } = signerOf(pki, id);
  const prepared = prepareSignature({ csv, certificateChain: chain, signingTime });
  return prepared.complete(signatureFor(prepared, privateKey));
}

/** A token of the hierarchy's time-stamp authority over this digest. */
export function tokenOver(pki: TestPki, digest: Uint8Array, at: Date): Uint8Array {
  const authority = { certificate: der(pki.timestamp.certificate), privateKey: pki.timestamp.privateKey };
  const request = createTimestampRequest(digest);
  return readTimestampResponse(createTimestampResponse(request.der, authority, at), request).token;
}

export const stamp = (
  pki: TestPki,
  xml: Uint8Array,
  at: Date,
  signatureId = 'PrescriptionSign',
): Uint8Array =>
  addSignatureTimestamp(xml, signatureId, tokenOver(pki, timestampDigest(xml, signatureId), at));

export const verify = (pki: TestPki, xml: Uint8Array, at = now) =>
  verifyPrescriptionXml(xml, {
    trustedRoots: [der(pki.root)],
    crls: [der(pki.crl), der(pki.rootCrl)],
    at,
  });

/** The check that refused, which is always the last one; `valid` when none did. */
export function refusedBy(pki: TestPki, xml: Uint8Array, at = now): string {
  const report = verify(pki, xml, at);
  const invalid = report.checks.filter(({ status }) => status === 'invalid').map(({ name }) => name);
  if (report.valid !== (invalid.length === 0)) throw new Error('valid and the checks disagree');
  return invalid.join() || 'valid';
}

/** The same document with a part of its text replaced; a replacement that changes nothing is a mistake of the test. */
export function edited(
  xml: Uint8Array,
  from: string | RegExp,
  to: string | ((found: string) => string),
): Uint8Array {
  const text = Buffer.from(xml).toString('utf8');
  const changed = text.replace(from, to as string);
  if (changed === text) throw new Error('nothing was changed');
  return new Uint8Array(Buffer.from(changed, 'utf8'));
}

export const sha256 = (data: Uint8Array | string): Uint8Array =>
  new Uint8Array(createHash('sha256').update(data).digest());
