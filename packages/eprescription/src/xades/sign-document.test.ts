import { beforeAll, describe, expect, it } from 'vitest';
import type { TestPki } from '../test-pki/index.ts';
import { der, makePki, now, signatureFor, signerOf, stamp } from '../testing/signed-documents.ts';
import { verifyDocumentXml } from '../verify/verify-document.ts';
import { XmlRefused } from './dom.ts';
import { derToRaw } from './ecdsa.ts';
import { prepareDocument } from './sign-document.ts';

let pki: TestPki;
beforeAll(async () => {
  pki = await makePki();
}, 60_000);

const letter = (words: string) => (signature: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Letter><Body id="Body">${words}</Body><LetterSign>${signature}</LetterSign></Letter>\n`;
const profile = {
  signatureId: 'LetterSign',
  signaturePath: ['Letter', 'LetterSign'],
  targetId: 'Body',
  targetPath: ['Letter', 'Body'],
};
const prepare = (by: string, words: string) =>
  prepareDocument({
    layout: letter(words),
    targetId: 'Body',
    signatureId: 'LetterSign',
    certificateChain: signerOf(pki, by).chain,
    signingTime: now,
  });
const verify = (xml: Uint8Array, requiredRoles = ['Medical Doctor']) =>
  verifyDocumentXml(xml, profile, {
    trustedRoots: [der(pki.root)],
    crls: [der(pki.crl), der(pki.rootCrl)],
    at: now,
    requiredRoles,
  });

describe('a document of any kind', () => {
  it.each(['doctor', 'many'])('is signed by %s, stamped, and gives back the words that were signed', (by) => {
    const words = '拝啓 {{SignatureValue}} $1 $&amp; 髙﨑 𠮷田 &lt;様&gt;';
    const prepared = prepare(by, words);
    const xml = prepared.complete(signatureFor(prepared, signerOf(pki, by).privateKey));
    expect(verify(xml).report.valid).toBe(true);
    const { report, signed } = verify(stamp(pki, xml, now, 'LetterSign'));
    expect(report).toMatchObject({ valid: true, level: 'T', timestampTime: now });
    expect(signed?.textContent).toBe('拝啓 {{SignatureValue}} $1 $& 髙﨑 𠮷田 <様>');
  });

  it('asks for the role that its kind needs', () => {
    const prepared = prepare('dentist', '主治医意見書');
    const xml = prepared.complete(signatureFor(prepared, signerOf(pki, 'dentist').privateKey));
    expect(verify(xml).report.checks.at(-1)).toMatchObject({ name: 'role', status: 'invalid' });
    expect(verify(xml, ['Dentist']).report.valid).toBe(true);
  });

  it('is not prepared when it could not be checked afterwards', () => {
    expect(() => prepare('doctor', '& < >')).toThrow(XmlRefused);
    expect(() => prepare('doctor', '\u0000')).toThrow(XmlRefused);
    expect(() => prepare('doctor', '<Body id="Body"/>')).toThrow(XmlRefused);
    expect(() => prepare('doctor', '<!-- x --><?y z?>')).toThrow(XmlRefused);
    expect(() =>
      prepareDocument({
        layout: letter(''),
        targetId: 'Elsewhere',
        signatureId: 'LetterSign',
        certificateChain: signerOf(pki, 'doctor').chain,
        signingTime: now,
      }),
    ).toThrow(TypeError);
    expect(() =>
      prepareDocument({
        layout: letter(''),
        targetId: 'Body',
        signatureId: 'S',
        certificateChain: [],
        signingTime: now,
      }),
    ).toThrow(TypeError);
  });

  it('takes no value that is not one of the key', () => {
    expect(() => prepare('doctor', '').complete(new Uint8Array(255))).toThrow(TypeError);
    expect(() => prepare('dentist', '').complete(new Uint8Array(65))).toThrow(TypeError);
    expect(() => prepare('many', '').complete(new Uint8Array(64))).toThrow(TypeError);
  });
});

describe('an ECDSA signature', () => {
  it('is turned from DER into two numbers of the curve’s length, with leading zeros put back', () => {
    const raw = derToRaw(Uint8Array.of(0x30, 0x07, 0x02, 0x01, 0x05, 0x02, 0x02, 0x00, 0x80), 32);
    expect(Buffer.from(raw).toString('hex')).toBe(`${'05'.padStart(64, '0')}${'80'.padStart(64, '0')}`);
    expect(derToRaw(raw, 32)).toBe(raw);
  });

  it.each([
    [
      'a number longer than the curve',
      Buffer.concat([Buffer.of(0x30, 0x26, 0x02, 0x21), Buffer.alloc(33, 1), Buffer.of(0x02, 0x01, 1)]),
    ],
    ['something after the end', Buffer.of(0x30, 0x06, 0x02, 0x01, 5, 0x02, 0x01, 5, 0)],
    ['one number', Buffer.of(0x30, 0x03, 0x02, 0x01, 5)],
    ['no numbers', Buffer.of(0x30, 0x06, 0x04, 0x01, 5, 0x04, 0x01, 5)],
    ['no DER', Buffer.from('nothing')],
  ])('is refused with %s', (_name, bytes) => {
    expect(() => derToRaw(bytes, 32)).toThrow(TypeError);
  });
});
