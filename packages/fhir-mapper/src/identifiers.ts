import { createHash } from 'node:crypto';
import type { CoverageRecord, PublicSubsidyRecord } from '@shirube/core/records';
import { IDENTIFIER_SYSTEMS } from './systems.ts';

/** 保険医療機関番号 in ten digits (R9012; anchored, unlike the pattern printed in 1.10.0). */
export const INSTITUTION_NUMBER = /^[0-4][0-9][1-3][0-9]{7}$/;

/** [Bundle-ID]: institution ^ year of issue ^ id within the institution (R2152). */
export const BUNDLE_IDENTIFIER = /^[0-4][0-9][1-3][0-9]{7}\^20[2-3][0-9]\^[A-Za-z0-9-]{1,36}$/;

/** 被保険者個人識別子 (R1013): neither blanks nor further colons nor '^' in 記号 and 番号. */
export const INSURED_PERSON = /^[0-9]{8}:[^:^\s\u3000]*:[^:^\s\u3000]*:(?:[0-9]{2})?$/;

/** 生活保護受給者識別子, from 1.11.0. */
export const PUBLIC_ASSISTANCE = /^[0-9]{8}::[^:^\s\u3000]{7}:$/;

/** 法別番号 12: 生活保護法. */
const PUBLIC_ASSISTANCE_LAW = '12';

/** [Bundle-ID] of a report unit. */
export function bundleIdentifier(institutionCode: string, issueYear: number, localId: string): string {
  return `${institutionCode}^${issueYear}^${localId}`;
}

/** Namespace of the patient numbers of one institution. */
export function localPatientSystem(institutionCode: string): string {
  return `${IDENTIFIER_SYSTEMS.localPatient}1${institutionCode}`;
}

/** Namespace of the staff numbers of one institution. */
export function localPractitionerSystem(institutionCode: string): string {
  return `${IDENTIFIER_SYSTEMS.localPractitioner}1${institutionCode}`;
}

/**
 * 被保険者個人識別子: 保険者番号 (8 digits, zero-padded):記号:番号:枝番. 記号 and 番号 are sent as オンライン資格確認 returned
 * them; only blanks, which the identifier forbids, are taken out (patient-org-practitioner §2).
 */
export function insuredPersonIdentifier(coverage: CoverageRecord): string {
  const withoutBlanks = (text: string | null): string => (text ?? '').replace(/[\s\u3000]/g, '');
  const branch = withoutBlanks(coverage.branchNumber);
  return [
    coverage.insurerNumber.trim().padStart(8, '0'),
    withoutBlanks(coverage.symbol),
    withoutBlanks(coverage.number),
    branch === '' ? '' : branch.padStart(2, '0'),
  ].join(':');
}

/** 生活保護受給者識別子 of the first subsidy under 法別番号 12, null when there is none. */
export function publicAssistanceIdentifier(subsidies: readonly PublicSubsidyRecord[]): string | null {
  const assistance = subsidies.find(({ payerNumber }) => payerNumber.startsWith(PUBLIC_ASSISTANCE_LAW));
  return assistance ? `${assistance.payerNumber}::${assistance.recipientNumber ?? ''}:` : null;
}

/** RFC 9562 namespace for names that are URLs. */
const URL_NAMESPACE = Buffer.from('6ba7b8119dad11d180b400c04fd430c8', 'hex');

/**
 * UUID version 5 of a resource within a Bundle. The receiver does not keep fullUrl (bundle-types §2), so it need not be
 * random; derived, the same records always give the same bytes.
 */
export function resourceUuid(bundleIdentifierValue: string, resourceType: string, localId: string): string {
  const name = `${IDENTIFIER_SYSTEMS.bundle}/${bundleIdentifierValue}#${resourceType}/${localId}`;
  const bytes = createHash('sha1').update(URL_NAMESPACE).update(name, 'utf8').digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
