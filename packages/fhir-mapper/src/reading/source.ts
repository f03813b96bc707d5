import type { ItemSource, OrganizationRecord } from '@shirube/core/records';
import { EXTENSIONS, IDENTIFIER_SYSTEMS, SYSTEMS } from '../systems.ts';
import { extensionOf, type JsonObject, objectOf, objectsOf, stringOf } from '../validation/json.ts';
import { dateOf, instantOf } from './dates.ts';
import { addressText, practitionerName, readPractitioner } from './people.ts';
import {
  codeIn,
  conceptText,
  firstOf,
  instanceIdentifier,
  type Reading,
  referenceOf,
  resolve,
} from './reading.ts';

/** Elements that name the person behind a fact, the nearest first. */
const PERSONS = ['recorder', 'requester', 'performer', 'asserter', 'author'];
/** Elements that say on which day it was written. */
const DAYS = ['recordedDate', 'authoredOn', 'issued', 'effectiveDateTime', 'date', 'occurrenceDateTime'];

/** Where an item comes from: facility, department, doctor, day and visit, as far as the sender says. */
export function readSource(resource: JsonObject, reading: Reading): ItemSource {
  const facilityCode = institutionOf(resource) ?? senderOf(reading);
  const department = objectOf(extensionOf(resource, EXTENSIONS.department)?.valueCodeableConcept);
  const person = personOf(resource, reading);
  const doctor = person.resource === undefined ? null : readPractitioner(person.resource);
  const day = DAYS.map((element) => resource[element]).find((value) => value !== undefined);
  return {
    facilityCode,
    facilityName: facilityCode === null ? null : organizationName(reading, facilityCode),
    departmentCode: codeIn(department, SYSTEMS.department),
    departmentName: conceptText(department),
    doctorName: practitionerName(doctor) ?? person.display,
    doctor,
    recordedOn: dateOf(day, reading, '記録', '日付'),
    recordedAt: instantOf(objectOf(resource.meta).lastUpdated),
    visit: visitOf(resource, reading),
    identifier: instanceIdentifier(resource),
    reference: referenceOf(reading, resource),
  };
}

/** The number a resource carries in its extension. */
function institutionOf(resource: JsonObject): string | null {
  const number = objectOf(extensionOf(resource, EXTENSIONS.institutionNumber)?.valueIdentifier);
  return stringOf(number.value) || null;
}

/** The institution under which the Bundle was registered: the first part of [Bundle-ID]. */
function senderOf(reading: Reading): string | null {
  return /^(\d{10})\^/.exec(reading.identifier)?.[1] ?? null;
}

const facilityNames = new WeakMap<Reading['entries'], Map<string, string>>();

/** The name that the Bundle gives an institution. Looked up once a Bundle: a letter may hold thousands of items. */
function organizationName({ entries }: Reading, institutionCode: string): string | null {
  const names = facilityNames.get(entries) ?? new Map<string, string>();
  if (!facilityNames.has(entries)) {
    facilityNames.set(entries, names);
    for (const { resource } of entries) {
      if (resource.resourceType !== 'Organization') continue;
      const organization = readOrganization(resource);
      if (!names.has(organization.institutionCode)) {
        names.set(organization.institutionCode, organization.name);
      }
    }
  }
  return names.get(institutionCode) || null;
}

/** Organization; its number stands as identifier or as extension. What is missing is '' or null. */
export function readOrganization(resource: JsonObject): OrganizationRecord {
  const identifier = objectsOf(resource.identifier).find(
    ({ system }) => system === IDENTIFIER_SYSTEMS.institution,
  );
  const address = objectOf(objectsOf(resource.address)[0]);
  const department = objectOf(extensionOf(resource, EXTENSIONS.department)?.valueCodeableConcept);
  const phone = objectsOf(resource.telecom).find(({ system }) => system === 'phone' || system === undefined);
  return {
    institutionCode: stringOf(identifier?.value) || (institutionOf(resource) ?? ''),
    name: stringOf(resource.name),
    postalCode: stringOf(address.postalCode) || null,
    address: addressText(address),
    phone: stringOf(phone?.value) || null,
    departmentCode: codeIn(department, SYSTEMS.department),
    departmentName: conceptText(department),
  };
}

/** The Practitioner, through a PractitionerRole where one stands between; or only the words of the reference. */
function personOf(
  resource: JsonObject,
  reading: Reading,
): { resource: JsonObject | undefined; display: string | null } {
  const reference = PERSONS.map((element) => firstOf(resource[element])).find(
    (candidate) => stringOf(candidate.reference) !== '' || stringOf(candidate.display) !== '',
  );
  const target = resolve(reading, resource, reference);
  const practitioner =
    target?.resourceType === 'PractitionerRole' ? resolve(reading, target, target.practitioner) : target;
  return {
    resource: practitioner?.resourceType === 'Practitioner' ? practitioner : undefined,
    display: stringOf(reference?.display) || null,
  };
}

function visitOf(resource: JsonObject, reading: Reading): ItemSource['visit'] {
  const encounter = resolve(reading, resource, resource.encounter);
  return encounter === undefined ? null : readEncounter(encounter);
}

/** Encounter: which visit, and when it began. */
export function readEncounter(encounter: JsonObject): NonNullable<ItemSource['visit']> {
  return {
    id: instanceIdentifier(encounter),
    startedAt: instantOf(objectOf(encounter.period).start),
  };
}
