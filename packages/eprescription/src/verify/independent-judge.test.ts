import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { debianTool, missingTool } from '../../../../tools/lib/debian-tools.ts';
import type { TestPki } from '../test-pki/index.ts';
import {
  edited,
  makePki,
  now,
  refusedBy,
  sign,
  signatureFor,
  signerOf,
  stamp,
} from '../testing/signed-documents.ts';
import { prepareDocument } from '../xades/sign-document.ts';

/** xmlsec1 shares no line with this product: what it accepts and refuses is the measure of what we sign and of our own verifier. */
const xmlsec1 = debianTool('xmlsec1');
let pki: TestPki;
const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'shirube-xmlsec-'));
afterAll(() => fs.rmSync(directory, { recursive: true }));

const pem = (base64: string): string =>
  `-----BEGIN CERTIFICATE-----\n${base64.match(/.{1,64}/g)?.join('\n')}\n-----END CERTIFICATE-----\n`;

function judge(xml: Uint8Array, signature = 'PrescriptionSign', target = 'PrescriptionDocument'): string {
  fs.writeFileSync(path.join(directory, 'p.xml'), xml);
  const { status, stderr } = spawnSync(
    xmlsec1?.program ?? '',
    [
      '--verify',
      ...['--id-attr:id', target],
      ...['--id-attr:Id', 'http://www.w3.org/2000/09/xmldsig#:KeyInfo'],
      ...['--id-attr:Id', 'http://uri.etsi.org/01903/v1.3.2#:SignedProperties'],
      ...['--node-xpath', `//*[@Id='${signature}']`],
      ...['--trusted-pem', 'root.pem', '--untrusted-pem', 'ca.pem'],
      ...['--verification-gmt-time', '2026-11-20+01:00:00'],
      'p.xml',
    ],
    { cwd: directory, env: { ...process.env, ...xmlsec1?.env }, encoding: 'utf8' },
  );
  if (status === 0 && !/^OK/m.test(stderr)) return `no verdict: ${stderr}`;
  return status === 0 ? 'accepted' : 'refused';
}

describe.runIf(xmlsec1)('xmlsec1, the independent judge', () => {
  beforeAll(async () => {
    pki = await makePki();
    fs.writeFileSync(path.join(directory, 'root.pem'), pem(pki.root));
    fs.writeFileSync(path.join(directory, 'ca.pem'), pem(pki.issuing));
  }, 60_000);

  // @proves A8
  it.each([
    ['RSA 2048', 'doctor'],
    ['ECDSA P-256', 'dentist'],
    ['ECDSA P-384', 'many'],
  ])('accepts what we sign with %s, without and with a time stamp', (_key, id) => {
    const xml = sign(pki, id);
    expect(judge(xml)).toBe('accepted');
    expect(judge(stamp(pki, xml, now))).toBe('accepted');
  });

  it('refuses each of them after one byte', () => {
    for (const id of ['doctor', 'dentist', 'many'])
      for (const xml of [sign(pki, id), stamp(pki, sign(pki, id), now)])
        expect(judge(edited(xml, /PrescriptionDocument">[^<]{4}/, 'PrescriptionDocument">QUJD'))).toBe(
          'refused',
        );
  });

  it('refuses whoever is not below the root', () => {
    expect(judge(sign(pki, 'expired'))).toBe('refused');
  });

  it('accepts a document of another kind, with what people write in it', () => {
    const { chain, privateKey } = signerOf(pki, 'doctor');
    const prepared = prepareDocument({
      layout: (signature) =>
        `<?xml version="1.0" encoding="UTF-8"?>\n<Letter xmlns:x="urn:x" xml:lang="ja">\n <Body id="Body" x:b="&quot;１&lt;２&#10;" a="２">  拝啓 &lt;&amp;&gt; ]] $&amp; $1\r\n <x:p/> 髙﨑𠮷 </Body>\n<Sign>${signature}</Sign></Letter>`,
      targetId: 'Body',
      signatureId: 'LetterSign',
      certificateChain: chain,
      signingTime: now,
    });
    const xml = prepared.complete(signatureFor(prepared, privateKey));
    expect(judge(xml, 'LetterSign', 'Body')).toBe('accepted');
    expect(judge(edited(xml, '拝啓', '敬具'), 'LetterSign', 'Body')).toBe('refused');
  });

  it('refuses every change that we refuse, and we every one that it refuses', () => {
    const xml = sign(pki, 'doctor');
    const text = Buffer.from(xml).toString('utf8');
    const from = text.indexOf('<PrescriptionDocument');
    const to = text.indexOf('<xades:QualifyingProperties');
    fc.assert(
      fc.property(fc.integer({ min: from, max: to }), fc.integer({ min: 1, max: 127 }), (at, change) => {
        const changed = Buffer.from(xml);
        changed[at] = (changed[at] as number) ^ change;
        const theirs = judge(changed);
        const ours = refusedBy(pki, changed);
        // what is only a matter of our profile (structure) is for us alone to refuse
        if (ours === 'valid') expect(theirs).toBe('accepted');
        if (theirs === 'accepted') expect(['valid', 'structure']).toContain(ours);
      }),
      { numRuns: 60 },
    );
  });
});

if (!xmlsec1) it.skip(missingTool('xmlsec1'), () => {});
