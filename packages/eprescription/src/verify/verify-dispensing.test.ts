import { beforeAll, describe, expect, it } from 'vitest';
import type { TestPki } from '../test-pki/index.ts';
import {
  csv,
  der,
  edited,
  later,
  makePki,
  minute,
  now,
  sign,
  signatureFor,
  signerOf,
  stamp,
} from '../testing/signed-documents.ts';
import { prepareDocument } from '../xades/sign-document.ts';
import { verifyDispensingXml } from './verify-dispensing.ts';

let pki: TestPki;
beforeAll(async () => {
  pki = await makePki();
}, 60_000);

const dispensingCsv = Buffer.from('CJ1,\n1,試験　花子,2,19800131\n');

/** As ED.xsd has it: everything that was prescribed is carried over into what the pharmacist signs. */
function dispensed(prescription: Uint8Array | null, by = 'pharmacist'): Uint8Array {
  const inside = prescription
    ? Buffer.from(prescription)
        .toString('utf8')
        .match(/<Prescription>(.*)<\/Prescription>/s)?.[1]
    : '';
  const { chain, privateKey } = signerOf(pki, by);
  const prepared = prepareDocument({
    layout: (signature) =>
      `<?xml version="1.0" encoding="UTF-8"?><Document id="Document" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="ED.xsd">\n\t<DispensingManagement id="DispensingManagement"><Version Value="EPD1.0"/></DispensingManagement>\n\t<Dispensing id="Dispensing"><ReferencePrescription>${inside}</ReferencePrescription><DispensingDocument id="DispensingDocument">${dispensingCsv.toString('base64')}</DispensingDocument></Dispensing><DispensingSign>${signature}</DispensingSign></Document>`,
    targetId: 'Dispensing',
    signatureId: 'DispensingSign',
    certificateChain: chain,
    signingTime: later(minute),
  });
  return prepared.complete(signatureFor(prepared, privateKey));
}

const verify = (xml: Uint8Array) =>
  verifyDispensingXml(xml, {
    trustedRoots: [der(pki.root)],
    crls: [der(pki.crl), der(pki.rootCrl)],
    at: later(2 * minute),
  });
const refusedBy = (xml: Uint8Array) => {
  const { report } = verify(xml);
  return report.valid ? 'valid' : report.checks.at(-1)?.name;
};

describe('a pharmacist’s signed dispensing', () => {
  it('holds with the prescription inside, and gives both records', () => {
    const { report, prescription, ...content } = verify(dispensed(sign(pki, 'doctor')));
    expect(report).toMatchObject({ valid: true, level: 'BES', signer: { hcRoles: ['Pharmacist'] } });
    expect(report.checks.at(-1)).toMatchObject({ name: 'prescription', status: 'valid' });
    expect(prescription).toMatchObject({ valid: true, signer: { hcRoles: ['Medical Doctor'] } });
    expect(Buffer.from(content.dispensingCsv ?? []).equals(dispensingCsv)).toBe(true);
    expect(Buffer.from(content.prescriptionCsv ?? []).equals(Buffer.from(csv))).toBe(true);
  });

  it('holds with a prescription inside that the service has stamped, and with a stamp of its own', () => {
    const xml = stamp(pki, dispensed(stamp(pki, sign(pki, 'doctor'), now)), later(minute), 'DispensingSign');
    expect(verify(xml)).toMatchObject({
      report: { valid: true, level: 'T', timestampTime: later(minute) },
      prescription: { valid: true, level: 'T', timestampTime: now },
    });
  });

  it('of a paper prescription has none inside, which is said', () => {
    const { report, prescription, prescriptionCsv } = verify(dispensed(null));
    expect([report.valid, prescription, prescriptionCsv]).toEqual([true, null, null]);
    expect(report.checks.at(-1)).toMatchObject({ name: 'prescription', status: 'not_applicable' });
  });

  it('by a doctor is refused: dispensing is a pharmacist’s', () => {
    expect(refusedBy(dispensed(sign(pki, 'doctor'), 'doctor'))).toBe('role');
  });

  it('of a prescription that no prescriber signed is refused for that', () => {
    for (const [who, words] of [
      ['pharmacist', '資格'],
      ['revoked', '失効'],
    ] as const) {
      const { report, prescription } = verify(dispensed(sign(pki, who)));
      expect(report.valid).toBe(false);
      expect(report.checks.at(-1)).toMatchObject({ name: 'prescription', status: 'invalid' });
      expect(report.checks.at(-1)?.message).toContain(words);
      expect(prescription?.valid).toBe(false);
    }
  });

  it('with another prescription put inside before the pharmacist signed is refused for that', () => {
    const swapped = edited(
      sign(pki, 'doctor'),
      /PrescriptionDocument">[^<]{8}/,
      'PrescriptionDocument">QUJDREVG',
    );
    expect(refusedBy(dispensed(swapped))).toBe('prescription');
  });

  it('changed anywhere afterwards is refused, and gives no content', () => {
    const xml = dispensed(sign(pki, 'doctor'));
    for (const [from, to] of [
      [dispensingCsv.toString('base64'), Buffer.from('CJ1,\n1,別人\n').toString('base64')],
      [/PrescriptionDocument">[^<]{8}/, 'PrescriptionDocument">QUJDREVG'],
      ['EPS1.0', 'EPS1.1'],
    ] as const) {
      const { report, dispensingCsv: given, prescriptionCsv } = verify(edited(xml, from, to));
      expect([report.valid, report.checks.at(-1)?.name, given, prescriptionCsv]).toEqual([
        false,
        'digests',
        null,
        null,
      ]);
    }
    // outside of what is signed
    expect(refusedBy(edited(xml, 'EPD1.0', 'EPD1.1'))).toBe('valid');
  });

  it('with a prescriber’s signature outside of its prescription is refused', () => {
    const xml = dispensed(null);
    const stray = Buffer.from(sign(pki, 'doctor'))
      .toString('utf8')
      .match(/<PrescriptionSign>.*<\/PrescriptionSign>/s)?.[0];
    expect(refusedBy(edited(xml, '<DispensingSign>', `${stray}<DispensingSign>`))).toBe('prescription');
  });

  it('whose signature goes by the prescription’s name is refused', () => {
    expect(refusedBy(edited(dispensed(null), 'Id="DispensingSign"', 'Id="PrescriptionSign"'))).toBe(
      'structure',
    );
  });

  it('is no prescription, and a prescription is no dispensing', () => {
    expect(refusedBy(sign(pki, 'doctor'))).toBe('structure');
  });
});
