import { beforeAll, describe, expect, it } from 'vitest';
import { PRESCRIPTION_DOCUMENT_ID } from '../envelope/prescription-envelope.ts';
import type { TestPki } from '../test-pki/index.ts';
import { content, element, envelope, holder, signedIn } from '../testing/layouts.ts';
import { edited, makePki, refusedBy, sign, verify } from '../testing/signed-documents.ts';

let pki: TestPki;
let signed: Uint8Array;
beforeAll(async () => {
  pki = await makePki();
  signed = sign(pki, 'doctor');
}, 60_000);

const changed = (from: string | RegExp, to: string | ((found: string) => string)) =>
  refusedBy(pki, edited(signed, from, to));

const other = Buffer.from('SJ1\n1,1,9999999,13,他院\n').toString('base64');

/** Signature wrapping: what was signed is still there and still whole, but a careless reader would take something else. */
describe('a signature is not moved to other content', () => {
  // the layouts are only refused for their flaw when the plain one is accepted
  it('(the same way of signing, without a trick, is accepted)', () => {
    const plain = signedIn(pki, (signature) =>
      envelope(element(PRESCRIPTION_DOCUMENT_ID, content) + holder(signature)),
    );
    expect(refusedBy(pki, plain)).toBe('valid');
  });

  it.each([
    [
      'the original moved into an unsigned element, another in its place',
      (signature: string) =>
        envelope(
          `<Extra>${element(PRESCRIPTION_DOCUMENT_ID, content)}</Extra>${element('Other', other)}${holder(signature)}`,
        ),
    ],
    [
      'the original moved into the signature’s own object',
      (signature: string) =>
        envelope(
          element('Other', other) +
            holder(
              signature.replace(
                '</ds:Signature>',
                `<ds:Object>${element(PRESCRIPTION_DOCUMENT_ID, content)}</ds:Object></ds:Signature>`,
              ),
            ),
        ),
    ],
    [
      'a second one beside the original',
      (signature: string) =>
        envelope(element(PRESCRIPTION_DOCUMENT_ID, content) + element('Other', other) + holder(signature)),
    ],
    [
      'a second one before the original',
      (signature: string) =>
        envelope(element('Other', other) + element(PRESCRIPTION_DOCUMENT_ID, content) + holder(signature)),
    ],
    [
      'a second one far away from the original',
      (signature: string) =>
        envelope(
          `<Additional>${element('Other', other)}</Additional>${element(PRESCRIPTION_DOCUMENT_ID, content)}${holder(signature)}`,
        ),
    ],
    [
      'a second Prescription before the signed one',
      (signature: string) =>
        `<Document id="Document"><Prescription>${element('Other', other)}</Prescription><Prescription>${element(PRESCRIPTION_DOCUMENT_ID, content)}${holder(signature)}</Prescription></Document>`,
    ],
    [
      'the whole document inside another',
      (signature: string) =>
        `<Outer>${envelope(element(PRESCRIPTION_DOCUMENT_ID, content) + holder(signature))}</Outer>`,
    ],
    [
      'the signature outside of its place',
      (signature: string) => envelope(element(PRESCRIPTION_DOCUMENT_ID, content) + signature),
    ],
    [
      'the same names in a namespace',
      (signature: string) =>
        envelope(element(PRESCRIPTION_DOCUMENT_ID, content) + holder(signature)).replace(
          '<Document ',
          '<Document xmlns="urn:x" ',
        ),
    ],
    [
      'the outermost name alone in a namespace',
      (signature: string) =>
        envelope(element(PRESCRIPTION_DOCUMENT_ID, content) + holder(signature))
          .replace('<Document ', '<Document xmlns="urn:x" ')
          .replace('<Prescription>', '<Prescription xmlns="">'),
    ],
    [
      'the signed element alone in a namespace',
      (signature: string) =>
        envelope(
          element(PRESCRIPTION_DOCUMENT_ID, content).replace(' id', ' xmlns="urn:x" id') + holder(signature),
        ),
    ],
    [
      'another kind of document around the same parts',
      (signature: string) =>
        `<Draft><Prescription>${element(PRESCRIPTION_DOCUMENT_ID, content)}${holder(signature)}</Prescription></Draft>`,
    ],
  ])('%s', (_name, layout) => {
    expect(refusedBy(pki, signedIn(pki, layout))).toBe('structure');
  });

  it('a record under another id than it has to have', () => {
    const layout = (signature: string) => envelope(element('Other', content) + holder(signature));
    expect(refusedBy(pki, signedIn(pki, layout, 'Other'))).toBe('structure');
  });

  it('a reference to an ancestor, which covers more than the record', () => {
    const whole = signedIn(
      pki,
      (signature) =>
        envelope(`${element(PRESCRIPTION_DOCUMENT_ID, content)}<Elsewhere id="E"/>${holder(signature)}`),
      'E',
    );
    expect(refusedBy(pki, whole)).toBe('structure');
    const toTheRoot = edited(signed, 'URI="#PrescriptionDocument"', 'URI="#Document"');
    expect(refusedBy(pki, toTheRoot)).toBe('structure');
    expect(changed('URI="#PrescriptionDocument"', 'URI=""')).toBe('structure');
    expect(changed('URI="#PrescriptionDocument"', 'URI="#PrescriptionManagement"')).toBe('structure');
    expect(changed('URI="#PrescriptionDocument"', `URI="#xpointer(id('PrescriptionDocument'))"`)).toBe(
      'structure',
    );
    expect(changed('URI="#PrescriptionDocument"', 'URI="http://example.jp/"')).toBe('structure');
  });

  // @proves A8
  it.each(['id', 'Id', 'ID', 'xml:id'])('a second element with the same %s', (name) => {
    expect(
      changed('<PrescriptionSign>', `<Extra ${name}="PrescriptionDocument">QQ==</Extra><PrescriptionSign>`),
    ).toBe('structure');
  });

  it('another signature, whoever made it', () => {
    expect(changed('</PrescriptionSign>', '</PrescriptionSign><Signature/>')).toBe('structure');
    const second =
      Buffer.from(signed)
        .toString('utf8')
        .match(/<ds:Signature .*<\/ds:Signature>/s)?.[0] ?? '';
    const elsewhere = second
      .replace('Id="PrescriptionSign"', 'Id="Other"')
      .replaceAll(/(KeyInfo|SignedProperties)-/g, '$1-2-');
    expect(changed('</PrescriptionSign>', `</PrescriptionSign><Extra>${elsewhere}</Extra>`)).toBe(
      'structure',
    );
    expect(changed('</PrescriptionSign>', `${elsewhere}</PrescriptionSign>`)).toBe('structure');
  });

  it('a document made for another purpose, signed under another name', () => {
    const letter = signedIn(
      pki,
      (signature) => envelope(element(PRESCRIPTION_DOCUMENT_ID, content) + holder(signature)),
      PRESCRIPTION_DOCUMENT_ID,
      'LetterSign',
    );
    expect(refusedBy(pki, letter)).toBe('structure');
  });

  it('a record whose text is cut in two by something that is not digested', () => {
    for (const hidden of ['<!-- x -->', '<b/>']) {
      const at = content.length - 8;
      const parted = `${content.slice(0, at)}${hidden}${content.slice(at)}`;
      const layout = (signature: string) =>
        envelope(element(PRESCRIPTION_DOCUMENT_ID, parted) + holder(signature));
      const report = verify(pki, signedIn(pki, layout));
      // an element in the text is digested, so that only the content is not given out; a comment is not digested
      expect(hidden === '<b/>' ? report.csv : report.checks.at(-1)?.name).toBe(
        hidden === '<b/>' ? null : 'structure',
      );
    }
  });
});
