import { beforeAll, describe, expect, it } from 'vitest';
import { PRESCRIPTION_DOCUMENT_ID, PRESCRIPTION_SIGN_ID } from '../envelope/prescription-envelope.ts';
import type { TestPki } from '../test-pki/index.ts';
import { content, element, envelope, holder, signedIn } from '../testing/layouts.ts';
import {
  edited,
  makePki,
  now,
  refusedBy,
  sign,
  signatureFor,
  signerOf,
} from '../testing/signed-documents.ts';
import { prepareDocument } from '../xades/sign-document.ts';

let pki: TestPki;
let signed: Uint8Array;
beforeAll(async () => {
  pki = await makePki();
  signed = sign(pki, 'doctor');
}, 60_000);

const changed = (from: string | RegExp, to: string | ((found: string) => string)) =>
  refusedBy(pki, edited(signed, from, to));

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
    const own = signedIn(pki, layout);
    expect(refusedBy(pki, own)).toBe('valid');
    expect(refusedBy(pki, edited(own, '>\n', '>\u2028'))).toBe('digests');
    expect(refusedBy(pki, edited(own, '>\n', '>\r\n'))).toBe('valid');
  });
});
