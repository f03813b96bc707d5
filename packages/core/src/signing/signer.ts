import { createHash } from 'node:crypto';
import { foldKanjiVariants } from '@shirube/terminology';
import type { SigningCredential } from '../ports/index.ts';
import { signingError } from '../ports/signing-problems.ts';

/** Role in the HPKI certificate (hcRole) that goes with a licence (医師法22条, 歯科医師法21条). */
const roleOfLicence: Record<string, string> = { 医師: 'Medical Doctor', 歯科医師: 'Dentist' };
const prescriberRoles = Object.values(roleOfLicence);

/** What the clinic knows of the doctor who is signed in. */
export interface DoctorAtSigning {
  familyName: string;
  givenName: string;
  licence: string | null;
  hpkiCredentialId: string | null;
  hpkiCertificateSha256: string | null;
}

/** What a certificate says of its holder. */
export type Presented = Pick<SigningCredential, 'signerName' | 'hcRoles'> & { certificate: Uint8Array };

/**
 * Whether a certificate is this doctor's: the registered one (SHA-256 of its DER) where the clinic has registered it, otherwise one in
 * the doctor's name and with the role of the doctor's licence. Names are compared without spaces, widths and
 * forms of a character (髙, 高); a name that is written otherwise needs the registration.
 * @throws PortError signer_mismatch, role_missing
 */
export function requireOwnCertificate(doctor: DoctorAtSigning, presented: Presented): void {
  const role = doctor.licence === null ? undefined : roleOfLicence[doctor.licence];
  const roles = role === undefined ? prescriberRoles : [role];
  const isOwn =
    doctor.hpkiCertificateSha256 === null
      ? plainName(presented.signerName) === plainName(`${doctor.familyName}${doctor.givenName}`)
      : createHash('sha256').update(presented.certificate).digest('hex') === doctor.hpkiCertificateSha256;
  if (!isOwn) throw signingError('signer_mismatch');
  if (!presented.hcRoles.some((each) => roles.includes(each))) throw signingError('role_missing');
}

const plainName = (name: string): string => foldKanjiVariants(name.normalize('NFKC')).replace(/\s/gu, '');

/**
 * The credential this doctor signs with: the registered one of those the authorization opens, or the only one.
 * @throws PortError no_credential, signer_mismatch, role_missing, certificate_expired
 */
export function chooseCredential(
  doctor: DoctorAtSigning,
  offered: readonly SigningCredential[],
  now: Date,
): SigningCredential {
  const bound = doctor.hpkiCertificateSha256;
  const byCertificate = offered.find((each) => bound !== null && sha256Of(each) === bound);
  const byId = offered.find((each) => each.id === doctor.hpkiCredentialId);
  const credential = byCertificate ?? byId ?? offered[0];
  const certificate = credential?.chain[0];
  if (!credential || !certificate) throw signingError('no_credential');
  requireOwnCertificate(doctor, { ...credential, certificate });
  if (new Date(credential.validTo) <= now) throw signingError('certificate_expired');
  return credential;
}

const sha256Of = (credential: SigningCredential): string =>
  createHash('sha256')
    .update(credential.chain[0] ?? new Uint8Array())
    .digest('hex');
