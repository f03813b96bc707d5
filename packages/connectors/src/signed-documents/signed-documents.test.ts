import type { RevocationPort, SignedDocumentKind, TimestampPort } from '@shirube/core/ports';
import {
  createTimestampRequest,
  createTimestampResponse,
  readTimestampResponse,
} from '@shirube/eprescription';
import { createTestPki, signDigest, type TestPki } from '@shirube/eprescription/test-pki';
import { beforeAll, describe, expect, it } from 'vitest';
import { prescriptionRecord } from '../contract/prescription.ts';
import { createPrescriptionFilePort } from '../prescription-files/index.ts';
import { portErrorOf } from '../testing/log.ts';
import { createSignedDocumentPort } from './index.ts';

const now = new Date('2026-11-20T15:30:00Z');
const later = new Date('2036-11-20T15:30:00Z');
const der = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));
const letter: SignedDocumentKind = {
  signatureId: 'LetterSign',
  signaturePath: ['Letter', 'Sign'],
  targetId: 'Body',
  targetPath: ['Letter', 'Body'],
  requiredRoles: ['Medical Doctor'],
};

let pki: TestPki;
let trustedRootsPem: string;
beforeAll(async () => {
  const identity = { nameRomaji: 'YAMADA HANAKO', nameKanji: '山田　花子', facilityRomaji: 'SHIRUBE' };
  pki = await createTestPki({
    now,
    signers: [
      { ...identity, id: 'doctor', role: 'Medical Doctor' },
      { ...identity, id: 'dentist', role: 'Dentist' },
      { ...identity, id: 'revoked', role: 'Medical Doctor', variant: 'revoked' },
    ],
  });
  trustedRootsPem = `-----BEGIN CERTIFICATE-----\n${pki.root}\n-----END CERTIFICATE-----\n`;
}, 60_000);

/** Whose lists were asked for, as subjects' DER. */
let asked: string[] = [];
const revocation: RevocationPort = {
  async listsOf(authorities) {
    asked = authorities.map((each) => Buffer.from(each).toString('base64'));
    return authorities.map((each) => der(Buffer.from(each).equals(der(pki.root)) ? pki.rootCrl : pki.crl));
  },
};
const authority: Pick<TimestampPort, 'timestamp'> = {
  async timestamp(digest) {
    const signer = { certificate: der(pki.timestamp.certificate), privateKey: pki.timestamp.privateKey };
    const request = createTimestampRequest(digest);
    const { token, time } = readTimestampResponse(createTimestampResponse(request.der, signer, now), request);
    return { token, time: time.toISOString() };
  },
};

const credentialOf = (id: string) => {
  const signer = pki.signers.find((each) => each.id === id);
  if (!signer) throw new Error(id);
  const empty = { signerName: '', serial: '', hcRoles: [], validFrom: '', validTo: '' };
  return { signer, credential: { ...empty, id, chain: [der(signer.certificate), der(pki.issuing)] } };
};

function signed(id: string, words = '拝啓　田中先生'): Uint8Array {
  const { signer, credential } = credentialOf(id);
  const port = createSignedDocumentPort({ trustedRootsPem }, authority, () => now);
  const waiting = port.prepare(
    letter,
    (signature) => `<Letter><Body id="Body">${words}</Body><Sign>${signature}</Sign></Letter>`,
    credential,
    now,
  );
  return waiting.complete(signDigest(signer.privateKey, waiting.digest));
}

describe('a document of our own', () => {
  it('is signed, stamped, and carries what is needed to judge it alone ten years later', async () => {
    const port = createSignedDocumentPort({ trustedRootsPem, revocation }, authority, () => now);
    const { xml, report } = await port.stamp(letter, signed('doctor'));
    expect(report).toMatchObject({ valid: true, level: 'XL', timestampTime: now.toISOString() });
    const alone = createSignedDocumentPort({ trustedRootsPem }, authority, () => later);
    const tenYearsLater = await alone.verify(letter, xml, later);
    expect(tenYearsLater).toMatchObject({ valid: true, problems: [], signerName: '山田　花子' });
    expect(tenYearsLater.checks.map(({ status }) => status)).not.toContain('indeterminate');
    expect((await alone.verify(letter, signed('doctor'), later)).valid).toBe(false);
  });

  it('is stamped without the lists when they cannot be had, and says that revocation is open', async () => {
    const port = createSignedDocumentPort({ trustedRootsPem }, authority, () => now);
    const { report } = await port.stamp(letter, signed('doctor'));
    expect(report).toMatchObject({ valid: true, level: 'T' });
    expect(report.checks.find(({ name }) => name === 'revocation')?.status).toBe('indeterminate');
  });

  it('that does not hold is not stamped, and the authority is not asked', async () => {
    let stamps = 0;
    const counting = {
      timestamp(digest: Uint8Array) {
        stamps += 1;
        return authority.timestamp(digest);
      },
    };
    const port = createSignedDocumentPort({ trustedRootsPem, revocation }, counting, () => now);
    const changed = Buffer.from(Buffer.from(signed('doctor')).toString('utf8').replace('田中', '中田'));
    for (const [xml, code] of [
      [changed, 'digests'],
      [signed('dentist'), 'role'],
      [signed('revoked'), 'revocation'],
      [Buffer.from('Bad Gateway'), 'structure'],
    ] as const) {
      const error = await portErrorOf(port.stamp(letter, new Uint8Array(xml)));
      expect([error.kind, error.code, stamps]).toEqual(['signature', code, 0]);
    }
  });

  it('of one kind is not taken for another', async () => {
    const port = createSignedDocumentPort({ trustedRootsPem }, authority, () => now);
    const report = await port.verify({ ...letter, signatureId: 'CertificateSign' }, signed('doctor'), now);
    expect(report.valid).toBe(false);
  });
});

describe('a prescription', () => {
  const prescription = (id: string) => {
    const { signer, credential } = credentialOf(id);
    const files = createPrescriptionFilePort({ trustedRootsPem });
    const waiting = files.prepareSignature(
      files.writeCsv(prescriptionRecord('2026-11-20', '2026-11-23')),
      credential,
      now,
    );
    return waiting.complete(signDigest(signer.privateKey, waiting.digest));
  };
  const files = () => createPrescriptionFilePort({ trustedRootsPem, revocation });
  const revocationOf = async (xml: Uint8Array) =>
    (await files().verify(xml, now)).checks.find(({ name }) => name === 'revocation')?.status;

  it('is looked up in the lists of the authorities on its path, and refused when it stands there', async () => {
    expect(await revocationOf(prescription('doctor'))).toBe('valid');
    expect(asked).toEqual([pki.issuing, pki.root]);
    expect(await revocationOf(prescription('revoked'))).toBe('invalid');
    expect((await files().verify(prescription('revoked'), now)).problems.join()).toContain('失効');
  });

  it('that leads nowhere makes nobody ask anywhere', async () => {
    const stranger = await createTestPki({ now, signers: [] });
    asked = ['before'];
    const elsewhere = createPrescriptionFilePort({
      trustedRootsPem: `-----BEGIN CERTIFICATE-----\n${stranger.root}\n-----END CERTIFICATE-----\n`,
      revocation,
    });
    expect((await elsewhere.verify(prescription('doctor'), now)).valid).toBe(false);
    expect(asked).toEqual([]);
  });
});
