import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSigner } from '../certificates/read-signer.ts';
import { writeSj1 } from '../csv/write-sj1.ts';
import { createTestPki, signDigest, type TestPki } from '../test-pki/index.ts';
import { ministryExample } from '../testing/ministry-example.ts';
import { prepareSignature } from '../xades/prepare-signature.ts';
import { verifyPrescriptionXml } from './verify-prescription.ts';

const now = new Date('2026-11-20T01:00:00Z');
const bytes = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));
let pki: TestPki;
let otherPki: TestPki;
const csv = writeSj1(ministryExample);

beforeAll(async () => {
  const person = (
    id: string,
    role: string | null,
    variant?: 'expired' | 'revoked' | 'authentication_only',
  ) => ({
    id,
    nameRomaji: 'YAMADA HANAKO',
    nameKanji: '山田　花子',
    facilityRomaji: 'SHIRUBE CLINIC',
    role,
    ...(variant ? { variant } : {}),
  });
  pki = await createTestPki({
    now,
    signers: [
      person('doctor', 'Medical Doctor'),
      person('pharmacist', 'Pharmacist'),
      person('nobody', null),
      person('expired', 'Medical Doctor', 'expired'),
      person('revoked', 'Medical Doctor', 'revoked'),
      person('login', 'Medical Doctor', 'authentication_only'),
    ],
  });
  otherPki = await createTestPki({
    now,
    signers: [person('doctor', 'Medical Doctor')],
    rootName: 'TEST Other Root',
  });
});

function sign(id: string, from = pki, signingTime = now): Uint8Array {
  const signer = from.signers.find((each) => each.id === id);
  if (!signer) throw new Error(id);
  const prepared = prepareSignature({
    csv,
    certificateChain: [bytes(signer.certificate), bytes(from.issuing)],
    signingTime,
  });
  return prepared.complete(signDigest(signer.privateKey, prepared.digest));
}

const verify = (xml: Uint8Array) =>
  verifyPrescriptionXml(xml, { trustedRoots: [bytes(pki.root)], crls: [bytes(pki.crl)], at: now });

const edited = (xml: Uint8Array, from: string | RegExp, to: string): Uint8Array => {
  const text = Buffer.from(xml).toString('utf8');
  const changed = text.replace(from, to);
  if (changed === text) throw new Error('nothing was changed');
  return Buffer.from(changed, 'utf8');
};

/** The check that refused, which is always the last one. */
const refusedBy = (xml: Uint8Array) => {
  const report = verify(xml);
  expect(report.valid).toBe(false);
  return report.checks.at(-1)?.id;
};

describe('a signed prescription', () => {
  it('passes every check and gives back the CSV that was signed', () => {
    const report = verify(sign('doctor'));
    expect(report.checks.map((check) => check.status)).toEqual(Array(8).fill('valid'));
    expect(Buffer.from(report.csv ?? []).equals(Buffer.from(csv))).toBe(true);
    expect(report.signer).toMatchObject({ signerName: '山田　花子', hcRoles: ['Medical Doctor'] });
  });

  // @proves A8
  it.each([
    ['pharmacist', 'role'],
    ['nobody', 'role'],
    ['expired', 'chain'],
    ['revoked', 'revocation'],
    ['login', 'usage'],
  ])('by %s is refused at the check of the %s', (id, check) => {
    expect(refusedBy(sign(id))).toBe(check);
  });

  // @proves A8
  it('under another root is refused', () => {
    expect(refusedBy(sign('doctor', otherPki))).toBe('chain');
  });

  it('signed in the future is refused', () => {
    expect(refusedBy(sign('doctor', pki, new Date(now.getTime() + 3600_000)))).toBe('time');
  });

  // @proves A8 C3
  it('with one byte of the content changed is refused, wherever it is', () => {
    const xml = sign('doctor');
    const text = Buffer.from(xml).toString('utf8');
    for (const marker of ['PrescriptionDocument">', '<ds:SignatureValue>', '<xades:SigningTime>']) {
      const at = text.indexOf(marker) + marker.length + 5;
      const changed = Buffer.from(xml);
      changed[at] = changed[at] === 0x31 ? 0x32 : 0x31;
      expect([marker, refusedBy(changed)]).toEqual([marker, 'signature']);
    }
  });

  // @proves A8
  it('with a second element of the same id (wrapping) is refused', () => {
    const wrapped = edited(
      sign('doctor'),
      '<PrescriptionSign>',
      '<Extra id="PrescriptionDocument">QQ==</Extra><PrescriptionSign>',
    );
    expect(refusedBy(wrapped)).toBe('structure');
  });

  it('with a second 処方内容 under another id is refused', () => {
    const wrapped = edited(
      sign('doctor'),
      '<PrescriptionSign>',
      '<PrescriptionDocument id="Other">QQ==</PrescriptionDocument><PrescriptionSign>',
    );
    expect(refusedBy(wrapped)).toBe('structure');
  });

  it('whose reference points elsewhere is refused', () => {
    expect(
      refusedBy(edited(sign('doctor'), 'URI="#PrescriptionDocument"', 'URI="#PrescriptionManagement"')),
    ).toBe('structure');
  });

  it('without the reference to SignedProperties is refused', () => {
    expect(refusedBy(edited(sign('doctor'), /<ds:Reference Type=.*?<\/ds:Reference>/s, ''))).toBe(
      'structure',
    );
  });

  // @proves V1.5.1
  it('with a document type declaration is refused', () => {
    expect(refusedBy(edited(sign('doctor'), '<Document ', '<!DOCTYPE x><Document '))).toBe('structure');
  });

  it('says that revocation was not checked when there is no list', () => {
    const report = verifyPrescriptionXml(sign('doctor'), { trustedRoots: [bytes(pki.root)], at: now });
    expect(report.checks.find((check) => check.id === 'revocation')?.status).toBe('indeterminate');
  });
});

describe('hcRole', () => {
  it('is encoded byte for byte as on the MEDIS test card', () => {
    const doctor = pki.signers.find((each) => each.id === 'doctor');
    const der = Buffer.from(doctor?.certificate ?? '', 'base64').toString('hex');
    expect(der).toContain(
      '3034303206062881854200013128312630 24a0223120a00c060a2a830886910f01060101a2100c0e4d65646963616c20446f63746f72'.replace(
        ' ',
        '',
      ),
    );
    expect(readSigner(bytes(doctor?.certificate ?? '')).hcRoles).toEqual(['Medical Doctor']);
  });
});

const xmlsec = spawnSync('xmlsec1', ['--version']).status === 0;

describe.runIf(xmlsec)('xmlsec1, the independent judge', () => {
  const judge = (xml: Uint8Array) => {
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'shirube-xmlsec-'));
    try {
      const pem = (base64: string) =>
        `-----BEGIN CERTIFICATE-----\n${base64.match(/.{1,64}/g)?.join('\n')}\n-----END CERTIFICATE-----\n`;
      fs.writeFileSync(path.join(directory, 'root.pem'), pem(pki.root));
      fs.writeFileSync(path.join(directory, 'ca.pem'), pem(pki.issuing));
      fs.writeFileSync(path.join(directory, 'p.xml'), xml);
      execFileSync(
        'xmlsec1',
        [
          '--verify',
          ...['--id-attr:id', 'PrescriptionDocument'],
          ...['--id-attr:Id', 'http://www.w3.org/2000/09/xmldsig#:KeyInfo'],
          ...['--id-attr:Id', 'http://uri.etsi.org/01903/v1.3.2#:SignedProperties'],
          ...['--trusted-pem', 'root.pem', '--untrusted-pem', 'ca.pem'],
          ...['--verification-gmt-time', '2026-11-20+01:00:00'],
          'p.xml',
        ],
        { cwd: directory, stdio: 'pipe' },
      );
      return 'accepted';
    } catch {
      return 'refused';
    } finally {
      fs.rmSync(directory, { recursive: true });
    }
  };

  it('accepts what we sign and refuses it after one byte is changed', () => {
    const xml = sign('doctor');
    expect(judge(xml)).toBe('accepted');
    const changed = Buffer.from(xml);
    const at = changed.indexOf('PrescriptionDocument">') + 30;
    changed[at] = changed[at] === 0x41 ? 0x42 : 0x41;
    expect(judge(changed)).toBe('refused');
  });
});

if (!xmlsec)
  process.stdout.write('xmlsec1 is not installed: the independent check of signatures did not run.\n');
