import { webcrypto } from 'node:crypto';
import 'reflect-metadata';
import { CertificateChoices, CertificateSet, ContentInfo, SignedData } from '@peculiar/asn1-cms';
import { AsnConvert } from '@peculiar/asn1-schema';
import { TimeStampResp } from '@peculiar/asn1-tsp';
import { Certificate } from '@peculiar/asn1-x509';
import * as x509 from '@peculiar/x509';
import { Constructed, fromBER, type Sequence } from 'asn1js';
import { createTimestampRequest, createTimestampResponse } from '../timestamp/timestamp.ts';
import { parseToken } from '../timestamp/token.ts';
import { day, later, now } from './signed-documents.ts';

/** Certificates and lists with every flaw an authority's may have; small keys, so that a test can make many. */
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

export interface Holder {
  name: string;
  keys: webcrypto.CryptoKeyPair;
  certificate: x509.X509Certificate;
  der: Uint8Array;
}

export interface Wanted {
  from?: Date;
  to?: Date;
  /** undefined: whatever a certificate of this kind has */
  extensions?: x509.Extension[];
  serial?: string;
  /** the keys of a holder who is certified once more */
  keys?: webcrypto.CryptoKeyPair;
}

const usage = (flags: x509.KeyUsageFlags) => new x509.KeyUsagesExtension(flags, true);
const { keyCertSign, cRLSign, digitalSignature } = x509.KeyUsageFlags;
export const authorityExtensions = (pathLength?: number): x509.Extension[] => [
  new x509.BasicConstraintsExtension(true, pathLength, true),
  usage(keyCertSign | cRLSign),
];
export const personExtensions = (): x509.Extension[] => [
  new x509.BasicConstraintsExtension(false),
  usage(digitalSignature),
];

let serials = 0;

/** Issued by `issuer`, or by itself when there is none. */
export async function issue(name: string, issuer: Holder | null, wanted: Wanted = {}): Promise<Holder> {
  x509.cryptoProvider.set(webcrypto as never);
  const keys =
    wanted.keys ??
    ((await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair);
  serials += 1;
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: wanted.serial ?? (0x1000 + serials).toString(16),
    subject: name,
    issuer: issuer?.certificate.subject ?? name,
    notBefore: wanted.from ?? later(-365 * day),
    notAfter: wanted.to ?? later(365 * day),
    publicKey: keys.publicKey as never,
    signingKey: (issuer?.keys ?? keys).privateKey as never,
    signingAlgorithm: algorithm,
    extensions: wanted.extensions ?? (name.includes('CA') ? authorityExtensions() : personExtensions()),
  });
  return { name, keys, certificate, der: new Uint8Array(certificate.rawData) };
}

export async function list(
  issuer: Holder,
  wanted: {
    entries?: x509.X509CrlEntryParams[];
    thisUpdate?: Date;
    /** null: the list does not say */
    nextUpdate?: Date | null;
    extensions?: x509.Extension[];
    /** whose key signs; the issuer's own when it is not given */
    signedBy?: Holder;
  } = {},
): Promise<Uint8Array> {
  const made = await x509.X509CrlGenerator.create({
    issuer: issuer.certificate.subject,
    thisUpdate: wanted.thisUpdate ?? now,
    ...(wanted.nextUpdate === null ? {} : { nextUpdate: wanted.nextUpdate ?? later(day) }),
    entries: wanted.entries ?? [],
    ...(wanted.extensions ? { extensions: wanted.extensions } : {}),
    signingKey: (wanted.signedBy ?? issuer).keys.privateKey as never,
    signingAlgorithm: algorithm,
  });
  return new Uint8Array(made.rawData);
}

/** A time-stamp token over a digest by whoever holds this certificate. */
export async function tokenBy(holder: Holder, digest: Uint8Array, at = now): Promise<Uint8Array> {
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', holder.keys.privateKey)).toString(
    'base64',
  );
  const privateKey = `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n`;
  const query = createTimestampRequest(digest).der;
  const response = createTimestampResponse(query, { certificate: holder.der, privateKey }, at);
  const { timeStampToken } = AsnConvert.parse(new Uint8Array(response).buffer, TimeStampResp);
  return new Uint8Array(AsnConvert.serialize(timeStampToken));
}

/** The token with its SignedData changed; what is signed inside stays whole. */
export function altered(token: Uint8Array, change: (signed: SignedData) => void): Uint8Array {
  const content = parseToken(token);
  const signed = AsnConvert.parse(content.content, SignedData);
  change(signed);
  const changed = new ContentInfo({
    contentType: content.contentType,
    content: AsnConvert.serialize(signed),
  });
  return new Uint8Array(AsnConvert.serialize(changed));
}

/** The token with a revocation list in it, as some authorities send it. */
export function withList(token: Uint8Array, revocationList: Uint8Array): Uint8Array {
  const content = parseToken(token);
  const signed = fromBER(content.content).result as Sequence;
  const lists = new Constructed({
    idBlock: { tagClass: 3, tagNumber: 1 },
    value: [fromBER(new Uint8Array(revocationList).buffer).result],
  });
  signed.valueBlock.value = [
    ...signed.valueBlock.value.slice(0, -1),
    lists,
    ...signed.valueBlock.value.slice(-1),
  ];
  const changed = new ContentInfo({ contentType: content.contentType, content: signed.toBER() });
  return new Uint8Array(AsnConvert.serialize(changed));
}

/** The token with one more certificate in it. */
export const withCertificate = (token: Uint8Array, certificate: Uint8Array): Uint8Array =>
  altered(token, (signed) => {
    const more = AsnConvert.parse(new Uint8Array(certificate).buffer, Certificate);
    signed.certificates = new CertificateSet([
      ...(signed.certificates ?? []),
      new CertificateChoices({ certificate: more }),
    ]);
  });
