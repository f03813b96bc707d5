import { PortError, signatureReportSchema } from '@shirube/core/ports';
import { dispensingXml, writeDispensingCsv } from '@shirube/eprescription';
import { createTestPki, signDigest } from '@shirube/eprescription/test-pki';
import { dispensingExample } from '@shirube/eprescription/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { prescriptionRecord } from '../contract/prescription.ts';
import { portErrorOf } from '../testing/log.ts';
import { createPrescriptionFilePort } from './index.ts';

let pki: Awaited<ReturnType<typeof createTestPki>>;
let files: ReturnType<typeof createPrescriptionFilePort>;
const der = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));

beforeAll(async () => {
  const identity = { nameRomaji: 'SHIRUBE ICHIRO', nameKanji: '標　一郎', facilityRomaji: 'SHIRUBE CLINIC' };
  pki = await createTestPki({
    now: new Date(),
    signers: [
      { ...identity, id: 'doctor', role: 'Medical Doctor' },
      { ...identity, id: 'nurse', role: 'General Nurse' },
    ],
  });
  files = createPrescriptionFilePort({
    trustedRootsPem: `-----BEGIN CERTIFICATE-----\n${pki.root}\n-----END CERTIFICATE-----\n`,
  });
}, 60_000);

function prepared(id: string) {
  const signer = pki.signers.find((each) => each.id === id);
  if (signer === undefined) throw new Error(id);
  const credential = {
    id,
    chain: [der(signer.certificate), der(pki.issuing)],
    signerName: '',
    serial: '',
    hcRoles: [],
    validFrom: '',
    validTo: '',
  };
  const csv = files.writeCsv(prescriptionRecord('2026-11-20', '2026-11-23'));
  return { signer, waiting: files.prepareSignature(csv, credential, new Date()) };
}

describe('prescription files', () => {
  it('name the field that cannot be written, without the patient', async () => {
    const record = prescriptionRecord('2026-11-20', '2026-11-23');
    record.patient.sex = 'unknown';
    const error = await portErrorOf(Promise.resolve().then(() => files.writeCsv(record)));
    expect([error.kind, error.code]).toEqual(['user_fixable', 'SJ1_12']);
    expect(error.userMessage).toContain('性別');
    expect(`${error.message}${error.userMessage}`).not.toContain('太郎');
  });

  it('have symbols for paper, with that of the 引換番号 once there is one', () => {
    const record = prescriptionRecord('2026-11-20', '2026-11-23');
    const { symbols, replacedCharacters, accessCodeSymbol } = files.writePaperSymbols(record);
    expect(symbols.length).toBeGreaterThan(0);
    expect([replacedCharacters, accessCodeSymbol]).toEqual([[], null]);
    const registered = files.writePaperSymbols({ ...record, accessCode: '1234567890123456' });
    expect(registered.accessCodeSymbol?.length).toBeGreaterThanOrEqual(21);
  });

  it('do not go on paper when they fill more than sixteen symbols, and say what to do', async () => {
    const record = prescriptionRecord('2026-11-20', '2026-11-23');
    record.remarks = Array.from({ length: 60 }, () => ({ kind: null, text: '備'.repeat(50) }));
    const error = await portErrorOf(Promise.resolve().then(() => files.writePaperSymbols(record)));
    expect(error.kind).toBe('user_fixable');
    expect(error.userMessage).toContain('2枚に分けて');
  });

  it('have a form for what is dispensed at the clinic, for somebody without insurance too', () => {
    const record = prescriptionRecord('2026-11-20', '2026-11-23');
    record.patient.coverage = null;
    const csv = Buffer.from(files.writeInHouseCsv(record)).toString('utf8');
    expect(csv).toContain('\n21,6\n22,\n23,,,1,\n');
    expect(() => files.writeCsv(record)).toThrow(PortError);
  });

  it('are answered by a pharmacy', async () => {
    const csv = writeDispensingCsv(dispensingExample);
    const xml = dispensingXml({ dispensingId: 'd-1', csv, prescriptionXml: null });
    expect(files.readDispensing(xml)).toEqual({ ...dispensingExample, dispensingId: 'd-1' });
    const error = await portErrorOf(Promise.resolve().then(() => files.readDispensing(csv)));
    expect([error.kind, error.code]).toEqual(['user_fixable', 'dispensing_document']);
    expect(error.userMessage).toContain('薬局に電話');
  });

  it('are signed by a doctor whose chain ends in a trusted root', async () => {
    const { signer, waiting } = prepared('doctor');
    const xml = waiting.complete(signDigest(signer.privateKey, waiting.digest));
    const report = await files.verify(xml, new Date());
    expect(report).toMatchObject({ valid: true, problems: [], hcRoles: ['Medical Doctor'] });
    expect(signatureReportSchema.parse(report)).toEqual(report);
    expect(report.checks.map((check) => check.name)).toContain('revocation');
    expect(report.signerName.replace(/\s/gu, '')).toBe('標一郎');
  });

  it('are not valid without the right to prescribe, and say so', async () => {
    const { signer, waiting } = prepared('nurse');
    const report = await files.verify(
      waiting.complete(signDigest(signer.privateKey, waiting.digest)),
      new Date(),
    );
    expect(report.valid).toBe(false);
    expect(report.problems.join()).toContain('医師');
  });

  it('of a paper prescription hold the same CSV and no signature', async () => {
    const csv = files.writeCsv(prescriptionRecord('2026-11-20', '2026-11-23'));
    const xml = files.unsignedXml(csv);
    expect(new TextDecoder().decode(xml)).toContain(Buffer.from(csv).toString('base64'));
    expect((await files.verify(xml, new Date())).checks).toMatchObject([
      { name: 'structure', status: 'invalid' },
    ]);
  });

  it('are a matter of the signature when a value does not fit the key', async () => {
    const { waiting } = prepared('doctor');
    const error = await portErrorOf(Promise.resolve().then(() => waiting.complete(new Uint8Array(64))));
    expect([error.service, error.kind]).toEqual(['signing', 'signature']);
  });

  it('are not valid when they are no XML at all', async () => {
    const report = await files.verify(new TextEncoder().encode('Bad Gateway'), new Date());
    expect(report.valid).toBe(false);
    expect(report.problems).not.toEqual([]);
  });

  it('need at least one trusted root', () => {
    expect(() => createPrescriptionFilePort({ trustedRootsPem: '' })).toThrow();
  });
});
