import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSigner } from '../certificates/read-signer.ts';
import { createTestPki, type TestPki } from '../test-pki/index.ts';
import {
  csv,
  day,
  der,
  later,
  makePki,
  minute,
  now,
  person,
  refusedBy,
  sign,
  verify,
} from '../testing/signed-documents.ts';
import { verifyPrescriptionXml } from './verify-prescription.ts';

let pki: TestPki;
let stranger: TestPki;
let signed: Uint8Array;

beforeAll(async () => {
  pki = await makePki();
  stranger = await createTestPki({
    now,
    signers: [person('doctor', 'Medical Doctor')],
    rootName: 'TEST Other Root',
  });
  signed = sign(pki, 'doctor');
}, 60_000);

describe('a signed prescription', () => {
  it('passes every check and gives back the CSV that was signed', () => {
    const report = verify(pki, signed);
    expect(report.checks.map(({ name, status }) => `${name} ${status}`)).toEqual([
      'structure valid',
      'digests valid',
      'signature valid',
      'certificate valid',
      'usage valid',
      'role valid',
      'time valid',
      'timestamp not_applicable',
      'chain valid',
      'revocation valid',
      'timestamp_revocation not_applicable',
      'archive not_applicable',
    ]);
    expect(Buffer.from(report.csv ?? []).equals(Buffer.from(csv))).toBe(true);
    expect(report).toMatchObject({
      valid: true,
      level: 'BES',
      signingTime: now,
      timestampTime: null,
      signer: { signerName: '山田　花子', hcRoles: ['Medical Doctor'] },
    });
  });

  it.each(['dentist', 'many'])('by %s, with another kind of key and role, passes too', (id) => {
    expect(refusedBy(pki, sign(pki, id))).toBe('valid');
  });

  // @proves A8
  it.each([
    ['weak', 'signature'],
    ['pharmacist', 'role'],
    ['nobody', 'role'],
    ['expired', 'chain'],
    ['early', 'chain'],
    ['revoked', 'revocation'],
    ['lost', 'revocation'],
    ['login', 'usage'],
    ['policy', 'usage'],
  ])('by %s is refused at the check of the %s', (id, check) => {
    expect(refusedBy(pki, sign(pki, id))).toBe(check);
  });

  // @proves A8
  it('under another root is refused, whatever certificates come with it', () => {
    expect(refusedBy(pki, sign(stranger, 'doctor'))).toBe('chain');
    const report = verifyPrescriptionXml(sign(stranger, 'doctor'), {
      trustedRoots: [der(pki.root)],
      intermediates: [der(stranger.root), der(stranger.issuing)],
      at: now,
    });
    expect(report.checks.at(-1)).toMatchObject({ name: 'chain', status: 'invalid' });
  });

  it('is judged at the roles that are asked for', () => {
    const options = { trustedRoots: [der(pki.root)], at: now, requiredRoles: ['Medical Doctor'] };
    expect(verifyPrescriptionXml(sign(pki, 'dentist'), options).checks.at(-1)).toMatchObject({
      name: 'role',
    });
    expect(verifyPrescriptionXml(signed, options).valid).toBe(true);
  });

  it('is taken when the signer’s clock is some minutes ahead, and refused when it is more', () => {
    expect(refusedBy(pki, sign(pki, 'doctor', later(5 * minute)))).toBe('valid');
    expect(refusedBy(pki, sign(pki, 'doctor', later(5 * minute + 1_000)))).toBe('time');
  });

  it('without a time stamp is judged now: when its certificate has run out, it is refused', () => {
    expect(refusedBy(pki, signed, later(5 * 365 * day))).toBe('chain');
  });

  // @proves A8 C3
  it('with any byte changed is never valid, and where the content was changed the digests say so', () => {
    const text = Buffer.from(signed).toString('utf8');
    const inside = (from: string, to: string) => ({
      from: text.indexOf(from) + from.length,
      to: text.indexOf(to),
    });
    const parts = {
      csv: inside('id="PrescriptionDocument">', '</PrescriptionDocument>'),
      keyInfo: inside('<ds:X509Certificate>', '</ds:X509Certificate>'),
      properties: inside('<xades:SigningTime>', '</xades:SignedSignatureProperties>'),
      signedInfo: inside('<ds:SignedInfo>', '</ds:SignedInfo>'),
      value: inside('<ds:SignatureValue>', '</ds:SignatureValue>'),
    };
    const expected: Record<keyof typeof parts, string[]> = {
      csv: ['digests', 'structure'],
      keyInfo: ['digests', 'structure'],
      properties: ['digests', 'structure'],
      signedInfo: ['digests', 'structure', 'signature'],
      value: ['signature', 'structure'],
    };
    fc.assert(
      fc.property(
        fc.constantFrom(...(Object.keys(parts) as (keyof typeof parts)[])),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.integer({ min: 1, max: 255 }),
        (part, where, change) => {
          const { from, to } = parts[part];
          const changed = Buffer.from(signed);
          const at = from + Math.floor(where * (to - from));
          changed[at] = (changed[at] as number) ^ change;
          // white space inside Base64 is no content: XML writers break lines there
          fc.pre(part !== 'value' || !/\s/.test(String.fromCharCode(changed[at] as number)));
          expect(expected[part]).toContain(refusedBy(pki, changed));
        },
      ),
      { numRuns: 600 },
    );
  });

  it('says that revocation was not checked when there is no list, which leaves it valid but open', () => {
    const report = verifyPrescriptionXml(signed, { trustedRoots: [der(pki.root)], at: now });
    expect(report.valid).toBe(true);
    expect(report.checks.find(({ name }) => name === 'revocation')).toMatchObject({
      status: 'indeterminate',
      message: expect.stringContaining('確かめていません'),
    });
    expect(report.authorities.map((each) => Buffer.from(each).toString('base64'))).toEqual([
      pki.issuing,
      pki.root,
    ]);
  });
});

describe('hcRole', () => {
  it('is encoded byte for byte as on the MEDIS test card', () => {
    const doctor = pki.signers.find((each) => each.id === 'doctor');
    const hex = Buffer.from(doctor?.certificate ?? '', 'base64').toString('hex');
    expect(hex).toContain(
      [
        '30343032060628818542000131283126',
        '3024a0223120a00c060a2a830886910f01060101a2100c0e4d65646963616c20446f63746f72',
      ].join(''),
    );
    expect(readSigner(der(doctor?.certificate ?? '')).hcRoles).toEqual(['Medical Doctor']);
  });

  it('may hold several roles', () => {
    const many = pki.signers.find((each) => each.id === 'many');
    expect(readSigner(der(many?.certificate ?? '')).hcRoles).toEqual([
      'Director of Clinic',
      'Medical Doctor',
    ]);
  });
});
