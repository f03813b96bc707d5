import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TestPki } from '../test-pki/index.ts';
import {
  csv,
  edited,
  makePki,
  refusedBy,
  sign,
  signedAnew,
  signerOf,
  verify,
} from '../testing/signed-documents.ts';
import { C14N, EXC_C14N } from '../xades/names.ts';

let pki: TestPki;
let signed: Uint8Array;
beforeAll(async () => {
  pki = await makePki();
  signed = sign(pki, 'doctor');
}, 60_000);

const changed = (from: string | RegExp, to: string | ((found: string) => string)) =>
  refusedBy(pki, edited(signed, from, to));

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
    nameless = edited(
      nameless,
      '<ds:Reference URI="#null">',
      '<ds:Reference Type="http://uri.etsi.org/01903#SignedProperties" URI="#null">',
    );
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
