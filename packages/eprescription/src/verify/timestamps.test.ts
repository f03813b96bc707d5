import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTestPki, type TestPki } from '../test-pki/index.ts';
import { issue, list, tokenBy, withCertificate, withList } from '../testing/authorities.ts';
import {
  csv,
  day,
  der,
  edited,
  later,
  makePki,
  minute,
  now,
  refusedBy,
  sha256,
  sign,
  signatureFor,
  signedAnew,
  signerOf,
  stamp,
  tokenOver,
  verify,
} from '../testing/signed-documents.ts';
import { canonical } from '../xades/canonical.ts';
import { allElements, parseSigned } from '../xades/dom.ts';
import { C14N, type Canonicalization, EXC_C14N } from '../xades/names.ts';
import { prepareSignature } from '../xades/prepare-signature.ts';
import { addSignatureTimestamp, addValidationData, timestampDigest } from '../xades/timestamp-signature.ts';
import { verifyPrescriptionXml } from './verify-prescription.ts';

let pki: TestPki;
let stranger: TestPki;
let signed: Uint8Array;
const years = 365 * day;
beforeAll(async () => {
  pki = await makePki();
  stranger = await createTestPki({ now, signers: [], rootName: 'TEST Other Root' });
  signed = sign(pki, 'doctor');
}, 60_000);

const statusOf = (xml: Uint8Array, at: Date, name: string) =>
  verify(pki, xml, at).checks.find((check) => check.name === name)?.status;

describe('a signature with a time stamp (XAdES-T)', () => {
  it('says the time, and is judged at that time long after the certificate has run out', () => {
    const stamped = stamp(pki, signed, later(minute));
    const report = verify(pki, stamped, later(10 * years));
    expect(report).toMatchObject({ valid: true, level: 'T', signingTime: now, timestampTime: later(minute) });
    expect(report.checks.find(({ name }) => name === 'timestamp')).toMatchObject({ status: 'valid' });
    expect(refusedBy(pki, signed, later(10 * years))).toBe('chain');
  });

  it('keeps every byte that was signed', () => {
    const stamped = Buffer.from(stamp(pki, signed, now)).toString('utf8');
    const added = stamped.match(/<xades:UnsignedProperties .*<\/xades:UnsignedProperties>/s)?.[0] ?? '';
    expect(stamped.replace(added, '')).toBe(Buffer.from(signed).toString('utf8'));
  });

  it('of a key that was revoked afterwards holds; of one that was revoked before does not', () => {
    // revoked half an hour before `now`
    const early = sign(pki, 'lost', later(-60 * minute));
    expect(refusedBy(pki, stamp(pki, early, later(-31 * minute)), later(years))).toBe('valid');
    expect(refusedBy(pki, stamp(pki, early, later(-29 * minute)), later(years))).toBe('revocation');
    expect(refusedBy(pki, early)).toBe('revocation');
  });

  it('is refused when the certificate was not valid at the time of the stamp', () => {
    expect(refusedBy(pki, stamp(pki, sign(pki, 'expired'), now))).toBe('chain');
    const inTime = stamp(pki, sign(pki, 'expired', later(-2 * day)), later(-2 * day));
    expect(refusedBy(pki, inTime)).toBe('valid');
  });

  it('over other bytes is refused', () => {
    const another = sign(pki, 'doctor', later(-minute));
    const token = tokenOver(pki, timestampDigest(another, 'PrescriptionSign'), now);
    expect(refusedBy(pki, addSignatureTimestamp(signed, 'PrescriptionSign', token))).toBe('timestamp');
    const ofTheRecord = tokenOver(pki, sha256('SJ1'), now);
    expect(refusedBy(pki, addSignatureTimestamp(signed, 'PrescriptionSign', ofTheRecord))).toBe('timestamp');
  });

  it('by an authority nobody trusts is refused, and by one that is trusted for it alone it is not', () => {
    const foreign = stamp(stranger, signed, now);
    expect(refusedBy(pki, foreign)).toBe('timestamp');
    const report = verifyPrescriptionXml(foreign, {
      trustedRoots: [der(pki.root)],
      timestampRoots: [der(stranger.root)],
      crls: [pki.crl, pki.rootCrl, stranger.rootCrl].map(der),
      at: now,
    });
    expect(report.valid).toBe(true);
    const swapped = verifyPrescriptionXml(stamp(pki, signed, now), {
      trustedRoots: [der(pki.root)],
      timestampRoots: [der(stranger.root)],
      at: now,
    });
    expect(swapped.checks.at(-1)).toMatchObject({ name: 'timestamp', status: 'invalid' });
  });

  it('with a changed token is refused', () => {
    const stamped = stamp(pki, signed, now);
    const token =
      Buffer.from(stamped)
        .toString('utf8')
        .match(/<xades:EncapsulatedTimeStamp>([^<]*)/)?.[1] ?? '';
    for (const at of [0, 60, 200, token.length - 40]) {
      const bytes = Buffer.from(token, 'base64');
      const position = Math.floor((at * 3) / 4);
      bytes[position] = (bytes[position] as number) ^ 1;
      expect([at, refusedBy(pki, edited(stamped, token, bytes.toString('base64')))]).toEqual([
        at,
        'timestamp',
      ]);
    }
    expect(refusedBy(pki, edited(stamped, token, '!'))).toBe('timestamp');
    expect(refusedBy(pki, edited(stamped, token, ''))).toBe('timestamp');
  });

  it('in the future, or before the time the signer claims, is refused', () => {
    expect(refusedBy(pki, stamp(pki, signed, later(4 * minute)))).toBe('valid');
    expect(refusedBy(pki, stamp(pki, signed, later(6 * minute)))).toBe('timestamp');
    expect(refusedBy(pki, stamp(pki, signed, later(-6 * minute)))).toBe('timestamp');
    expect(refusedBy(pki, stamp(pki, signed, later(-4 * minute)))).toBe('valid');
  });

  it('and a second one must hold too; the earliest counts', () => {
    const once = stamp(pki, signed, later(2 * minute));
    const second = (of: TestPki, at: Date) => {
      const token = Buffer.from(tokenOver(of, timestampDigest(once, 'PrescriptionSign'), at)).toString(
        'base64',
      );
      return edited(
        once,
        '</xades:UnsignedSignatureProperties>',
        `<xades:SignatureTimeStamp><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/><xades:EncapsulatedTimeStamp>${token}</xades:EncapsulatedTimeStamp></xades:SignatureTimeStamp></xades:UnsignedSignatureProperties>`,
      );
    };
    expect(verify(pki, second(pki, later(minute)), later(day)).timestampTime).toEqual(later(minute));
    expect(verify(pki, second(pki, later(3 * minute)), later(day)).timestampTime).toEqual(later(2 * minute));
    expect(refusedBy(pki, second(stranger, later(minute)), later(day))).toBe('timestamp');
  });

  it('and a file full of them is refused', () => {
    const once = stamp(pki, signed, now);
    const [one] = Buffer.from(once)
      .toString('utf8')
      .match(/<xades:SignatureTimeStamp .*<\/xades:SignatureTimeStamp>/s) ?? [''];
    const many = (count: number) =>
      edited(
        once,
        one,
        Array.from({ length: count }, (_, index) => one.replace('SignatureTimeStamp-', `S${index}-`)).join(
          '',
        ),
      );
    expect(refusedBy(pki, many(8))).toBe('valid');
    expect(refusedBy(pki, many(9))).toBe('timestamp');
  });

  it('with two tokens in one is refused', () => {
    const once = stamp(pki, signed, now);
    expect(
      refusedBy(
        pki,
        edited(
          once,
          '</xades:SignatureTimeStamp>',
          '<xades:EncapsulatedTimeStamp>AAAA</xades:EncapsulatedTimeStamp></xades:SignatureTimeStamp>',
        ),
      ),
    ).toBe('timestamp');
  });

  it('is open about the authority when there is no list of it', () => {
    const report = verifyPrescriptionXml(stamp(pki, signed, now), {
      trustedRoots: [der(pki.root)],
      crls: [der(pki.crl)],
      at: now,
    });
    expect(report.valid).toBe(true);
    expect(report.checks.find(({ name }) => name === 'timestamp_revocation')?.status).toBe('indeterminate');
    expect(report.checks.find(({ name }) => name === 'revocation')?.status).toBe('indeterminate');
    expect(statusOf(stamp(pki, signed, now), now, 'timestamp_revocation')).toBe('valid');
  });
});

describe('the time-stamp authority', () => {
  const extensions = [
    new x509.BasicConstraintsExtension(false),
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.timeStamping], true),
  ];
  /** Stamped at `now` by an authority below another authority below a root of its own. */
  async function stampedBelow(wanted: { from?: Date; to?: Date } = {}) {
    const root = await issue('CN=Stamp root CA', null);
    const middle = await issue('CN=Stamp CA', root);
    const authority = await issue('CN=Stamp', middle, { extensions, ...wanted });
    const token = await tokenBy(authority, timestampDigest(signed, 'PrescriptionSign'), now);
    const reportOf = (xml: Uint8Array, at = later(minute), crls: Uint8Array[] = []) =>
      verifyPrescriptionXml(xml, { trustedRoots: [der(pki.root)], timestampRoots: [root.der], crls, at });
    const judge = (xml: Uint8Array, at = later(minute), crls: Uint8Array[] = []) => {
      const report = reportOf(xml, at, crls);
      return report.valid ? 'valid' : report.checks.at(-1)?.name;
    };
    return { root, middle, authority, token, judge, reportOf };
  }
  const stampedWith = (token: Uint8Array) => addSignatureTimestamp(signed, 'PrescriptionSign', token);

  it('is followed to its root through certificates in the token, or among the added values', async () => {
    const { middle, token, judge } = await stampedBelow();
    expect(judge(stampedWith(token))).toBe('timestamp');
    const added = addValidationData(stampedWith(token), 'PrescriptionSign', {
      certificates: [middle.der],
      lists: [],
    });
    expect(judge(added)).toBe('valid');
    expect(judge(stampedWith(withCertificate(token, middle.der)))).toBe('valid');
  });

  it('had a certificate that was valid when it stamped, whatever became of it', async () => {
    const since = await stampedBelow({ to: later(day) });
    expect(since.judge(stampedWith(withCertificate(since.token, since.middle.der)), later(2 * day))).toBe(
      'valid',
    );
    const after = await stampedBelow({ from: later(minute) });
    expect(after.judge(stampedWith(withCertificate(after.token, after.middle.der)), later(day))).toBe(
      'timestamp',
    );
  });

  it('that was revoked before it stamped is refused; one that lost its key is, whenever that was', async () => {
    const { middle, authority, token, judge } = await stampedBelow();
    const xml = stampedWith(withCertificate(token, middle.der));
    const revoked = (revocationDate: Date, reason: x509.X509CrlReason) =>
      list(middle, {
        thisUpdate: later(2 * day),
        nextUpdate: later(3 * day),
        entries: [{ serialNumber: authority.certificate.serialNumber, revocationDate, reason }],
      });
    const { keyCompromise, superseded } = x509.X509CrlReason;
    const at = later(2 * day);
    expect(judge(xml, at, [await revoked(later(-day), superseded)])).toBe('timestamp_revocation');
    expect(judge(xml, at, [await revoked(later(day), superseded)])).toBe('valid');
    expect(judge(xml, at, [await revoked(later(day), keyCompromise)])).toBe('timestamp_revocation');
  });

  it('may send its list along in the token', async () => {
    const { root, middle, token, reportOf } = await stampedBelow();
    const above = await list(root, { thisUpdate: later(minute) });
    const statusWith = (xml: Uint8Array) =>
      reportOf(xml, later(minute), [above]).checks.find(({ name }) => name === 'timestamp_revocation')
        ?.status;
    const bare = withCertificate(token, middle.der);
    expect(statusWith(stampedWith(bare))).toBe('indeterminate');
    expect(statusWith(stampedWith(withList(bare, await list(middle))))).toBe('valid');
  });
});

/** A signature that comes with the signer's own certificate only. */
function signAlone(): Uint8Array {
  const { chain, privateKey } = signerOf(pki, 'doctor');
  const prepared = prepareSignature({ csv, certificateChain: chain.slice(0, 1), signingTime: now });
  return prepared.complete(signatureFor(prepared, privateKey));
}

describe('the time a signer claims', () => {
  it.each(['2026-11-20T01:00:00', '2026-11-20', 'yesterday', '2026-13-40T01:00:00Z', ''])(
    'has to be one with its zone: %s',
    (claimed) => {
      const edit = edited(signed, /<xades:SigningTime>[^<]*/, `<xades:SigningTime>${claimed}`);
      const parts = ['PrescriptionDocument', 'KeyInfo', 'SignedProperties'].map(
        (id) => ({ id, method: EXC_C14N }) as const,
      );
      expect(refusedBy(pki, signedAnew(pki, 'doctor', edit, parts))).toBe('time');
    },
  );

  it('may be in any zone', () => {
    const edit = edited(
      signed,
      /<xades:SigningTime>[^<]*/,
      '<xades:SigningTime>\n2026-11-20T10:00:00.5+09:00 ',
    );
    const parts = ['PrescriptionDocument', 'KeyInfo', 'SignedProperties'].map(
      (id) => ({ id, method: EXC_C14N }) as const,
    );
    const report = verify(pki, signedAnew(pki, 'doctor', edit, parts));
    expect(report).toMatchObject({ valid: true, signingTime: later(500) });
  });
});

describe('the forms the service returns', () => {
  /** As a service of others writes it: other prefixes, no canonicalization named, inclusive canonical XML therefore. */
  function stampedElsewhere(xml: Uint8Array, method: Canonicalization = C14N): Uint8Array {
    const value = allElements(parseSigned(xml)).find(({ localName }) => localName === 'SignatureValue');
    if (!value) throw new Error('no value');
    const token = tokenOver(pki, sha256(canonical(value, method)), later(10 * minute));
    const lines = Buffer.from(token)
      .toString('base64')
      .match(/.{1,76}/g)
      ?.join('\n');
    return edited(
      xml,
      '</xades:QualifyingProperties>',
      `<xa:UnsignedProperties xmlns:xa="http://uri.etsi.org/01903/v1.3.2#"><xa:UnsignedSignatureProperties><xa:SignatureTimeStamp Id="id1"><xa:EncapsulatedTimeStamp>${lines}\n</xa:EncapsulatedTimeStamp></xa:SignatureTimeStamp></xa:UnsignedSignatureProperties></xa:UnsignedProperties></xades:QualifyingProperties>`,
    );
  }

  it('with a stamp over inclusive canonical XML, which is not named', () => {
    // something in scope that the two canonicalizations treat differently
    const stamped = stampedElsewhere(signed);
    expect(Buffer.from(stamped).includes('xmlns:xsi')).toBe(true);
    expect(verify(pki, stamped, later(day))).toMatchObject({
      valid: true,
      level: 'T',
      timestampTime: later(10 * minute),
    });
    const named = edited(
      stamped,
      'Id="id1">',
      'Id="id1"><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>',
    );
    expect(refusedBy(pki, named, later(day))).toBe('timestamp');
    const unknown = edited(stamped, 'Id="id1">', 'Id="id1"><ds:CanonicalizationMethod Algorithm="urn:x"/>');
    expect(refusedBy(pki, unknown, later(day))).toBe('timestamp');
  });

  it('with a stamp over exclusive canonical XML, which is not named either', () => {
    expect(refusedBy(pki, stampedElsewhere(signed, EXC_C14N), later(day))).toBe('valid');
  });

  it('with certificates and lists inside (XL), which settle revocation without asking anybody', () => {
    const stamped = stamp(pki, signed, later(minute));
    const whole = addValidationData(stamped, 'PrescriptionSign', {
      certificates: [der(pki.issuing), der(pki.root)],
      lists: [der(pki.crl), der(pki.rootCrl)],
    });
    const options = { trustedRoots: [der(pki.root)], at: later(10 * years) };
    expect(verifyPrescriptionXml(whole, options)).toMatchObject({
      valid: true,
      level: 'XL',
    });
    expect(verifyPrescriptionXml(whole, options).checks.map(({ status }) => status)).not.toContain(
      'indeterminate',
    );
    expect(verifyPrescriptionXml(stamped, options).checks.map(({ status }) => status)).toContain(
      'indeterminate',
    );
  });

  it('with its issuing certificate only among the added values', () => {
    const alone = signAlone();
    expect(refusedBy(pki, stamp(pki, alone, later(minute)), later(day))).toBe('chain');
    const helped = { trustedRoots: [der(pki.root)], intermediates: [der(pki.issuing)], at: now };
    expect(verifyPrescriptionXml(alone, helped).valid).toBe(true);
    const whole = addValidationData(stamp(pki, alone, later(minute)), 'PrescriptionSign', {
      certificates: [der(pki.issuing)],
      lists: [],
    });
    expect(refusedBy(pki, whole, later(day))).toBe('valid');
  });

  it('with an archive time stamp (A), which is recognised and called unchecked', () => {
    for (const namespace of ['http://uri.etsi.org/01903/v1.3.2#', 'http://uri.etsi.org/01903/v1.4.1#']) {
      const archived = edited(
        stamp(pki, signed, later(minute)),
        '</xades:UnsignedSignatureProperties>',
        `<a:ArchiveTimeStamp xmlns:a="${namespace}"><xades:EncapsulatedTimeStamp>AAAA</xades:EncapsulatedTimeStamp></a:ArchiveTimeStamp></xades:UnsignedSignatureProperties>`,
      );
      const report = verify(pki, archived, later(day));
      expect(report).toMatchObject({ valid: true, level: 'A' });
      expect(report.checks.at(-1)).toMatchObject({ name: 'archive', status: 'indeterminate' });
    }
  });

  it('and unsigned properties that stand twice are refused', () => {
    expect(
      refusedBy(
        pki,
        edited(
          stamp(pki, signed, now),
          '</xades:UnsignedSignatureProperties>',
          '</xades:UnsignedSignatureProperties><xades:UnsignedSignatureProperties/>',
        ),
      ),
    ).toBe('structure');
  });
});
