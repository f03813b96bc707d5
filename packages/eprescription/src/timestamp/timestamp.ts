import 'reflect-metadata';
import { createHash, createPrivateKey, createSign, randomBytes } from 'node:crypto';
import {
  Attribute,
  CertificateChoices,
  CertificateSet,
  ContentInfo,
  DigestAlgorithmIdentifier,
  DigestAlgorithmIdentifiers,
  EncapsulatedContent,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  id_contentType,
  id_messageDigest,
  id_signedData,
  SignatureAlgorithmIdentifier,
  SignedData,
  SignerIdentifier,
  SignerInfo,
  SignerInfos,
} from '@peculiar/asn1-cms';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  id_ct_tstInfo,
  MessageImprint,
  PKIStatus,
  PKIStatusInfo,
  TimeStampReq,
  TimeStampReqVersion,
  TimeStampResp,
  TSTInfo,
  TSTInfoVersion,
} from '@peculiar/asn1-tsp';
import { AlgorithmIdentifier, Certificate } from '@peculiar/asn1-x509';
import { ObjectIdentifier, OctetString as Octets, Sequence } from 'asn1js';
import { findPath } from '../verify/chain.ts';
import { attributeSet, checkToken, parseToken, TimestampError } from './token.ts';

/** RFC 3161 time stamps over SHA-256 digests: the query, the check of the reply, and the reply of a test authority. */
const SHA256_OID = '2.16.840.1.101.3.4.2.1';
const RSA_SHA256_OID = '1.2.840.113549.1.1.11';
/** RFC 5816: which certificate signed is itself signed */
const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47';
/** assumed: any OID below a private arc; a test authority has no published policy */
const TEST_POLICY = '1.3.6.1.4.1.99999.1';

export interface TimestampRequest {
  der: Uint8Array;
  digest: Uint8Array;
  nonce: Uint8Array;
}

const buffer = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;
const same = (one: ArrayBuffer | Uint8Array, other: ArrayBuffer | Uint8Array): boolean =>
  Buffer.from(one as Uint8Array).equals(Buffer.from(other as Uint8Array));
const der = (value: object): Uint8Array => new Uint8Array(AsnConvert.serialize(value));

/** A query with nonce and certReq over a SHA-256 digest (32 bytes). */
export function createTimestampRequest(digest: Uint8Array): TimestampRequest {
  if (digest.length !== 32) throw new TypeError('a SHA-256 digest has 32 bytes');
  const nonce = randomBytes(8);
  // positive, without a leading zero byte: one DER form only
  nonce[0] = 0x40 | ((nonce[0] ?? 0) & 0x3f);
  const request = new TimeStampReq({
    version: TimeStampReqVersion.v1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithm: SHA256_OID, parameters: null }),
      hashedMessage: new OctetString(buffer(digest)),
    }),
    nonce: buffer(nonce),
    certReq: true,
  });
  return { der: der(request), digest, nonce };
}

/**
 * Reads a reply: granted, over our digest, with our nonce, signed by the certificate inside, which is one for time stamping.
 * Whether that certificate is trusted is for the caller's roots. Throws TimestampError otherwise.
 */
export function readTimestampResponse(
  body: Uint8Array,
  request: TimestampRequest,
): { token: Uint8Array; time: Date; certificate: Uint8Array } {
  let response: TimeStampResp;
  try {
    response = AsnConvert.parse(buffer(body), TimeStampResp);
  } catch {
    throw new TimestampError('malformed');
  }
  if (response.status.status > PKIStatus.grantedWithMods || !response.timeStampToken)
    throw new TimestampError('not granted');
  const { info, certificate } = checkToken(response.timeStampToken, (hash) =>
    hash === 'sha256' ? [request.digest] : [],
  );
  if (!info.nonce || !same(info.nonce, request.nonce)) throw new TimestampError('another nonce');
  return { token: der(response.timeStampToken), time: info.genTime, certificate };
}

/**
 * Checks a kept token again: over this SHA-256 digest, its signature whole, and its certificate leading to one of the roots (DER) and
 * valid at the time of the stamp. Says when it was stamped. Throws TimestampError otherwise.
 */
export function verifyTimestampToken(
  token: Uint8Array,
  digest: Uint8Array,
  trustedRoots: readonly Uint8Array[],
): Date {
  const { info, certificate, others } = checkToken(parseToken(token), (hash) =>
    hash === 'sha256' ? [digest] : [],
  );
  if ('problem' in findPath(certificate, others, trustedRoots, info.genTime))
    throw new TimestampError('not by a trusted authority');
  return info.genTime;
}

/** What a time-stamp authority answers (for tests and the demo). certificate: DER; privateKey: PKCS#8 PEM. */
export function createTimestampResponse(
  query: Uint8Array,
  authority: { certificate: Uint8Array; privateKey: string },
  now: Date,
): Uint8Array {
  let request: TimeStampReq;
  try {
    request = AsnConvert.parse(buffer(query), TimeStampReq);
  } catch {
    return der(new TimeStampResp({ status: new PKIStatusInfo({ status: PKIStatus.rejection }) }));
  }
  if (request.messageImprint.hashAlgorithm.algorithm !== SHA256_OID)
    return der(new TimeStampResp({ status: new PKIStatusInfo({ status: PKIStatus.rejection }) }));
  const info = new TSTInfo({
    version: TSTInfoVersion.v1,
    policy: TEST_POLICY,
    messageImprint: request.messageImprint,
    serialNumber: buffer(Buffer.concat([Buffer.of(0x01), randomBytes(8)])),
    genTime: now,
    ...(request.nonce ? { nonce: request.nonce } : {}),
  });
  const content = der(info);
  const attributes = [
    new Attribute({
      attrType: id_contentType,
      attrValues: [new ObjectIdentifier({ value: id_ct_tstInfo }).toBER()],
    }),
    new Attribute({
      attrType: id_messageDigest,
      attrValues: [
        AsnConvert.serialize(new OctetString(buffer(createHash('sha256').update(content).digest()))),
      ],
    }),
    new Attribute({
      attrType: SIGNING_CERTIFICATE_V2,
      attrValues: [
        new Sequence({
          value: [
            new Sequence({
              value: [
                new Sequence({
                  value: [
                    new Octets({
                      valueHex: buffer(createHash('sha256').update(authority.certificate).digest()),
                    }),
                  ],
                }),
              ],
            }),
          ],
        }).toBER(),
      ],
    }),
  ].sort((one, other) =>
    Buffer.compare(Buffer.from(AsnConvert.serialize(one)), Buffer.from(AsnConvert.serialize(other))),
  );
  const certificate = AsnConvert.parse(buffer(authority.certificate), Certificate);
  const signature = createSign('sha256')
    .update(attributeSet(attributes))
    .sign(createPrivateKey(authority.privateKey));
  const digestAlgorithm = new DigestAlgorithmIdentifier({ algorithm: SHA256_OID, parameters: null });
  const signed = new SignedData({
    version: 3,
    digestAlgorithms: new DigestAlgorithmIdentifiers([digestAlgorithm]),
    encapContentInfo: new EncapsulatedContentInfo({
      eContentType: id_ct_tstInfo,
      eContent: new EncapsulatedContent({ single: new OctetString(buffer(content)) }),
    }),
    certificates: new CertificateSet([new CertificateChoices({ certificate })]),
    signerInfos: new SignerInfos([
      new SignerInfo({
        version: 1,
        sid: new SignerIdentifier({
          issuerAndSerialNumber: new IssuerAndSerialNumber({
            issuer: certificate.tbsCertificate.issuer,
            serialNumber: certificate.tbsCertificate.serialNumber,
          }),
        }),
        digestAlgorithm,
        signedAttrs: attributes,
        signatureAlgorithm: new SignatureAlgorithmIdentifier({ algorithm: RSA_SHA256_OID, parameters: null }),
        signature: new OctetString(buffer(signature)),
      }),
    ]),
  });
  return der(
    new TimeStampResp({
      status: new PKIStatusInfo({ status: PKIStatus.granted }),
      timeStampToken: new ContentInfo({ contentType: id_signedData, content: AsnConvert.serialize(signed) }),
    }),
  );
}
