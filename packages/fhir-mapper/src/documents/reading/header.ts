import type { OrganizationRecord, ReceivedDocument } from '@shirube/core/records';
import { dateOf, instantOf } from '../../reading/dates.ts';
import { practitionerName, readPractitioner } from '../../reading/people.ts';
import { conceptText, resolve, tell, tellUnread } from '../../reading/reading.ts';
import { readOrganization } from '../../reading/source.ts';
import { extensionOf, type JsonObject, objectOf, objectsOf, stringOf } from '../../validation/json.ts';
import { VERSION_NUMBER } from '../code-systems.ts';
import { FROM_SECTION, TO_SECTION } from '../sections.ts';
import type { DocumentReading } from './document-reading.ts';
import { plainTextOf } from './plain-text.ts';

type Party = ReceivedDocument['from'];

/** Elements of a Composition that are read, or say nothing to a doctor. */
const KNOWN = [
  ...['extension', 'identifier', 'status', 'type', 'category', 'subject', 'encounter', 'date', 'author'],
  ...['title', 'custodian', 'relatesTo', 'event', 'section', 'text'],
];
const UNKNOWN_PARTY: OrganizationRecord = {
  institutionCode: '',
  name: '',
  postalCode: null,
  address: null,
  phone: null,
  departmentCode: null,
  departmentName: null,
};

/** What a document says of itself: number, edition, title, dates, who wrote it, to whom, in answer to what. */
export function readHeader(reading: DocumentReading) {
  const { composition } = reading;
  tellUnread(reading, '文書', { ...composition, extension: undefined }, KNOWN);
  if (composition.status !== undefined && composition.status !== 'final') {
    tell(reading, '文書', '状態', stringOf(composition.status));
  }
  const event = objectOf(objectsOf(composition.event)[0]);
  const createdAt = instantOf(composition.date);
  const isOfStay = stringOf(objectOf(event.period).end) !== '';
  return {
    identifier: reading.identifier || stringOf(objectOf(composition.identifier).value),
    versionText: stringOf(extensionOf(composition, VERSION_NUMBER)?.valueString) || null,
    title: stringOf(composition.title) || (conceptText(composition.type) ?? '（題名なし）'),
    categoryText: conceptText(objectsOf(composition.category)[0]),
    // The event of a referral is its issue; that of a discharge summary is the stay.
    issuedOn:
      (isOfStay ? null : dateOf(objectOf(event.period).start, reading, '文書', '発行日')) ??
      dateOf(composition.date, reading, '文書', '作成日'),
    createdAt,
    from: readSender(reading),
    to: readReceiver(reading),
    inReplyTo: readReply(reading),
  };
}

function readSender(reading: DocumentReading): Party {
  const { composition } = reading;
  const authors = objectsOf(composition.author).map((author) => resolve(reading, composition, author));
  const parties = [
    ...authors,
    ...sectionEntries(FROM_SECTION, reading),
    resolve(reading, composition, composition.custodian),
  ];
  const party = partyOf(parties, reading);
  const [first, ...others] = objectsOf(composition.author).map(({ display }) => stringOf(display));
  const written = party ?? { ...UNKNOWN_PARTY, name: first ?? '', doctorName: null };
  const further = practitioners(authors, reading).slice(1).map(nameOf);
  if (further.length > 0) tell(reading, '文書', 'ほかの作成者', further.join('、'));
  if (party === null && others.length > 0) tell(reading, '文書', 'ほかの作成者', others.join('、'));
  return written;
}

function readReceiver(reading: DocumentReading): Party | null {
  return partyOf(sectionEntries(TO_SECTION, reading), reading);
}

/** An institution and its doctor from whatever stands for them; the roles between them are looked through. */
function partyOf(parties: readonly (JsonObject | undefined)[], reading: DocumentReading): Party | null {
  const organizations = parties.map((party) =>
    party?.resourceType === 'PractitionerRole' ? resolve(reading, party, party.organization) : party,
  );
  const organization = organizations.find((party) => party?.resourceType === 'Organization');
  const [doctor] = practitioners(parties, reading);
  if (organization === undefined && doctor === undefined) return null;
  const read = organization === undefined ? UNKNOWN_PARTY : readOrganization(organization);
  return {
    ...withInstitution(read, organization, reading),
    doctorName: doctor === undefined ? null : nameOf(doctor),
  };
}

/** A department that is an Organization of its own belongs to its institution (partOf). */
function withInstitution(
  read: OrganizationRecord,
  organization: JsonObject | undefined,
  reading: DocumentReading,
): OrganizationRecord {
  const whole = organization === undefined ? undefined : resolve(reading, organization, organization.partOf);
  if (read.institutionCode !== '' || whole?.resourceType !== 'Organization') return read;
  return { ...readOrganization(whole), departmentName: read.departmentName ?? (read.name || null) };
}

function practitioners(parties: readonly (JsonObject | undefined)[], reading: DocumentReading): JsonObject[] {
  return parties
    .map((party) =>
      party?.resourceType === 'PractitionerRole' ? resolve(reading, party, party.practitioner) : party,
    )
    .filter((party) => party?.resourceType === 'Practitioner')
    .filter((party) => party !== undefined);
}

function nameOf(practitioner: JsonObject): string {
  return practitionerName(readPractitioner(practitioner)) ?? '（氏名が書かれていません）';
}

/** What a section at the top refers to; editions before 1.5.4 write the same codes under other systems. */
function sectionEntries(code: string, reading: DocumentReading): (JsonObject | undefined)[] {
  return objectsOf(reading.composition.section)
    .filter((section) => objectsOf(objectOf(section.code).coding).some((coding) => coding.code === code))
    .flatMap((section) => objectsOf(section.entry))
    .map((entry) => resolve(reading, reading.composition, entry));
}

/** The letter this one answers. Any other relation between documents is told in words. */
function readReply(reading: DocumentReading): NonNullable<ReceivedDocument['inReplyTo']> | null {
  const relations = objectsOf(reading.composition.relatesTo);
  const reply = relations.find(
    ({ code, targetIdentifier }) => code === 'appends' && targetIdentifier !== undefined,
  );
  for (const relation of relations.filter((other) => other !== reply)) {
    const target =
      stringOf(objectOf(relation.targetIdentifier).value) ||
      stringOf(objectOf(relation.targetReference).reference);
    tell(reading, '文書', '関連する文書', `${stringOf(relation.code)} ${target}`.trim());
  }
  const identifier = stringOf(objectOf(reply?.targetIdentifier).value);
  if (identifier === '') return null;
  const assigner = objectOf(objectOf(reply?.targetIdentifier).assigner);
  return { identifier, facilityName: stringOf(assigner.display) || null };
}

/** The narrative of the Composition itself, which stands before its sections. */
export function compositionText({ composition }: DocumentReading): string {
  return plainTextOf(stringOf(objectOf(composition.text).div));
}
