import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { PRESCRIPTION_DOCUMENT_ID, PRESCRIPTION_SIGN_ID } from '../envelope/prescription-envelope.ts';
import type { TestPki } from '../test-pki/index.ts';
import {
  csv,
  edited,
  makePki,
  now,
  refusedBy,
  sign,
  signatureFor,
  signedAnew,
  signerOf,
  verify,
} from '../testing/signed-documents.ts';
import { C14N, EXC_C14N } from '../xades/names.ts';
import { prepareDocument } from '../xades/sign-document.ts';

let pki: TestPki;
let signed: Uint8Array;
beforeAll(async () => {
  pki = await makePki();
  signed = sign(pki, 'doctor');
}, 60_000);

const changed = (from: string | RegExp, to: string | ((found: string) => string)) =>
  refusedBy(pki, edited(signed, from, to));

/** Signed by a doctor over another layout than ours: everything holds but where things stand. */
function signedIn(
  layout: (signature: string) => string,
  targetId = PRESCRIPTION_DOCUMENT_ID,
  signatureId = PRESCRIPTION_SIGN_ID,
): Uint8Array {
  const { chain, privateKey } = signerOf(pki, 'doctor');
  const prepared = prepareDocument({
    layout,
    targetId,
    signatureId,
    certificateChain: chain,
    signingTime: now,
  });
  return prepared.complete(signatureFor(prepared, privateKey));
}
const content = Buffer.from(csv).toString('base64');
const other = Buffer.from('SJ1\n1,1,9999999,13,他院\n').toString('base64');
const envelope = (inside: string) =>
  `<Document id="Document"><Prescription>${inside}</Prescription></Document>`;
const element = (id: string, text: string) =>
  `<PrescriptionDocument id="${id}">${text}</PrescriptionDocument>`;
const holder = (signature: string) => `<PrescriptionSign>${signature}</PrescriptionSign>`;

/** Signature wrapping: what was signed is still there and still whole, but a careless reader would take something else. */
describe('a signature is not moved to other content', () => {
  // the layouts are only refused for their flaw when the plain one is accepted
  it('(the same way of signing, without a trick, is accepted)', () => {
    const plain = signedIn((signature) =>
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
    expect(refusedBy(pki, signedIn(layout))).toBe('structure');
  });

  it('a record under another id than it has to have', () => {
    const layout = (signature: string) => envelope(element('Other', content) + holder(signature));
    expect(refusedBy(pki, signedIn(layout, 'Other'))).toBe('structure');
  });

  it('a reference to an ancestor, which covers more than the record', () => {
    const whole = signedIn(
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
      const report = verify(pki, signedIn(layout));
      // an element in the text is digested, so that only the content is not given out; a comment is not digested
      expect(hidden === '<b/>' ? report.csv : report.checks.at(-1)?.name).toBe(
        hidden === '<b/>' ? null : 'structure',
      );
    }
  });
});

describe('a signature has all that XAdES and HPKI ask for, and nothing that could hide content', () => {
  it.each([
    ['the reference to SignedProperties', /<ds:Reference Type=.*?<\/ds:Reference>/s, ''],
    ['the type of that reference', ' Type="http://uri.etsi.org/01903#SignedProperties"', ''],
    ['the right type', 'http://uri.etsi.org/01903#SignedProperties', 'http://uri.etsi.org/01903#Other'],
    [
      'the type at the right reference only',
      'URI="#PrescriptionDocument"',
      'Type="http://uri.etsi.org/01903#SignedProperties" URI="#PrescriptionDocument"',
    ],
    ['the reference to KeyInfo', /<ds:Reference URI="#KeyInfo.*?<\/ds:Reference>/s, ''],
    ['three references and no more', '</ds:SignedInfo>', '<ds:Reference URI="#Document"/></ds:SignedInfo>'],
    ['each reference once', /URI="#KeyInfo-[^"]*"/, 'URI="#PrescriptionDocument"'],
    ['SigningTime', /<xades:SigningTime>.*?<\/xades:SigningTime>/s, ''],
    ['SigningCertificate', /<xades:SigningCertificateV2>.*?<\/xades:SigningCertificateV2>/s, ''],
    [
      'one SigningCertificate',
      '</xades:SignedSignatureProperties>',
      '<xades:SigningCertificate/></xades:SignedSignatureProperties>',
    ],
    ['SignedProperties', /<xades:SignedProperties .*<\/xades:SignedProperties>/s, ''],
    ['properties of this signature', 'Target="#PrescriptionSign"', 'Target="#Other"'],
    ['KeyInfo', /<ds:KeyInfo.*<\/ds:KeyInfo>/s, ''],
    ['a certificate', /<ds:X509Data>.*<\/ds:X509Data>/s, ''],
    ['a certificate in Base64', '<ds:X509Certificate>', '<ds:X509Certificate>!'],
    ['a signature value', /<ds:SignatureValue>.*<\/ds:SignatureValue>/s, ''],
    ['a signature value in Base64', '<ds:SignatureValue>', '<ds:SignatureValue>*'],
    ['a known signature method', 'xmldsig-more#rsa-sha256', 'xmldsig-more#rsa-md5'],
    [
      'no SHA-1',
      'http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod><ds:DigestValue>',
      'http://www.w3.org/2000/09/xmldsig#sha1"></ds:DigestMethod><ds:DigestValue>',
    ],
    [
      'no shared secret for a signature',
      'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
      'http://www.w3.org/2000/09/xmldsig#hmac-sha256',
    ],
    [
      'a known canonicalization',
      '<ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#">',
      '<ds:CanonicalizationMethod Algorithm="http://www.w3.org/2006/12/xml-c14n11">',
    ],
    [
      'no canonicalization with comments',
      '<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#">',
      '<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#WithComments">',
    ],
    [
      'no XPath',
      '<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:Transform>',
      '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"><ds:XPath>not(ancestor-or-self::RP)</ds:XPath></ds:Transform>',
    ],
    [
      'no XPath filter',
      '<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:Transform>',
      '<ds:Transform Algorithm="http://www.w3.org/2002/06/xmldsig-filter2"/>',
    ],
    [
      'no XSLT',
      '<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:Transform>',
      '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"/>',
    ],
    [
      'no enveloped signature',
      '<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:Transform>',
      '<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>',
    ],
    [
      'no Base64 transform',
      '<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:Transform>',
      '<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#base64"/>',
    ],
    [
      'no second transform',
      '</ds:Transforms>',
      '<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/></ds:Transforms>',
    ],
    ['no second list of transforms', '</ds:Transforms>', '</ds:Transforms><ds:Transforms/>'],
    [
      'no parameter of a transform that is not known',
      '<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#">',
      '<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"><ds:XPath/>',
    ],
    ['an empty list of transforms', /<ds:Transforms>.*?<\/ds:Transforms>/s, '<ds:Transforms/>'],
  ])('%s', (_name, from, to) => {
    expect(changed(from, to)).toBe('structure');
  });

  it.each(['<ds:SignedInfo>', '<ds:SignatureValue>', '<ds:X509Data>', '<xades:SignedSignatureProperties>'])(
    'no comment and no section behind %s, which canonical XML leaves out or takes in unseen',
    (tag) => {
      expect(changed(tag, `${tag}<!-- x -->`)).toBe('structure');
      expect(changed(tag, `${tag}<![CDATA[]]>`)).toBe('structure');
    },
  );

  it('the names of XML Signature and XAdES, not the same words of others', () => {
    const text = Buffer.from(signed).toString('utf8');
    for (const namespace of ['http://www.w3.org/2000/09/xmldsig#', 'http://uri.etsi.org/01903/v1.3.2#'])
      expect(refusedBy(pki, Buffer.from(text.replaceAll(`="${namespace}"`, '="urn:x"')))).toBe('structure');
    for (const tag of ['<ds:KeyInfo ', '<ds:SignedInfo>', '<xades:SignedProperties '])
      expect(changed(tag, tag.replace(/^<(\w+):(\w+)/, '<$1:$2 xmlns:$1="urn:x"'))).toBe('structure');
  });

  it('SignedInfo in SignatureValue’s own signature, not in another’s words: a changed method of the same kind', () => {
    expect(changed('xmldsig-more#rsa-sha256', 'xmldsig-more#rsa-sha512')).toBe('signature');
    expect(changed('xmldsig-more#rsa-sha256', 'xmldsig-more#ecdsa-sha256')).toBe('signature');
  });

  it('the certificate that the signed properties name, not just any with this key', () => {
    const { chain, privateKey } = signerOf(pki, 'doctor');
    const [own, issuing] = chain as [Uint8Array, Uint8Array];
    const dentist = signerOf(pki, 'dentist').chain[0] as Uint8Array;
    // named: the first of the chain that is handed over; sent: the others too
    const prepared = prepareDocument({
      layout: (signature) =>
        envelope(
          element(PRESCRIPTION_DOCUMENT_ID, content) +
            holder(
              signature.replace(
                `<ds:X509Certificate>${Buffer.from(own).toString('base64')}</ds:X509Certificate>`,
                '',
              ),
            ),
        ),
      targetId: PRESCRIPTION_DOCUMENT_ID,
      signatureId: PRESCRIPTION_SIGN_ID,
      certificateChain: [own, dentist, issuing],
      signingTime: now,
    });
    expect(refusedBy(pki, prepared.complete(signatureFor(prepared, privateKey)))).toBe('signature');
  });

  it('the named certificate, wherever it stands among those that come with it', () => {
    const { chain, privateKey } = signerOf(pki, 'doctor');
    const [own] = chain as [Uint8Array];
    const first = `<ds:X509Certificate>${Buffer.from(own).toString('base64')}</ds:X509Certificate>`;
    const prepared = prepareDocument({
      layout: (signature) =>
        envelope(
          element(PRESCRIPTION_DOCUMENT_ID, content) +
            holder(signature.replace(first, '').replace('</ds:X509Data>', `${first}</ds:X509Data>`)),
        ),
      targetId: PRESCRIPTION_DOCUMENT_ID,
      signatureId: PRESCRIPTION_SIGN_ID,
      certificateChain: chain,
      signingTime: now,
    });
    expect(refusedBy(pki, prepared.complete(signatureFor(prepared, privateKey)))).toBe('valid');
  });

  it('a digest of a certificate that is sent: one that names another is refused', () => {
    const { chain, privateKey } = signerOf(pki, 'doctor');
    const named = /<xades:CertDigest>(.*?<ds:DigestValue>)[^<]*/s;
    const prepared = prepareDocument({
      layout: (signature) =>
        envelope(
          element(PRESCRIPTION_DOCUMENT_ID, content) +
            holder(signature.replace(named, `<xades:CertDigest>$1${Buffer.alloc(32, 7).toString('base64')}`)),
        ),
      targetId: PRESCRIPTION_DOCUMENT_ID,
      signatureId: PRESCRIPTION_SIGN_ID,
      certificateChain: chain,
      signingTime: now,
    });
    expect(refusedBy(pki, prepared.complete(signatureFor(prepared, privateKey)))).toBe('certificate');
  });
});

describe('bytes that a reader could take in two ways', () => {
  // @proves V1.5.1
  it('with a document type declaration are refused', () => {
    for (const declaration of ['<!DOCTYPE x>', '<!doctype x>', '<!DOCTYPE x [<!ENTITY a "b">]>'])
      expect(changed('<Document ', `${declaration}<Document `)).toBe('structure');
  });

  it.each([
    ['a processing instruction', '<Prescription>', '<?x y?><Prescription>'],
    ['an entity nobody declared', '<Version ', '&x;<Version '],
    ['an end tag of another name', '</PrescriptionManagement>', '</Prescriptionmanagement>'],
    [
      'an attribute that stands twice',
      '<PrescriptionDocument ',
      '<PrescriptionDocument id="PrescriptionDocument" ',
    ],
    ['an attribute without quotes', 'Value="EPS1.0"', 'Value=EPS1.0'],
    ['another version of XML', 'version="1.0"', 'version="1.1"'],
    ['another encoding than UTF-8', 'encoding="UTF-8"', 'encoding="Shift_JIS"'],
    ['a control character', '<PrescriptionSign>', '\u0001<PrescriptionSign>'],
    ['a bare ampersand', '<PrescriptionSign>', '& <PrescriptionSign>'],
    ['something after the end', '</Document>', '</Document><Document/>'],
    ['an empty id', '<PrescriptionSign>', '<PrescriptionSign id="">'],
  ])('%s', (_name, from, to) => {
    expect(changed(from, to)).toBe('structure');
  });

  it('no UTF-8, no XML, and nothing at all', () => {
    const invalid = Buffer.from(signed);
    invalid[invalid.indexOf('EPS1.0')] = 0xff;
    for (const bytes of [
      invalid,
      Buffer.from('Bad Gateway'),
      Buffer.alloc(0),
      Buffer.from('<a>'.repeat(2_000_000)),
    ])
      expect(refusedBy(pki, bytes)).toBe('structure');
  });

  it('too many bytes, too many elements, too deep', () => {
    expect(changed('<PrescriptionSign>', `${' '.repeat(8 * 1024 * 1024)}<PrescriptionSign>`)).toBe(
      'structure',
    );
    expect(changed('<PrescriptionSign>', `${'<x/>'.repeat(20_000)}<PrescriptionSign>`)).toBe('structure');
    expect(changed('<PrescriptionSign>', `${'<x>'.repeat(100)}${'</x>'.repeat(100)}<PrescriptionSign>`)).toBe(
      'structure',
    );
    const attributes = Array.from({ length: 4_000 }, (_, index) => ` a${index}=""`).join('');
    expect(changed('<PrescriptionSign>', `<PrescriptionSign${attributes}>`)).toBe('structure');
    expect(changed('<PrescriptionSign>', `${'<x/>'.repeat(100)}<PrescriptionSign>`)).toBe('valid');
  });

  it('a line end of XML 1.1, which XML 1.0 has as a character of the text, is a change', () => {
    const layout = (signature: string) =>
      envelope(element(PRESCRIPTION_DOCUMENT_ID, `\n${content}`) + holder(signature));
    const own = signedIn(layout);
    expect(refusedBy(pki, own)).toBe('valid');
    expect(refusedBy(pki, edited(own, '>\n', '>\u2028'))).toBe('digests');
    expect(refusedBy(pki, edited(own, '>\n', '>\r\n'))).toBe('valid');
  });
});

const exclusive =
  '<ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:Transform></ds:Transforms>';
const inclusive = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';
const ofRecord = new RegExp(`(URI="#PrescriptionDocument">)${exclusive.replaceAll('.', '\\.')}`);
const keyInfo = { id: 'KeyInfo', method: EXC_C14N } as const;
const properties = { id: 'SignedProperties', method: EXC_C14N } as const;

describe('the forms in which others write a signature', () => {
  it('no transform at the record, which means canonical XML 1.0 with what is in scope above', () => {
    const edit = edited(signed, ofRecord, '$1');
    const record = { id: 'PrescriptionDocument', method: C14N } as const;
    expect(refusedBy(pki, signedAnew(pki, 'doctor', edit, [record, keyInfo, properties]))).toBe('valid');
    const exclusively = { ...record, method: EXC_C14N } as const;
    expect(refusedBy(pki, signedAnew(pki, 'doctor', edit, [exclusively, keyInfo, properties]))).toBe(
      'digests',
    );
  });

  it('canonical XML 1.0 by name, at the record and at SignedInfo', () => {
    let edit = edited(
      signed,
      ofRecord,
      `$1<ds:Transforms><ds:Transform Algorithm="${inclusive}"/></ds:Transforms>`,
    );
    edit = edited(
      edit,
      /CanonicalizationMethod Algorithm="[^"]*"/,
      `CanonicalizationMethod Algorithm="${inclusive}"`,
    );
    const parts = [{ id: 'PrescriptionDocument', method: C14N } as const, keyInfo, properties];
    expect(refusedBy(pki, signedAnew(pki, 'doctor', edit, parts, C14N))).toBe('valid');
    expect(refusedBy(pki, signedAnew(pki, 'doctor', edit, parts, EXC_C14N))).toBe('signature');
  });

  it('exclusive canonical XML that keeps a prefix', () => {
    const list =
      '<e:InclusiveNamespaces xmlns:e="http://www.w3.org/2001/10/xml-exc-c14n#" PrefixList=" xsi  none"/>';
    const edit = edited(
      signed,
      ofRecord,
      `$1${exclusive.replace('></ds:Transform>', `>${list}</ds:Transform>`)}`,
    );
    const record = (prefixes: string[]) =>
      ({ id: 'PrescriptionDocument', method: EXC_C14N, prefixes }) as const;
    expect(
      refusedBy(pki, signedAnew(pki, 'doctor', edit, [record(['xsi', 'none']), keyInfo, properties])),
    ).toBe('valid');
    expect(refusedBy(pki, signedAnew(pki, 'doctor', edit, [record([]), keyInfo, properties]))).toBe(
      'digests',
    );
    expect(refusedBy(pki, edited(edit, list, list + list))).toBe('structure');
    expect(
      refusedBy(
        pki,
        edited(edit, `http://www.w3.org/2001/10/xml-exc-c14n#">${list}`, `${inclusive}">${list}`),
      ),
    ).toBe('structure');
  });

  it('a method that is not one of the key is refused, though the value was made with it', () => {
    const parts = [{ id: 'PrescriptionDocument', method: EXC_C14N } as const, keyInfo, properties];
    const edit = edited(sign(pki, 'dentist'), 'xmldsig-more#ecdsa-sha256', 'xmldsig-more#rsa-sha256');
    expect(refusedBy(pki, signedAnew(pki, 'dentist', edit, parts))).toBe('signature');
  });

  it('the certificate named with its number, in either way, which has to be its own', () => {
    const parts = [{ id: 'PrescriptionDocument', method: EXC_C14N } as const, keyInfo, properties];
    const serial = BigInt(
      `0x${new X509Certificate(signerOf(pki, 'doctor').chain[0] as Uint8Array).serialNumber}`,
    );
    const inVersion1 = (number: string) =>
      edited(
        edited(signed, /SigningCertificateV2/g, 'SigningCertificate'),
        '</xades:Cert>',
        `<xades:IssuerSerial><ds:X509IssuerName>CN=x</ds:X509IssuerName><ds:X509SerialNumber>${number}</ds:X509SerialNumber></xades:IssuerSerial></xades:Cert>`,
      );
    const inVersion2 = (number: bigint | string) => {
      const digits = number.toString(16);
      const integer = Buffer.from(`02${(digits.length / 2).toString(16).padStart(2, '0')}${digits}`, 'hex');
      const der = Buffer.concat([Buffer.of(0x30, 2 + integer.length, 0x30, 0), integer]);
      return edited(
        signed,
        '</xades:Cert>',
        `<xades:IssuerSerialV2>${der.toString('base64')}</xades:IssuerSerialV2></xades:Cert>`,
      );
    };
    const unreadable = edited(
      signed,
      '</xades:Cert>',
      '<xades:IssuerSerialV2>AAAA</xades:IssuerSerialV2></xades:Cert>',
    );
    for (const [edit, expected] of [
      [inVersion1(` ${serial}\n`), 'valid'],
      [inVersion1(`${serial + 1n}`), 'certificate'],
      [inVersion1('x'), 'certificate'],
      [inVersion2(serial), 'valid'],
      [inVersion2(serial + 1n), 'certificate'],
      [unreadable, 'certificate'],
    ] as const)
      expect(refusedBy(pki, signedAnew(pki, 'doctor', edit, parts))).toBe(expected);
  });

  it('are still three references to three parts: neither one twice, nor a part that has no id', () => {
    const [first] =
      Buffer.from(signed)
        .toString('utf8')
        .match(/<ds:Reference URI="#PrescriptionDocument".*?<\/ds:Reference>/s) ?? [];
    expect(changed('</ds:SignedInfo>', `${first}</ds:SignedInfo>`)).toBe('structure');
    let nameless = edited(signed, /KeyInfo Id="[^"]*"/, 'KeyInfo');
    nameless = edited(nameless, /SignedProperties Id="[^"]*"/, 'SignedProperties');
    nameless = edited(nameless, /URI="#(?:KeyInfo|SignedProperties)-[^"]*"/g, 'URI="#null"');
    expect(refusedBy(pki, nameless)).toBe('structure');
  });
});

describe('what the service adds outside of the signature', () => {
  it('changes nothing: PrescriptionId, converted codes, white space between elements', () => {
    let xml = edited(
      signed,
      '</PrescriptionManagement>',
      '<PrescriptionId Value="1439e0c5-7c1d-4512-861d-263de48417bf"/></PrescriptionManagement>',
    );
    xml = edited(
      xml,
      '<PrescriptionSign>',
      '<AdditionalPrescriptionInformation id="AdditionalPrescriptionInformation"><ConversionPharmaceuticalCode><ConversionREcode>201,1,1,1,2,622688101,錠,2,1,錠</ConversionREcode></ConversionPharmaceuticalCode></AdditionalPrescriptionInformation>\n\t<PrescriptionSign>',
    );
    expect(refusedBy(pki, xml)).toBe('valid');
    expect(Buffer.from(verify(pki, xml).csv ?? []).equals(Buffer.from(csv))).toBe(true);
  });
});
