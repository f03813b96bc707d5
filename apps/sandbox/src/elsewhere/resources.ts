import { createHash } from 'node:crypto';
import type { Instant } from '@shirube/core/records';
import type { DemoPerson } from '../knowledge/people.ts';
import type { JsonObject } from '../sharing/json.ts';
import {
  BUNDLE_IDENTIFIER_SYSTEM,
  CORE,
  DEPARTMENT_EXTENSION,
  ECS,
  INSTITUTION_EXTENSION,
  INSTITUTION_SYSTEM,
  INSURED_SYSTEM,
  PUBLIC_PAYER_SYSTEM,
  RESOURCE_IDENTIFIER,
} from '../sharing/names.ts';
import type { Vendor } from './vendors.ts';

const NAME_KIND = 'http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation';
const DEPARTMENTS = 'http://jami.jp/SS-MIX2/CodeSystem/ClinicalDepartment';

/** One entry on its way into a Bundle. */
export interface Entry extends JsonObject {
  fullUrl: string;
  resource: JsonObject;
}

/** Whose data, in whose system, at what time. */
export interface Writing {
  vendor: Vendor;
  person: DemoPerson;
  at: Instant;
}

/** A urn:uuid that is the same for the same words. */
export function urn(...words: string[]): string {
  const hash = createHash('sha256').update(words.join('|')).digest('hex');
  return `urn:uuid:${hash.slice(0, 8)}-${hash.slice(8, 12)}-5${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

export const coded = (system: string, code: string, display?: string): JsonObject => ({
  coding: [display === undefined ? { system, code } : { system, code, display }],
});

export const meta = (writing: Writing, profile: string, tags: readonly string[] = []): JsonObject => ({
  lastUpdated: writing.at,
  profile: [`${profile}${writing.vendor.version}`],
  ...(tags.length === 0
    ? {}
    : {
        tag: tags.map((code) => ({
          system: 'http://jpfhir.jp/fhir/clins/CodeSystem/JP_ehrshrs_indication',
          code,
        })),
      }),
});

export const ownIdentifier = ({ vendor }: Writing, id: string): JsonObject => ({
  system: RESOURCE_IDENTIFIER,
  value: `${vendor.institutionCode}-${id}`,
});

export function patientUrl({ vendor, person }: Writing): string {
  return urn(vendor.institutionCode, person.id, 'patient');
}

/** 被保険者個人識別子 of a person, or that of 生活保護. */
export function insuredId(person: DemoPerson): { system: string; value: string } {
  const held = person.insurance;
  if (held === null) {
    const subsidy = person.publicSubsidies[0];
    return {
      system: PUBLIC_PAYER_SYSTEM,
      value: `${subsidy?.payerNumber ?? ''}::${subsidy?.recipientNumber ?? ''}:`,
    };
  }
  const insurer = held.insurerNumber.padStart(8, '0');
  const value = `${insurer}:${held.symbol ?? ''}:${held.number}:${held.branchNumber ?? ''}`;
  return { system: INSURED_SYSTEM, value };
}

function humanName(vendor: Vendor, representation: 'IDE' | 'SYL', family: string, given: string): JsonObject {
  return {
    extension: [{ url: NAME_KIND, valueCode: representation }],
    text: `${family} ${given}`,
    ...(vendor.splitsNames ? { family, given: [given] } : {}),
  };
}

export function patientEntry(writing: Writing): Entry {
  const { vendor, person } = writing;
  return {
    fullUrl: patientUrl(writing),
    resource: {
      resourceType: 'Patient',
      meta: meta(writing, `${ECS}/JP_Patient_eCS`),
      identifier: [
        {
          system: `urn:oid:1.2.392.100495.20.3.51.1${vendor.institutionCode}`,
          value: `${Number(person.patientNumber) + 700_000}`,
        },
        insuredId(person),
      ],
      name: [
        humanName(vendor, 'IDE', person.familyName, person.givenName),
        ...(vendor.writesKana ? [humanName(vendor, 'SYL', person.familyKana, person.givenKana)] : []),
      ],
      gender: person.sex,
      birthDate: person.birthDate,
      address: [{ text: person.address, postalCode: person.postalCode }],
    },
  };
}

export function itemExtensions({ vendor }: Writing): JsonObject[] {
  return [
    {
      url: INSTITUTION_EXTENSION,
      valueIdentifier: { system: INSTITUTION_SYSTEM, value: vendor.institutionCode },
    },
    department(vendor),
  ];
}

export function department({ department: { code, text } }: Vendor): JsonObject {
  return {
    url: DEPARTMENT_EXTENSION,
    valueCodeableConcept: {
      ...(code === null ? {} : coded(DEPARTMENTS, code, text)),
      text,
    },
  };
}

/** The visit, inside an item: the claimed profile carries no version. */
export function containedVisit({ vendor }: Writing, isInpatient = false): JsonObject {
  const profile = vendor.containedProfile === 'core' ? `${CORE}/JP_Encounter` : `${ECS}/JP_Encounter_eCS`;
  return {
    resourceType: 'Encounter',
    id: 'encounter',
    meta: { profile: [profile] },
    status: 'finished',
    class: {
      system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
      code: isInpatient ? 'IMP' : 'AMB',
      display: isInpatient ? '入院' : '外来',
    },
  };
}

export function containedDoctor({ vendor }: Writing): JsonObject {
  const profile =
    vendor.containedProfile === 'core' ? `${CORE}/JP_Practitioner` : `${ECS}/JP_Practitioner_eCS`;
  return {
    resourceType: 'Practitioner',
    id: 'doctor',
    meta: { profile: [profile] },
    identifier: [doctorIdentifier(vendor)],
    name: [doctorName(vendor)],
  };
}

export function doctorIdentifier(vendor: Vendor): JsonObject {
  return {
    system: `urn:oid:1.2.392.100495.20.3.41.1${vendor.institutionCode}`,
    value: vendor.doctor.code,
  };
}

export function doctorName({ doctor, splitsNames }: Vendor): JsonObject {
  return {
    extension: [{ url: NAME_KIND, valueCode: 'IDE' }],
    text: `${doctor.family} ${doctor.given}`,
    ...(splitsNames ? { family: doctor.family, given: [doctor.given] } : {}),
  };
}

export function bundleIdentifier({ vendor, at }: Writing, localId: string): JsonObject {
  return {
    system: BUNDLE_IDENTIFIER_SYSTEM,
    value: `${vendor.institutionCode}^${at.slice(0, 4)}^${localId}`,
  };
}
