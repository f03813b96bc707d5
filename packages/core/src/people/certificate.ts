import { X509Certificate } from 'node:crypto';
import type { UnitOfWork } from '@shirube/db';
import type { z } from 'zod';
import { requireStaff } from '../shared/actor.ts';
import { DomainError } from '../shared/errors.ts';
import { changeStaff, findStaff } from './change-staff.ts';
import type { bindCertificateInput, unbindCertificateInput } from './schema.ts';

/** What identifies a certificate. The SHA-256 is over its DER, in lower-case hexadecimal. */
export interface CertificateFacts {
  subject: string;
  sha256: string;
  validTo: Date;
}

/** Reads PEM or Base64 of DER. @throws DomainError invalid */
export function readCertificate(text: string): CertificateFacts {
  try {
    const certificate = new X509Certificate(
      text.includes('-----BEGIN') ? text : Buffer.from(text.replace(/\s/g, ''), 'base64'),
    );
    return {
      subject: certificate.subject.split('\n').join(', '),
      sha256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
      validTo: certificate.validToDate,
    };
  } catch {
    throw new DomainError(
      'invalid',
      '電子証明書を読み取れませんでした。証明書のファイル（.cer、.crt、.pem）を選び直してください。',
      'certificate',
    );
  }
}

/**
 * Says which HPKI certificate is this person's: a prescription signed with another one is refused (prescribing/signing.ts).
 * Whether the certificate is a trusted one is asked when it signs.
 * @throws DomainError not_found, stale, invalid for what is no certificate, has run out, or is bound already
 */
export async function bindCertificate(
  uow: UnitOfWork,
  input: z.output<typeof bindCertificateInput>,
): Promise<{ rowVersion: number }> {
  const staff = await findStaff(uow, input.staffId);
  const facts = readCertificate(input.certificate);
  if (facts.validTo <= uow.now)
    throw new DomainError('invalid', 'この電子証明書は有効期限が切れています。', 'certificate');
  return changeStaff(uow, staff, {
    rowVersion: input.rowVersion,
    kind: 'certificate',
    action: 'people.bind_certificate',
    tracked: ['hpkiCredentialId', 'hpkiCertificateSubject', 'hpkiCertificateSha256'],
    data: {
      hpkiCredentialId: input.credentialId,
      hpkiCertificateSubject: facts.subject,
      hpkiCertificateSha256: facts.sha256,
      hpkiCertificateValidTo: facts.validTo,
      hpkiBoundById: requireStaff(uow),
      hpkiBoundAt: uow.now,
    },
  });
}

/** The certificate is lost, replaced or no longer theirs. @throws DomainError not_found, stale, invalid when none is bound */
export async function unbindCertificate(
  uow: UnitOfWork,
  input: z.output<typeof unbindCertificateInput>,
): Promise<{ rowVersion: number }> {
  const staff = await findStaff(uow, input.staffId);
  return changeStaff(uow, staff, {
    rowVersion: input.rowVersion,
    kind: 'certificate',
    action: 'people.unbind_certificate',
    tracked: ['hpkiCredentialId', 'hpkiCertificateSubject', 'hpkiCertificateSha256'],
    data: {
      hpkiCredentialId: null,
      hpkiCertificateSubject: null,
      hpkiCertificateSha256: null,
      hpkiCertificateValidTo: null,
      hpkiBoundById: null,
      hpkiBoundAt: null,
    },
    reason: input.reason,
  });
}
