import { createHash, createSign } from 'node:crypto';
import type { Element } from '@xmldom/xmldom';
import { writeSj1 } from '../csv/write-sj1.ts';
import { createTestPki, signDigest, type TestIdentity, type TestPki } from '../test-pki/index.ts';
import {
  createTimestampRequest,
  createTimestampResponse,
  readTimestampResponse,
} from '../timestamp/timestamp.ts';
import { verifyPrescriptionXml } from '../verify/verify-prescription.ts';
import { canonical } from '../xades/canonical.ts';
import { allElements, parseSigned } from '../xades/dom.ts';
import { type Canonicalization, EXC_C14N } from '../xades/names.ts';
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
      person('weak', 'Medical Doctor', { key: 'RSA-1024' }),
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
  if (changed === text && typeof to === 'string') throw new Error('nothing was changed');
  return new Uint8Array(Buffer.from(changed, 'utf8'));
}

/**
 * A document whose SignedInfo was edited, digested and signed anew by its signer: a signature that holds, in a form we do not write ourselves.
 * digested: how each reference's bytes are made, in their order.
 */
export function signedAnew(
  pki: TestPki,
  by: string,
  edit: Uint8Array,
  digested: readonly { id: string; method: Canonicalization; prefixes?: readonly string[] }[],
  signedInfo: Canonicalization = EXC_C14N,
): Uint8Array {
  const find = (xml: Uint8Array, wanted: (element: Element) => boolean) => {
    const found = allElements(parseSigned(xml)).find(wanted);
    if (!found) throw new Error('nothing to sign');
    return found;
  };
  let xml = edit;
  for (const [index, { id, method, prefixes }] of digested.entries()) {
    const element = find(xml, (each) =>
      ['id', 'Id'].some((name) => (each.getAttribute(name) ?? '').replace(/-.*/, '') === id),
    );
    const digest = Buffer.from(sha256(canonical(element, method, prefixes))).toString('base64');
    let seen = -1;
    xml = edited(xml, /<ds:DigestValue>[^<]*(?=<\/ds:DigestValue><\/ds:Reference>)/g, (found) => {
      seen += 1;
      return seen === index ? `<ds:DigestValue>${digest}` : found;
    });
  }
  const info = find(xml, (each) => each.localName === 'SignedInfo');
  const value = createSign('sha256').update(canonical(info, signedInfo)).sign(signerOf(pki, by).privateKey);
  return edited(xml, /<ds:SignatureValue>[^<]*/, `<ds:SignatureValue>${value.toString('base64')}`);
}

export const sha256 = (data: Uint8Array | string): Uint8Array =>
  new Uint8Array(createHash('sha256').update(data).digest());
