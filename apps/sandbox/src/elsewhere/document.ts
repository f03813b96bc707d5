import type { JsonObject } from '../sharing/json.ts';
import { ECS, INSTITUTION_SYSTEM, RESOURCE_IDENTIFIER, SECTION_SYSTEM } from '../sharing/names.ts';
import {
  bundleIdentifier,
  coded,
  department,
  doctorIdentifier,
  doctorName,
  type Entry,
  meta,
  patientEntry,
  patientUrl,
  urn,
  type Writing,
} from './resources.ts';

/** A section of a document: words, references to entries, or both. */
export function section(
  code: string,
  title: string,
  words: string,
  entries: readonly Entry[] = [],
  sections: readonly JsonObject[] = [],
): JsonObject {
  return {
    title,
    code: coded(SECTION_SYSTEM, code, `${title}セクション`),
    ...(words === ''
      ? {}
      : {
          text: {
            status: 'additional',
            div: `<div xmlns="http://www.w3.org/1999/xhtml">${words
              .split('\n')
              .map((line) => `<p>${line}</p>`)
              .join('')}</div>`,
          },
        }),
    ...(entries.length === 0 && sections.length === 0
      ? { emptyReason: coded('http://terminology.hl7.org/CodeSystem/list-empty-reason', 'unavailable') }
      : {}),
    ...(entries.length === 0 ? {} : { entry: entries.map(({ fullUrl }) => ({ reference: fullUrl })) }),
    ...(sections.length === 0 ? {} : { section: [...sections] }),
  };
}

export function doctorEntry(writing: Writing): Entry {
  const { vendor } = writing;
  return {
    fullUrl: urn(vendor.institutionCode, 'doctor', vendor.doctor.code),
    resource: {
      resourceType: 'Practitioner',
      meta: meta(writing, `${ECS}/JP_Practitioner_eCS`),
      identifier: [doctorIdentifier(vendor)],
      name: [doctorName(vendor)],
    },
  };
}

export function institutionEntry(
  writing: Writing,
  institution: { institutionCode: string; name: string; address: string; phone: string },
): Entry {
  const isOwn = institution.institutionCode === writing.vendor.institutionCode;
  return {
    fullUrl: urn(writing.vendor.institutionCode, 'organization', institution.institutionCode),
    resource: {
      resourceType: 'Organization',
      meta: meta(writing, `${ECS}/JP_Organization_eCS`),
      ...(isOwn ? { extension: [department(writing.vendor)] } : {}),
      identifier: [{ system: INSTITUTION_SYSTEM, value: institution.institutionCode }],
      type: [coded('http://terminology.hl7.org/CodeSystem/organization-type', 'prov')],
      name: institution.name,
      ...(institution.phone === '' ? {} : { telecom: [{ system: 'phone', value: institution.phone }] }),
      ...(institution.address === '' ? {} : { address: [{ text: institution.address }] }),
    },
  };
}

export function fileEntry(
  writing: Writing,
  file: { id: string; title: string; mediaType: string; content: Uint8Array },
): Entry {
  return {
    fullUrl: urn(writing.vendor.institutionCode, 'file', file.id),
    resource: {
      resourceType: 'DocumentReference',
      meta: meta(writing, `${ECS}/JP_DocumentReference_eCS`),
      status: 'current',
      description: file.title,
      content: [
        {
          attachment: {
            contentType: file.mediaType,
            title: file.title,
            data: Buffer.from(file.content).toString('base64'),
          },
        },
      ],
    },
  };
}

export interface DocumentHead {
  localId: string;
  bundleProfile: string;
  compositionProfile: string;
  type: { code: string; display: string };
  category: { code: string; display: string };
  title: string;
  /** event and custodian, or the visit: what the profile of the document has beside the rest */
  context: JsonObject;
  sections: readonly JsonObject[];
}

/** A document Bundle: the head, the patient, who wrote it, and everything its sections point to. */
export function documentBundle(
  writing: Writing,
  head: DocumentHead,
  people: { doctor: Entry; institution: Entry },
  entries: readonly Entry[],
): JsonObject {
  const { vendor, at } = writing;
  const composition: Entry = {
    fullUrl: urn(vendor.institutionCode, head.localId, 'composition'),
    resource: {
      resourceType: 'Composition',
      meta: meta(writing, head.compositionProfile),
      extension: [
        {
          url: 'http://hl7.org/fhir/StructureDefinition/composition-clinicaldocument-versionNumber',
          valueString: '1',
        },
      ],
      identifier: {
        system: RESOURCE_IDENTIFIER,
        value: `${vendor.institutionCode}^${at.slice(0, 4)}^${head.localId}`,
      },
      status: 'final',
      type: coded('http://jpfhir.jp/fhir/Common/CodeSystem/doc-typecodes', head.type.code, head.type.display),
      category: [
        coded(
          'http://jpfhir.jp/fhir/Common/CodeSystem/doc-subtypecodes',
          head.category.code,
          head.category.display,
        ),
      ],
      subject: { reference: patientUrl(writing) },
      date: at,
      author: [{ reference: people.doctor.fullUrl }, { reference: people.institution.fullUrl }],
      title: head.title,
      ...head.context,
      section: [...head.sections],
    },
  };
  return {
    resourceType: 'Bundle',
    meta: { lastUpdated: at, profile: [`${head.bundleProfile}${vendor.version}`] },
    identifier: bundleIdentifier(writing, head.localId),
    type: 'document',
    timestamp: at,
    entry: [composition, patientEntry(writing), people.doctor, people.institution, ...entries],
  };
}
