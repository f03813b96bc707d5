import type { ContactPoint, Organization } from '@medplum/fhirtypes';
import type { FacilityRecord, OrganizationRecord } from '@shirube/core/records';
import { departmentExtension } from '../extensions.ts';
import { PROFILES } from '../profiles.ts';
import { IDENTIFIER_SYSTEMS } from '../systems.ts';
import { present, presentList, textOf } from '../text.ts';
import { DOCUMENT_SYSTEMS } from './code-systems.ts';
import type { DocumentBuilder } from './document-bundle.ts';

/** JP_Organization_eCS: an institution with the department that writes or is written to (patient-org-practitioner §5). */
export function toOrganization(
  organization: OrganizationRecord | FacilityRecord,
  id: string,
  document: DocumentBuilder,
): Organization {
  const text = textOf(organization.address);
  const fax = 'fax' in organization ? organization.fax : null;
  return present({
    resourceType: 'Organization' as const,
    id,
    meta: document.meta(PROFILES.organization),
    extension: presentList([
      departmentExtension(organization.departmentCode ?? '', organization.departmentName ?? ''),
    ]),
    identifier: presentList([institutionIdentifier(organization.institutionCode)]),
    type: [
      {
        coding: [{ system: DOCUMENT_SYSTEMS.organizationType, code: 'prov', display: 'Healthcare Provider' }],
      },
    ],
    name: textOf(organization.name),
    telecom: presentList([contact('phone', organization.phone), contact('fax', fax ?? null)]),
    // address.text is mandatory within an address, so that a postal code alone is not sent.
    address:
      text === undefined ? undefined : [present({ text, postalCode: textOf(organization.postalCode) })],
  });
}

function institutionIdentifier(code: string): { system: string; value: string } | undefined {
  const value = textOf(code);
  return value === undefined ? undefined : { system: IDENTIFIER_SYSTEMS.institution, value };
}

function contact(system: 'phone' | 'fax', number: string | null): ContactPoint | undefined {
  const value = textOf(number);
  return value === undefined ? undefined : { system, value };
}

/** An institution and its doctor as lines, for the text of 紹介元情報 and 紹介先情報. */
export function organizationLines(
  organization: OrganizationRecord | FacilityRecord,
  doctorName: string,
): string {
  const { postalCode, phone } = organization;
  const fax = 'fax' in organization ? organization.fax : null;
  const otherContact = 'otherContact' in organization ? organization.otherContact : null;
  return (
    presentList([
      textOf(organization.name),
      textOf(organization.departmentName),
      textOf(doctorName),
      labelled('〒', postalCode),
      textOf(organization.address),
      labelled('電話 ', phone),
      labelled('FAX ', fax ?? null),
      labelled('その他の連絡先 ', otherContact ?? null),
    ])?.join('\n') ?? ''
  );
}

function labelled(label: string, value: string | null): string | undefined {
  const text = textOf(value);
  return text === undefined ? undefined : `${label}${text}`;
}
