import { createHash, createVerify, X509Certificate } from 'node:crypto';
import {
  type Attribute,
  ContentInfo,
  id_contentType,
  id_messageDigest,
  id_signedData,
  SignedData,
} from '@peculiar/asn1-cms';
import { AsnConvert, AsnObjectIdentifierConverter, OctetString } from '@peculiar/asn1-schema';
import { id_ct_tstInfo, TSTInfo } from '@peculiar/asn1-tsp';
import * as x509 from '@peculiar/x509';
import {
  Set as Asn1Set,
  type BaseBlock,
  Constructed,
  fromBER,
  OctetString as Octets,
  Sequence,
} from 'asn1js';
import type { HashName } from '../xades/names.ts';

/** A time-stamp token (RFC 3161, a CMS SignedData over TSTInfo): what it says after its own signature has been checked. */
export class TimestampError extends Error {
  readonly userMessage = 'タイムスタンプを確かめられませんでした。少し待ってから、もう一度お試しください。';
  constructor(what: string) {
    super(`time stamp: ${what}`);
    this.name = 'TimestampError';
  }
}

export interface CheckedToken {
  info: TSTInfo;
  /** DER of the certificate that signed */
  certificate: Uint8Array;
  /** DER of the other certificates in the token */
  others: Uint8Array[];
  /** DER of the revocation lists in the token */
  lists: Uint8Array[];
}

const hashes = new Map<string, HashName>([
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
]);
/** OID of the signature → hash it names itself; rsaEncryption leaves it to the digest algorithm (RFC 3370 §3.2) */
const signatures = new Map<string, HashName | null>([
  ['1.2.840.113549.1.1.1', null],
  ['1.2.840.113549.1.1.11', 'sha256'],
  ['1.2.840.113549.1.1.12', 'sha384'],
  ['1.2.840.113549.1.1.13', 'sha512'],
  ['1.2.840.10045.4.3.2', 'sha256'],
  ['1.2.840.10045.4.3.3', 'sha384'],
  ['1.2.840.10045.4.3.4', 'sha512'],
]);
/** which certificate signed is itself signed: RFC 2634 (its hash is SHA-1) and RFC 5816 */
const SIGNING_CERTIFICATE = '1.2.840.113549.1.9.16.2.12';
const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47';
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';

const buffer = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;
const same = (one: ArrayBuffer | Uint8Array, other: ArrayBuffer | Uint8Array): boolean =>
  Buffer.from(one as Uint8Array).equals(Buffer.from(other as Uint8Array));
const der = (value: object): Uint8Array => new Uint8Array(AsnConvert.serialize(value));

/** DER of the attributes as a SET OF, in DER's order: what is signed. */
export function attributeSet(attributes: readonly Attribute[]): Uint8Array {
  const items = attributes
    .map((attribute) => Buffer.from(AsnConvert.serialize(attribute)))
    .sort(Buffer.compare)
    .map((bytes) => fromBER(buffer(bytes)).result);
  return new Uint8Array(new Asn1Set({ value: items }).toBER());
}

/**
 * The token is whole: over one of the digests that `imprints` gives for its hash, and signed by the certificate inside, which is one for time stamping
 * and for nothing else. Whether that certificate is trusted is for the caller's roots. Throws TimestampError.
 */
export function checkToken(
  token: ContentInfo,
  imprints: (hash: HashName) => readonly Uint8Array[],
): CheckedToken {
  let signed: SignedData;
  let outer: ArrayBuffer;
  let lists: Uint8Array[];
  let content: ArrayBuffer;
  let info: TSTInfo;
  try {
    if (token.contentType !== id_signedData) throw new TypeError('no signed data');
    ({ content: outer, lists } = takeLists(token.content));
    signed = AsnConvert.parse(outer, SignedData);
    content = signed.encapContentInfo.eContent?.single?.buffer as ArrayBuffer;
    info = AsnConvert.parse(content, TSTInfo);
  } catch {
    throw new TimestampError('malformed');
  }
  if (signed.encapContentInfo.eContentType !== id_ct_tstInfo) throw new TimestampError('no time stamp');
  const imprintHash = hashes.get(info.messageImprint.hashAlgorithm.algorithm);
  if (!imprintHash) throw new TimestampError('another hash');
  if (!imprints(imprintHash).some((digest) => same(info.messageImprint.hashedMessage.buffer, digest)))
    throw new TimestampError('another imprint');
  const [signerInfo, second] = signed.signerInfos;
  const all = (signed.certificates ?? []).flatMap(({ certificate }) => (certificate ? [certificate] : []));
  const sid = signerInfo?.sid.issuerAndSerialNumber;
  const certificate =
    sid &&
    all.find(
      ({ tbsCertificate }) =>
        same(tbsCertificate.serialNumber, sid.serialNumber) &&
        same(AsnConvert.serialize(tbsCertificate.issuer), AsnConvert.serialize(sid.issuer)),
    );
  if (!certificate || !signerInfo?.signedAttrs || second) throw new TimestampError('no signer');
  const signer = der(certificate);
  checkPurpose(signer);
  const attributes = signerInfo.signedAttrs;
  const hash = hashes.get(signerInfo.digestAlgorithm.algorithm);
  const signatureHash = signatures.get(signerInfo.signatureAlgorithm.algorithm);
  if (!hash || signatureHash === undefined) throw new TimestampError('another algorithm');
  checkAttributes(attributes, { content, hash, signer });
  const holds = createVerify(signatureHash ?? hash)
    .update(attributeSet(attributes))
    .verify(new X509Certificate(signer).publicKey, Buffer.from(signerInfo.signature.buffer));
  if (!holds) throw new TimestampError('wrong signature');
  return {
    info,
    certificate: signer,
    others: all.filter((each) => each !== certificate).map(der),
    lists,
  };
}

/** The revocation lists ([1] of SignedData) taken out: the schema of CMS at hand reads everything but them. */
function takeLists(signedData: ArrayBuffer): { content: ArrayBuffer; lists: Uint8Array[] } {
  const { result } = fromBER(signedData);
  if (!(result instanceof Sequence)) throw new TypeError('no sequence');
  const isLists = ({ idBlock }: BaseBlock) => idBlock.tagClass === 3 && idBlock.tagNumber === 1;
  const parts = result.valueBlock.value;
  if (!parts.some(isLists)) return { content: signedData, lists: [] };
  const lists = parts
    .filter(isLists)
    .flatMap((each) => (each instanceof Constructed ? each.valueBlock.value : []));
  result.valueBlock.value = parts.filter((each) => !isLists(each));
  return {
    content: result.toBER(),
    // another form of revocation information is tagged and left out
    lists: lists
      .filter((each) => each instanceof Sequence)
      .map((each) => new Uint8Array(each.valueBeforeDecodeView)),
  };
}

/** Exactly one extended key usage, time stamping, and it is critical (RFC 3161 §2.3). */
function checkPurpose(signer: Uint8Array): void {
  const usage = new x509.X509Certificate(new Uint8Array(signer)).getExtension(x509.ExtendedKeyUsageExtension);
  if (!usage?.critical || usage.usages.length !== 1 || usage.usages[0] !== TIME_STAMPING)
    throw new TimestampError('not a certificate for time stamping');
}

function checkAttributes(
  attributes: readonly Attribute[],
  signed: { content: ArrayBuffer; hash: HashName; signer: Uint8Array },
): void {
  const attribute = (type: string): ArrayBuffer | undefined =>
    attributes.find((each) => each.attrType === type)?.attrValues[0];
  const messageDigest = attribute(id_messageDigest);
  const contentType = attribute(id_contentType);
  if (
    !messageDigest ||
    !contentType ||
    AsnObjectIdentifierConverter.fromASN(fromBER(contentType).result as never) !== id_ct_tstInfo ||
    !same(
      AsnConvert.parse(messageDigest, OctetString).buffer,
      createHash(signed.hash).update(Buffer.from(signed.content)).digest(),
    )
  )
    throw new TimestampError('another content');
  const v2 = attribute(SIGNING_CERTIFICATE_V2);
  const v1 = attribute(SIGNING_CERTIFICATE);
  const bound = v2 ? boundCertificate(v2, true) : v1 ? boundCertificate(v1, false) : null;
  if (!bound || !same(bound.digest, createHash(bound.hash).update(signed.signer).digest()))
    throw new TimestampError('another certificate');
}

/** The hash of the certificate in SigningCertificate or SigningCertificateV2: the first ESSCertID of the list. */
function boundCertificate(value: ArrayBuffer, isV2: boolean): { hash: string; digest: Uint8Array } | null {
  const children = (block: unknown): unknown[] => (block instanceof Sequence ? block.valueBlock.value : []);
  const [list] = children(fromBER(value).result);
  const [first] = children(list);
  const parts = children(first);
  const octets = parts.find((part): part is Octets => part instanceof Octets);
  // ESSCertIDv2 names its hash before the value unless it is SHA-256
  const [named] = isV2 && parts[0] instanceof Sequence ? children(parts[0]) : [];
  const oid = named ? AsnObjectIdentifierConverter.fromASN(named as never) : '2.16.840.1.101.3.4.2.1';
  const hash = isV2 ? hashes.get(oid) : 'sha1';
  return octets && hash ? { hash, digest: new Uint8Array(octets.valueBlock.valueHexView) } : null;
}

/** A token from its bytes (DER). Throws TimestampError. */
export function parseToken(token: Uint8Array): ContentInfo {
  try {
    return AsnConvert.parse(buffer(token), ContentInfo);
  } catch {
    throw new TimestampError('malformed');
  }
}
