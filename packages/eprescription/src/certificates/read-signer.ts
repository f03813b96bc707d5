import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { decodeHcRoles, SUBJECT_DIRECTORY_ATTRIBUTES } from './hc-role.ts';

/** What an HPKI certificate says about its holder. */
export interface SignerCertificate {
  /** 漢字氏名 of subjectAltName, or the romaji CN of the subject */
  signerName: string;
  /** hexadecimal */
  serial: string;
  hcRoles: string[];
  validFrom: string;
  validTo: string;
  policies: string[];
  isNonRepudiation: boolean;
}

export class CertificateError extends Error {
  readonly userMessage = '電子証明書を読み取れませんでした。証明書を確かめてください。';
  constructor(options?: ErrorOptions) {
    super('certificate cannot be read', options);
    this.name = 'CertificateError';
  }
}

const toBytes = (der: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(der);

/** Reads a certificate (DER). Throws CertificateError when it is none. */
export function readSigner(der: Uint8Array): SignerCertificate {
  let certificate: x509.X509Certificate;
  try {
    certificate = new x509.X509Certificate(toBytes(der));
  } catch (cause) {
    throw new CertificateError({ cause });
  }
  const alternative = certificate.getExtension(x509.SubjectAlternativeNameExtension);
  const directoryName = alternative?.names.items.find((name) => name.type === 'dn')?.value;
  const attributes = certificate.getExtension(SUBJECT_DIRECTORY_ATTRIBUTES);
  const usage = certificate.getExtension(x509.KeyUsagesExtension);
  return {
    signerName:
      (directoryName && new x509.Name(directoryName).getField('CN')[0]) ??
      certificate.subjectName.getField('CN')[0] ??
      '',
    serial: certificate.serialNumber.toLowerCase(),
    hcRoles: attributes ? decodeHcRoles(attributes.value) : [],
    validFrom: certificate.notBefore.toISOString(),
    validTo: certificate.notAfter.toISOString(),
    policies: certificate.getExtension(x509.CertificatePolicyExtension)?.policies.map(String) ?? [],
    isNonRepudiation:
      usage !== null && usage !== undefined && (usage.usages & x509.KeyUsageFlags.nonRepudiation) !== 0,
  };
}
