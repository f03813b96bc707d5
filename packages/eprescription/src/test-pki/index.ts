import 'reflect-metadata';
import { constants, privateEncrypt, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { encodeHcRoles, SUBJECT_DIRECTORY_ATTRIBUTES } from '../certificates/hc-role.ts';

type CryptoKey = webcrypto.CryptoKey;
type CryptoKeyPair = webcrypto.CryptoKeyPair;

/**
 * A certificate hierarchy that looks like HPKI (policy, key usage, hcRole as on MEDIS test cards) and is marked TEST in
 * every subject. For demos and tests only: an installation in earnest trusts the MHLW roots and refuses these.
 */
export interface TestIdentity {
  id: string;
  nameRomaji: string;
  nameKanji: string;
  facilityRomaji: string;
  /** codeDataFreeText: Medical Doctor, Pharmacist …, or several; null for a certificate without hcRole */
  role: string | readonly string[] | null;
  variant?: 'valid' | 'expired' | 'not_yet_valid' | 'authentication_only' | 'other_policy' | 'revoked';
  /** when a revoked certificate was revoked; a year ago when it is not given */
  revokedAt?: Date;
  key?: KeyKind;
}

/** RSA-1024 is too small for a signature, which is what it is there for */
export type KeyKind = 'RSA' | 'RSA-1024' | 'P-256' | 'P-384';

export interface TestCertificate {
  id: string;
  /** DER, Base64 */
  certificate: string;
  /** PKCS#8 PEM */
  privateKey: string;
}

export interface TestPki {
  /** DER, Base64 */
  root: string;
  issuing: string;
  /** of the issuing authority: revoked signers */
  crl: string;
  /** of the root: authorities and the time-stamp authority */
  rootCrl: string;
  timestamp: TestCertificate;
  signers: TestCertificate[];
  /** what the lists are made of, so that they can be made again when they run out */
  authorities: { rootKey: string; issuingKey: string; revoked: { serial: string; at: string }[] };
}

const algorithm = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
};
const SIGN_EE_POLICY = '1.2.392.100495.1.5.1.1.0.1';
/** of the certificates a doctor signs in with */
const AUTH_EE_POLICY = '1.2.392.100495.1.5.1.2.0.1';
const SIGN_CA_POLICY = '1.2.392.100495.1.5.1.1.3.1';
const yearMs = 365 * 24 * 3600_000;

const base64 = (bytes: ArrayBuffer): string => Buffer.from(bytes).toString('base64');

async function newKeys(kind: KeyKind = 'RSA'): Promise<CryptoKeyPair> {
  const wanted = kind.startsWith('RSA')
    ? { ...algorithm, modulusLength: kind === 'RSA' ? 2048 : 1024 }
    : { name: 'ECDSA', namedCurve: kind };
  return (await webcrypto.subtle.generateKey(wanted, true, ['sign', 'verify'])) as CryptoKeyPair;
}

async function privatePem(key: CryptoKey): Promise<string> {
  const body = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key)).toString('base64');
  return `-----BEGIN PRIVATE KEY-----\n${body.match(/.{1,64}/g)?.join('\n')}\n-----END PRIVATE KEY-----\n`;
}

const serial = (): string => {
  const bytes = webcrypto.getRandomValues(new Uint8Array(8));
  // positive and never zero in front, so that every reader prints the same number
  bytes[0] = 0x40 | ((bytes[0] ?? 0) & 0x3f);
  return Buffer.from(bytes).toString('hex');
};

/** Makes the whole hierarchy. RSA keys: about half a second each. */
export async function createTestPki(input: {
  now: Date;
  signers: readonly TestIdentity[];
  rootName?: string;
}): Promise<TestPki> {
  x509.cryptoProvider.set(webcrypto as never);
  const { now } = input;
  const rootName = `CN=${input.rootName ?? 'SHIRUBE TEST Root CA'}, OU=TEST ONLY, C=JP`;
  const issuingName = 'CN=SHIRUBE TEST Sign CA forNonRepudiation, OU=TEST ONLY, O=SHIRUBE TEST, C=JP';
  const from = new Date(now.getTime() - yearMs);
  const rootKeys = await newKeys();
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: rootName,
    notBefore: from,
    notAfter: new Date(now.getTime() + 20 * yearMs),
    keys: rootKeys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(rootKeys.publicKey),
    ],
  });
  const issuingKeys = await newKeys();
  const issuing = await x509.X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: issuingName,
    issuer: root.subject,
    notBefore: from,
    notAfter: new Date(now.getTime() + 10 * yearMs),
    publicKey: issuingKeys.publicKey,
    signingKey: rootKeys.privateKey,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      new x509.CertificatePolicyExtension([SIGN_CA_POLICY], true),
      await x509.SubjectKeyIdentifierExtension.create(issuingKeys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(rootKeys.publicKey),
    ],
  });
  const signers: TestCertificate[] = [];
  const revoked: { serial: string; at: string }[] = [];
  for (const identity of input.signers) {
    const keys = await newKeys(identity.key);
    const number = serial();
    const variant = identity.variant ?? 'valid';
    if (variant === 'revoked')
      revoked.push({ serial: number, at: (identity.revokedAt ?? from).toISOString() });
    const certificate = await x509.X509CertificateGenerator.create({
      serialNumber: number,
      subject: `CN=${identity.nameRomaji}, O=${identity.facilityRomaji}, OU=TEST ONLY, C=JP`,
      issuer: issuing.subject,
      notBefore: variant === 'not_yet_valid' ? new Date(now.getTime() + yearMs / 12) : from,
      notAfter:
        variant === 'expired'
          ? new Date(now.getTime() - 24 * 3600_000)
          : new Date(now.getTime() + 4 * yearMs),
      publicKey: keys.publicKey,
      signingKey: issuingKeys.privateKey,
      signingAlgorithm: algorithm,
      extensions: [
        new x509.BasicConstraintsExtension(false),
        new x509.KeyUsagesExtension(
          variant === 'authentication_only'
            ? x509.KeyUsageFlags.digitalSignature
            : x509.KeyUsageFlags.nonRepudiation,
          true,
        ),
        new x509.CertificatePolicyExtension(
          [variant === 'other_policy' ? AUTH_EE_POLICY : SIGN_EE_POLICY],
          true,
        ),
        new x509.SubjectAlternativeNameExtension([
          { type: 'dn', value: `CN=${identity.nameKanji}, OU=TEST, C=JP` },
        ]),
        ...(identity.role === null
          ? []
          : [new x509.Extension(SUBJECT_DIRECTORY_ATTRIBUTES, false, encodeHcRoles([identity.role].flat()))]),
        await x509.AuthorityKeyIdentifierExtension.create(issuingKeys.publicKey),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      ],
    });
    signers.push({
      id: identity.id,
      certificate: base64(certificate.rawData),
      privateKey: await privatePem(keys.privateKey),
    });
  }
  const stampKeys = await newKeys();
  const stamp = await x509.X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: 'CN=SHIRUBE TEST Time Stamp Authority, OU=TEST ONLY, C=JP',
    issuer: root.subject,
    notBefore: from,
    notAfter: new Date(now.getTime() + 5 * yearMs),
    publicKey: stampKeys.publicKey,
    signingKey: rootKeys.privateKey,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(false),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.timeStamping], true),
      await x509.AuthorityKeyIdentifierExtension.create(rootKeys.publicKey),
    ],
  });
  const authorities = {
    rootKey: await privatePem(rootKeys.privateKey),
    issuingKey: await privatePem(issuingKeys.privateKey),
    revoked,
  };
  const made = { root: base64(root.rawData), issuing: base64(issuing.rawData), authorities };
  return {
    ...made,
    ...(await makeRevocationLists(made, now)),
    timestamp: {
      id: 'timestamp',
      certificate: base64(stamp.rawData),
      privateKey: await privatePem(stampKeys.privateKey),
    },
    signers,
  };
}

/** The hierarchy's revocation lists as of now, good for thirty days. */
export async function makeRevocationLists(
  pki: Pick<TestPki, 'root' | 'issuing' | 'authorities'>,
  now: Date,
): Promise<Pick<TestPki, 'crl' | 'rootCrl'>> {
  x509.cryptoProvider.set(webcrypto as never);
  const list = async (authority: string, key: string, revoked: { serial: string; at: string }[]) => {
    const made = await x509.X509CrlGenerator.create({
      issuer: new x509.X509Certificate(authority).subject,
      thisUpdate: new Date(now.getTime() - 3600_000),
      nextUpdate: new Date(now.getTime() + 30 * 24 * 3600_000),
      signingKey: await privateKey(key),
      signingAlgorithm: algorithm,
      entries: revoked.map(({ serial: serialNumber, at }) => ({
        serialNumber,
        revocationDate: new Date(at),
      })),
    });
    return base64(made.rawData);
  };
  const { rootKey, issuingKey, revoked } = pki.authorities;
  return { crl: await list(pki.issuing, issuingKey, revoked), rootCrl: await list(pki.root, rootKey, []) };
}

async function privateKey(pem: string): Promise<CryptoKey> {
  const body = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  return (await webcrypto.subtle.importKey('pkcs8', body, algorithm, false, [
    'sign',
  ])) as unknown as CryptoKey;
}

/** DigestInfo prefix of SHA-256 (RFC 8017 §9.2 note 1). */
const sha256DigestInfo = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** What a signing service does with a digest: RSASSA-PKCS1-v1_5 over DigestInfo. The digest is not hashed again. */
export function signDigest(privateKeyPem: string, digest: Uint8Array): Uint8Array {
  if (digest.length !== 32) throw new TypeError('a SHA-256 digest has 32 bytes');
  return privateEncrypt(
    { key: privateKeyPem, padding: constants.RSA_PKCS1_PADDING },
    Buffer.concat([sha256DigestInfo, digest]),
  );
}
