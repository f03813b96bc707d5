import 'reflect-metadata';
import { createHash, X509Certificate } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { DOMParser } from '@xmldom/xmldom';
import { SignedXml } from 'xml-crypto';
import { readSigner, type SignerCertificate } from '../certificates/read-signer.ts';
import { DS, SIGNED_PROPERTIES_TYPE, XADES } from '../xades/prepare-signature.ts';
import { chainProblem, isRevoked } from './chain.ts';

export type CheckId =
  | 'structure'
  | 'signature'
  | 'certificate'
  | 'usage'
  | 'role'
  | 'chain'
  | 'revocation'
  | 'time';

export interface SignatureCheck {
  id: CheckId;
  status: 'valid' | 'invalid' | 'indeterminate';
  message: string;
}

export interface VerificationReport {
  /** every check valid, or indeterminate only for revocation when no list was given */
  valid: boolean;
  checks: SignatureCheck[];
  signer: SignerCertificate | null;
  /** as the signer's machine claims it; null when it cannot be read */
  signingTime: Date | null;
  /** the CSV inside the element that was digested; null unless the signature holds */
  csv: Uint8Array | null;
}

export interface VerifyOptions {
  /** DER; the only roots a chain may end in */
  trustedRoots: readonly Uint8Array[];
  intermediates?: readonly Uint8Array[];
  crls?: readonly Uint8Array[];
  at?: Date;
  /** one of these must be in the certificate */
  requiredRoles?: readonly string[];
}

const maximumBytes = 4 * 1024 * 1024;
const policyPrefix = '1.2.392.100495.1.5.1.1.';
const clockToleranceMs = 5 * 60_000;

class Refusal extends Error {
  readonly id: CheckId;
  constructor(id: CheckId, message: string) {
    super(message);
    this.id = id;
  }
}

/** HPKI verification of a signed prescription, stopping at the first check that fails (hpki interface §7). */
export function verifyPrescriptionXml(bytes: Uint8Array, options: VerifyOptions): VerificationReport {
  const checks: SignatureCheck[] = [];
  const pass = (id: CheckId, message: string) => checks.push({ id, status: 'valid', message });
  let signer: SignerCertificate | null = null;
  let csv: Uint8Array | null = null;
  let signingTime: Date | null = null;
  try {
    const at = options.at ?? new Date();
    const parts = readStructure(bytes);
    signingTime = Number.isNaN(parts.signingTime.getTime()) ? null : parts.signingTime;
    pass('structure', '署名の構造が正しい');
    checkSignatureValue(parts);
    csv = Buffer.from(parts.documentText, 'base64');
    pass('signature', '署名したときから内容が変わっていない');
    signer = readSigner(parts.certificates[0] as Uint8Array);
    if (
      createHash('sha256')
        .update(parts.certificates[0] as Uint8Array)
        .digest('base64') !== parts.certificateDigest
    )
      throw new Refusal('certificate', '署名に書かれた証明書と、添えられた証明書が違います。');
    pass('certificate', '署名した証明書が特定できる');
    if (!signer.isNonRepudiation || !signer.policies.some((policy) => policy.startsWith(policyPrefix)))
      throw new Refusal('usage', '電子署名用の HPKI 証明書ではありません。');
    pass('usage', '電子署名用の証明書である');
    const roles = options.requiredRoles ?? ['Medical Doctor', 'Dentist'];
    if (!signer.hcRoles.some((role) => roles.includes(role)))
      throw new Refusal('role', '処方できる資格（医師・歯科医師）の証明書ではありません。');
    pass('role', '医師または歯科医師の資格がある');
    const others = [...parts.certificates.slice(1), ...(options.intermediates ?? [])];
    const problem = chainProblem(parts.certificates[0] as Uint8Array, others, options.trustedRoots, at);
    if (problem) throw new Refusal('chain', problem);
    pass('chain', '信頼する認証局までたどれる');
    const revocation = isRevoked(parts.certificates[0] as Uint8Array, others, options.crls ?? []);
    if (revocation === 'revoked') throw new Refusal('revocation', '失効した証明書で署名されています。');
    checks.push(
      revocation === 'good'
        ? { id: 'revocation', status: 'valid', message: '失効していない' }
        : {
            id: 'revocation',
            status: 'indeterminate',
            message: '失効情報がないため、失効を確かめていません。',
          },
    );
    if (
      Number.isNaN(parts.signingTime.getTime()) ||
      parts.signingTime.getTime() > at.getTime() + clockToleranceMs
    )
      throw new Refusal('time', '署名の時刻が未来になっています。');
    pass('time', '署名の時刻が正しい');
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    checks.push({ id: error.id, status: 'invalid', message: error.message });
    return {
      valid: false,
      checks,
      signer,
      signingTime,
      csv: error.id === 'structure' || error.id === 'signature' ? null : csv,
    };
  }
  return { valid: true, checks, signer, signingTime, csv };
}

interface Parts {
  xml: string;
  signature: Element;
  documentText: string;
  certificates: Uint8Array[];
  certificateDigest: string;
  signingTime: Date;
}

function readStructure(bytes: Uint8Array): Parts {
  const refuse = (message: string): never => {
    throw new Refusal('structure', message);
  };
  if (bytes.length > maximumBytes) refuse('ファイルが大きすぎます。');
  let xml = '';
  try {
    xml = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    refuse('文字コードが UTF-8 ではありません。');
  }
  if (/<!(DOCTYPE|ENTITY)/i.test(xml)) refuse('使えない宣言（DTD）が含まれています。');
  const problems: string[] = [];
  const parsed = new DOMParser({
    errorHandler: {
      warning: () => {},
      error: (m: string) => problems.push(m),
      fatalError: (m: string) => problems.push(m),
    },
  }).parseFromString(xml, 'text/xml') as unknown as Document | undefined;
  if (!parsed?.documentElement || problems.length > 0) refuse('XML として読めません。');
  const document = parsed as Document;
  const elements = Array.from(document.getElementsByTagName('*'));
  const ids = elements.flatMap((element) =>
    ['id', 'Id', 'ID'].flatMap((name) =>
      element.hasAttribute(name) ? [element.getAttribute(name) as string] : [],
    ),
  );
  if (new Set(ids).size !== ids.length) refuse('同じ識別子の要素が二つあります。');
  const only = (list: Element[], what: string): Element => {
    const [first, second] = list;
    if (!first || second) throw new Refusal('structure', `${what}がただ一つではありません。`);
    return first;
  };
  const named = (namespace: string, name: string, from: Element | Document = document) =>
    Array.from(from.getElementsByTagNameNS(namespace, name));
  const signature = only(named(DS, 'Signature'), '署名');
  if (signature.getAttribute('Id') !== 'PrescriptionSign') refuse('処方箋の署名ではありません。');
  if (
    signature.parentNode?.nodeName !== 'PrescriptionSign' ||
    document.documentElement.nodeName !== 'Document'
  )
    refuse('署名の場所が正しくありません。');
  const business = only(
    elements.filter((element) => element.nodeName === 'PrescriptionDocument'),
    '処方内容',
  );
  if (
    business.getAttribute('id') !== 'PrescriptionDocument' ||
    business.parentNode?.nodeName !== 'Prescription'
  )
    refuse('処方内容の場所が正しくありません。');
  const keyInfo = only(named(DS, 'KeyInfo', signature), '証明書の情報');
  const properties = only(named(XADES, 'SignedProperties', signature), '署名の属性');
  const references = named(DS, 'Reference', only(named(DS, 'SignedInfo', signature), '署名の対象'));
  const expected = [
    '#PrescriptionDocument',
    `#${keyInfo.getAttribute('Id')}`,
    `#${properties.getAttribute('Id')}`,
  ];
  const targets = references.map((reference) => reference.getAttribute('URI') ?? '');
  if (references.length !== 3 || expected.some((uri) => !targets.includes(uri)))
    refuse('署名の対象が正しくありません。');
  const typed = references.find((reference) => reference.getAttribute('URI') === expected[2]);
  if (typed?.getAttribute('Type') !== SIGNED_PROPERTIES_TYPE)
    refuse('署名の属性が署名の対象になっていません。');
  const certificates = named(DS, 'X509Certificate', keyInfo).map(
    (element) => new Uint8Array(Buffer.from(element.textContent ?? '', 'base64')),
  );
  if (certificates.length === 0) refuse('証明書がありません。');
  const certDigest = only(named(XADES, 'CertDigest', properties), '証明書のダイジェスト');
  return {
    xml,
    signature,
    documentText: business.textContent ?? '',
    certificates,
    certificateDigest: only(named(DS, 'DigestValue', certDigest), '証明書のダイジェスト').textContent ?? '',
    signingTime: new Date(only(named(XADES, 'SigningTime', properties), '署名の時刻').textContent ?? ''),
  };
}

function checkSignatureValue(parts: Parts): void {
  let holds = false;
  try {
    const checker = new SignedXml({
      publicCert: new X509Certificate(parts.certificates[0] as Uint8Array).toString(),
      // the key is the signer's own certificate, read above; nothing in the file may choose another
      getCertFromKeyInfo: () => null,
    });
    checker.loadSignature(parts.signature as never);
    holds = checker.checkSignature(parts.xml);
  } catch {
    holds = false;
  }
  if (!holds)
    throw new Refusal('signature', '署名したあとに内容が変えられているか、署名が正しくありません。');
}

/** DER of every certificate in a PEM file. */
export function certificatesFromPem(pem: string): Uint8Array[] {
  return x509.PemConverter.decode(pem).map((der) => new Uint8Array(der));
}
