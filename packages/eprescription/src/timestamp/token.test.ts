import 'reflect-metadata';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CertificateChoices, CertificateSet, ContentInfo, SignerInfos } from '@peculiar/asn1-cms';
import { AsnConvert } from '@peculiar/asn1-schema';
import { Certificate } from '@peculiar/asn1-x509';
import * as x509 from '@peculiar/x509';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { altered, type Holder, issue, tokenBy } from '../testing/authorities.ts';
import { sha256 } from '../testing/signed-documents.ts';
import { checkToken, parseToken, TimestampError } from './token.ts';

const digest = sha256('署名の値');
const imprints = () => [digest];
const stampingExtensions = (critical = true, ...more: string[]) => [
  new x509.BasicConstraintsExtension(false),
  new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.timeStamping, ...more], critical),
];
let root: Holder;
let authority: Holder;
beforeAll(async () => {
  root = await issue('CN=Root CA', null);
  authority = await issue('CN=Time Stamp Authority', root, { extensions: stampingExtensions() });
});

const refusal = (token: Uint8Array, wanted = imprints): string => {
  try {
    checkToken(parseToken(token), wanted);
    return 'valid';
  } catch (error) {
    if (!(error instanceof TimestampError)) throw error;
    return error.message;
  }
};

describe('a time-stamp token', () => {
  it('is signed by a certificate for time stamping and for nothing else', async () => {
    expect(refusal(await tokenBy(authority, digest))).toBe('valid');
    for (const extensions of [
      stampingExtensions(false),
      stampingExtensions(true, x509.ExtendedKeyUsage.codeSigning),
      [new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.codeSigning], true)],
      [new x509.BasicConstraintsExtension(false)],
    ])
      expect(refusal(await tokenBy(await issue('CN=Authority', root, { extensions }), digest))).toContain(
        'not a certificate for time stamping',
      );
  });

  it('is over the digest that is asked for, by its hash', async () => {
    const token = await tokenBy(authority, digest);
    expect(refusal(token, () => [sha256('別')])).toContain('another imprint');
    expect(refusal(token, () => [])).toContain('another imprint');
    expect(refusal(token, () => [sha256('別'), digest])).toBe('valid');
  });

  it('names the certificate that signed: another one of the same key, name and number is refused', async () => {
    const token = await tokenBy(authority, digest);
    const twin = await issue('CN=Time Stamp Authority', root, {
      extensions: stampingExtensions(),
      keys: authority.keys,
      serial: authority.certificate.serialNumber,
      to: new Date('2030-01-01T00:00:00Z'),
    });
    const swapped = altered(token, (signed) => {
      const certificate = AsnConvert.parse(new Uint8Array(twin.der).buffer, Certificate);
      signed.certificates = new CertificateSet([new CertificateChoices({ certificate })]);
    });
    expect(refusal(swapped)).toContain('another certificate');
  });

  it('has one signer, whose certificate comes with it', async () => {
    const token = await tokenBy(authority, digest);
    expect(
      refusal(
        altered(token, (signed) => {
          signed.certificates = new CertificateSet([]);
        }),
      ),
    ).toContain('no signer');
    expect(
      refusal(
        altered(token, (signed) => {
          signed.signerInfos = new SignerInfos([]);
        }),
      ),
    ).toContain('no signer');
    expect(
      refusal(
        altered(token, (signed) => {
          signed.signerInfos = new SignerInfos([...signed.signerInfos, ...signed.signerInfos]);
        }),
      ),
    ).toContain('no signer');
    expect(
      refusal(
        altered(token, (signed) => {
          delete signed.signerInfos[0]?.signedAttrs;
        }),
      ),
    ).toContain('no signer');
  });

  it('is a time stamp and says so in what is signed', async () => {
    const token = await tokenBy(authority, digest);
    expect(
      refusal(
        altered(token, (signed) => {
          signed.encapContentInfo.eContentType = '1.2.840.113549.1.7.1';
        }),
      ),
    ).toContain('no time stamp');
    const attribute = (id: string) =>
      altered(token, (signed) => {
        const [signer] = signed.signerInfos;
        if (signer?.signedAttrs)
          signer.signedAttrs = signer.signedAttrs.filter(({ attrType }) => attrType !== id);
      });
    expect(refusal(attribute('1.2.840.113549.1.9.3'))).toContain('another content');
    expect(refusal(attribute('1.2.840.113549.1.9.4'))).toContain('another content');
    expect(refusal(attribute('1.2.840.113549.1.9.16.2.47'))).toContain('another certificate');
    // an attribute that nothing here looks at, but that was signed
    expect(
      refusal(
        altered(token, (signed) => {
          signed.signerInfos[0]?.signedAttrs?.push(...signed.signerInfos[0].signedAttrs.slice(0, 1));
        }),
      ),
    ).toContain('wrong signature');
    expect(
      refusal(
        altered(token, (signed) => {
          const [signer] = signed.signerInfos;
          if (signer) signer.digestAlgorithm.algorithm = '1.3.14.3.2.26';
        }),
      ),
    ).toContain('another algorithm');
    expect(
      refusal(
        altered(token, (signed) => {
          const [signer] = signed.signerInfos;
          if (signer) signer.signatureAlgorithm.algorithm = '1.2.840.113549.1.1.5';
        }),
      ),
    ).toContain('another algorithm');
  });

  it('is signed by whom it names, of several with the same number', async () => {
    const token = await tokenBy(authority, digest);
    const other = await issue('CN=Other', await issue('CN=Other CA', null), {
      serial: authority.certificate.serialNumber,
    });
    const mixed = altered(token, (signed) => {
      const certificate = AsnConvert.parse(new Uint8Array(other.der).buffer, Certificate);
      signed.certificates = new CertificateSet([
        new CertificateChoices({ certificate }),
        ...(signed.certificates ?? []),
      ]);
    });
    expect(refusal(mixed)).toBe('valid');
  });

  it('is checked with the hash that the signature names', async () => {
    const named = (algorithm: string) => async () =>
      altered(await tokenBy(authority, digest), (signed) => {
        const [signer] = signed.signerInfos;
        if (signer) signer.signatureAlgorithm.algorithm = algorithm;
      });
    expect(refusal(await named('1.2.840.10045.4.3.2')())).toBe('valid');
    expect(refusal(await named('1.2.840.10045.4.3.3')())).toContain('wrong signature');
  });

  it('is signed data by its own word', async () => {
    const { content } = parseToken(await tokenBy(authority, digest));
    const renamed = new ContentInfo({ contentType: '1.2.840.113549.1.7.3', content });
    expect(refusal(new Uint8Array(AsnConvert.serialize(renamed)))).toContain('malformed');
  });

  it('is none when it is something else', () => {
    expect(() => parseToken(Buffer.from('no token'))).toThrow(TimestampError);
    expect(
      refusal(
        new Uint8Array(
          AsnConvert.serialize(
            new ContentInfo({ contentType: '1.2.840.113549.1.7.1', content: new Uint8Array([5, 0]).buffer }),
          ),
        ),
      ),
    ).toContain('malformed');
  });
});

/** Another implementation as the authority, with the algorithms that authorities in Japan use: SHA-512 throughout, and a SHA-1 name of the certificate. */
describe('a token of another implementation', () => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'shirube-tsa-'));
  afterAll(() => fs.rmSync(directory, { recursive: true }));
  const openssl = (...args: string[]) =>
    execFileSync('openssl', args, { cwd: directory, stdio: ['ignore', 'pipe', 'ignore'] });

  beforeAll(() => {
    fs.writeFileSync(
      path.join(directory, 'c.cnf'),
      [
        '[req]',
        'distinguished_name=dn',
        '[dn]',
        '[tsa_ext]',
        'basicConstraints=CA:FALSE',
        'extendedKeyUsage=critical,timeStamping',
        '[tsa]',
        'default_tsa=t',
        '[t]',
        'serial=serial',
        'crypto_device=builtin',
        'signer_cert=tsa.pem',
        'certs=root.pem',
        'signer_key=tsa.key',
        'default_policy=1.2.3.4',
        'digests=sha256,sha384,sha512',
        'accuracy=secs:1',
        'ess_cert_id_chain=no',
      ].join('\n'),
    );
    fs.writeFileSync(path.join(directory, 'serial'), '01\n');
    openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-config',
      'c.cnf',
      '-subj',
      '/CN=TSA Root',
      '-keyout',
      'root.key',
      '-out',
      'root.pem',
      '-addext',
      'basicConstraints=critical,CA:TRUE',
    );
    openssl(
      'req',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-config',
      'c.cnf',
      '-subj',
      '/CN=TSA',
      '-keyout',
      'tsa.key',
      '-out',
      'tsa.csr',
    );
    openssl(
      'x509',
      '-req',
      '-in',
      'tsa.csr',
      '-CA',
      'root.pem',
      '-CAkey',
      'root.key',
      '-CAcreateserial',
      '-extfile',
      'c.cnf',
      '-extensions',
      'tsa_ext',
      '-out',
      'tsa.pem',
      '-days',
      '365',
    );
  }, 60_000);

  it.each([
    ['sha256', 'sha256', 'sha256'],
    ['sha512', 'sha512', 'sha1'],
    ['sha384', 'sha256', 'sha512'],
  ])('is read: imprint %s, signature %s, certificate named by %s', (imprint, signature, named) => {
    const data = Buffer.from('署名の値');
    fs.writeFileSync(path.join(directory, 'data'), data);
    const config = `${fs.readFileSync(path.join(directory, 'c.cnf'), 'utf8').replace(/\n(signer_digest|ess_cert_id_alg)=.*/g, '')}\nsigner_digest=${signature}\ness_cert_id_alg=${named}`;
    fs.writeFileSync(path.join(directory, 'c.cnf'), config);
    openssl('ts', '-query', '-data', 'data', `-${imprint}`, '-cert', '-out', 'q.tsq');
    openssl('ts', '-reply', '-queryfile', 'q.tsq', '-config', 'c.cnf', '-token_out', '-out', 't.tst');
    const token = new Uint8Array(fs.readFileSync(path.join(directory, 't.tst')));
    const checked = checkToken(parseToken(token), (hash) => [createHash(hash).update(data).digest()]);
    expect(Math.abs(checked.info.genTime.getTime() - Date.now())).toBeLessThan(60_000);
    expect(checked.others).toHaveLength(1);
    expect(refusal(token, () => [digest.slice(1)])).toContain('another imprint');
    const broken = Buffer.from(token);
    broken[broken.length - 5] = (broken.at(-5) as number) ^ 1;
    expect(refusal(new Uint8Array(broken), () => [createHash(imprint).update(data).digest()])).toContain(
      'wrong signature',
    );
  });
});
