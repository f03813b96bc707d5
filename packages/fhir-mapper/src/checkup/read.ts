import type {
  CheckupGroupRecord,
  ItemSource,
  PractitionerRecord,
  ReceivedCheckup,
  ReceivedDocument,
  ReceivedItem,
  ReceivedSection,
} from '@shirube/core/records';
import { readBinary, readDocumentReference } from '../documents/reading/attachments.ts';
import { type DocumentReading, openDocument } from '../documents/reading/document-reading.ts';
import { plainTextOf } from '../documents/reading/plain-text.ts';
import { dateOf, instantOf } from '../reading/dates.ts';
import { practitionerName, readPatient, readPractitioner, UNKNOWN_PERSON } from '../reading/people.ts';
import { codeIn, conceptText, firstOf, resolve } from '../reading/reading.ts';
import { readOrganization } from '../reading/source.ts';
import { extensionOf, type JsonObject, listOf, objectOf, objectsOf, stringOf } from '../validation/json.ts';
import { readCheckupResult } from './read-observation.ts';
import { readInsurance, sourceOf, textOrNull } from './read-people.ts';
import { ADDITIONAL_SECTION, isQuestionnaire, PROGRAM_SERVICES, programOfSection } from './sections.ts';
import { CHECKUP_EXTENSIONS, CHECKUP_PROFILES, CHECKUP_SYSTEMS, JUDGEMENT_ITEM } from './systems.ts';

/**
 * 健康診断結果報告書 of anybody, by any edition. Never throws: what is missing is null, what cannot be placed stands in `unread`.
 * Nothing of a report of ours is lost but the patient's share of the insurance, which the profile forbids.
 */
export function readCheckup(bundle: unknown): ReceivedDocument {
  // a report of examinations holds files, and no documents inside of it
  const inside = { readEnclosed: () => null, budget: { attachments: 0, bytes: 0 }, person: UNKNOWN_PERSON };
  const reading = openDocument(bundle, inside);
  const { composition, subject } = reading;
  if (subject === undefined) reading.unread.push('誰の健診結果か（患者）が書かれていません。');
  else reading.person = readPatient(subject, reading);
  const encounter = resolve(reading, composition, composition.encounter) ?? first(reading, 'Encounter');
  const authors = objectsOf(composition.author).map((author) => resolve(reading, composition, author) ?? {});
  const practitioner = authors.find(isOf('Practitioner')) ?? first(reading, 'Practitioner');
  const doctor = readPractitioner(practitioner);
  const organization =
    authors.find(isOf('Organization')) ?? resolve(reading, encounter, encounter.serviceProvider) ?? {};
  const from = readOrganization(organization);
  const reader = new SectionReader(reading, sourceOf(reading, from, doctor));
  const sections = objectsOf(composition.section).map((section) => reader.read(section));
  reader.noteUnread();
  return {
    kind: 'checkup',
    identifier: reading.identifier,
    versionText: textOrNull(extensionOf(composition, CHECKUP_EXTENSIONS.documentVersion)?.valueString),
    title: textOrNull(composition.title) ?? '健康診断結果報告書',
    issuedOn: dateOf(composition.date, reading, '健診結果', '作成日'),
    createdAt: instantOf(objectOf(bundle).timestamp),
    from: { ...from, doctorName: practitionerName(doctor) },
    to: null,
    person: reading.person,
    sections,
    attachments: reading.attachments,
    enclosed: reading.enclosed,
    checkup: readHead(reading, encounter, sections),
    unread: reading.unread,
  };
}

function all(reading: DocumentReading, type: string): JsonObject[] {
  return reading.entries.map(({ resource }) => resource).filter(isOf(type));
}

function first(reading: DocumentReading, type: string): JsonObject {
  return all(reading, type)[0] ?? {};
}

const isOf =
  (type: string) =>
  ({ resourceType }: JsonObject): boolean =>
    resourceType === type;

function claims({ meta }: JsonObject, profile: string): boolean {
  return listOf(objectOf(meta).profile).some((claimed) => stringOf(claimed).split('|')[0] === profile);
}

/** Reads sections, and remembers which entries none of them led to. */
class SectionReader {
  readonly #reading: DocumentReading;
  readonly #source: (resource: JsonObject) => ItemSource;

  constructor(reading: DocumentReading, source: (resource: JsonObject) => ItemSource) {
    this.#reading = reading;
    this.#source = source;
  }

  read(section: JsonObject): ReceivedSection {
    const coding = firstOf(objectOf(section.code).coding);
    const code = stringOf(coding.code);
    const text = plainTextOf(stringOf(objectOf(section.text).div));
    const place = { isQuestion: isQuestionnaire(code), isAdditional: code === ADDITIONAL_SECTION.code, text };
    return {
      code,
      title: textOrNull(section.title) ?? stringOf(coding.display),
      text,
      emptyReason: textOrNull(firstOf(objectOf(section.emptyReason).coding).code),
      items: objectsOf(section.entry).flatMap((entry) =>
        this.#items(this.#reading.composition, entry, place),
      ),
      sections: objectsOf(section.section).map((inner) => this.read(inner)),
    };
  }

  /** An item, or the members of a group in its place. */
  #items(
    container: JsonObject,
    reference: JsonObject,
    place: { isQuestion: boolean; isAdditional: boolean; text: string },
  ): ReceivedItem[] {
    const reading = this.#reading;
    const resource = resolve(reading, container, reference);
    if (resource === undefined) {
      const words = textOrNull(reference.display);
      reading.unread.push(`送信データの中にない項目を指している箇所があります${words ? `：${words}` : '。'}`);
      return [];
    }
    if (reading.placed.has(resource)) return [];
    reading.placed.add(resource);
    const source = this.#source(resource);
    switch (resource.resourceType) {
      case 'Coverage':
        return [];
      case 'DocumentReference':
        return readDocumentReference(resource, reading, place.text);
      case 'Media':
        return readBinary(resource, reading);
      case 'Observation':
        break;
      default:
        return [noteOf(resource, source)];
    }
    const members = objectsOf(resource.hasMember);
    if (members.length > 0) return members.flatMap((member) => this.#items(resource, member, place));
    const result = readCheckupResult(resource, source, {
      ...place,
      reading,
      practitionerOf: (person) => personAt(reading, resource, person),
    });
    if (result !== null) return [result];
    reading.unread.push('検査項目の名前もコードもない結果が1件あります。');
    return [];
  }

  /** Results that no section leads to are never dropped in silence. */
  noteUnread(): void {
    for (const resource of all(this.#reading, 'Observation')) {
      if (this.#reading.placed.has(resource)) continue;
      const name = conceptText(resource.code) ?? '名前のない項目';
      this.#reading.unread.push(`どのセクションにも入っていない結果があります: ${name}`);
    }
  }
}

function personAt(
  reading: DocumentReading,
  container: JsonObject,
  reference: unknown,
): PractitionerRecord | null {
  const person = resolve(reading, container, reference);
  return person === undefined ? null : readPractitioner(person);
}

/** Anything else a section holds (DiagnosticReport …), in lines. */
function noteOf(resource: JsonObject, source: ItemSource): ReceivedItem {
  const words = [conceptText(resource.code) ?? '', resource.description, resource.conclusion]
    .map(stringOf)
    .filter((line) => line !== '');
  return {
    kind: 'note',
    source,
    resourceType: stringOf(resource.resourceType),
    title: words[0] ?? '添付の記録',
    lines: words.slice(1),
  };
}

function readHead(
  reading: DocumentReading,
  encounter: JsonObject,
  sections: readonly ReceivedSection[],
): ReceivedCheckup {
  const { composition } = reading;
  const event = firstOf(composition.event);
  const programCode = codeIn(firstOf(event.code), CHECKUP_SYSTEMS.programService);
  const coverages = all(reading, 'Coverage');
  const ticket = coverages.find(
    (coverage) => claims(coverage, CHECKUP_PROFILES.coverageTicket) || isTicket(coverage),
  );
  const insurance = coverages.find((coverage) => coverage !== ticket);
  const settingCode = firstOf(objectOf(encounter.serviceType).coding).code;
  const examinedAt = objectOf(encounter.period).start ?? objectOf(event.period).start;
  return {
    program:
      sections.map(({ code }) => programOfSection(code)).find((program) => program !== null) ??
      programOf(programCode),
    reportCategory: textOrNull(firstOf(firstOf(composition.category).coding).code),
    programCode,
    examinedOn: dateOf(examinedAt, reading, '健診結果', '受診日'),
    setting: settingCode === '2' ? 'group' : settingCode === '1' ? 'individual' : null,
    ticketNumber: textOrNull(ticket?.subscriberId),
    coverage:
      insurance === undefined
        ? null
        : readInsurance(insurance, resolve(reading, insurance, firstOf(insurance.payor)) ?? {}),
    groups: readGroups(reading),
    overallJudgement: judgementOf(reading),
  };
}

function isTicket(coverage: JsonObject): boolean {
  return objectsOf(objectOf(coverage.type).coding).some(({ system }) => system === CHECKUP_SYSTEMS.ticket);
}

/** A report without sections still says by its program whose it is. */
function programOf(programCode: string | null): ReceivedCheckup['program'] {
  const own = { '010': 'special', '020': 'late_elderly', '030': 'occupational', '040': 'school' } as const;
  if (programCode === null || PROGRAM_SERVICES[programCode] === undefined) return null;
  return own[programCode as keyof typeof own] ?? 'other';
}

function readGroups(reading: DocumentReading): CheckupGroupRecord[] {
  return all(reading, 'Observation').flatMap((group) => {
    const coding = objectsOf(objectOf(group.code).coding).find(
      ({ system }) => system === CHECKUP_SYSTEMS.group,
    );
    if (coding === undefined) return [];
    const members = objectsOf(group.hasMember).flatMap((member): CheckupGroupRecord['members'] => {
      const item = resolve(reading, group, member);
      const itemCode = stringOf(firstOf(objectOf(item?.code).coding).code);
      const relationship = extensionOf(member, CHECKUP_EXTENSIONS.groupRelationship)?.valueCode;
      return itemCode === '' ? [] : [{ itemCode, relationship: relationship === 'RSON' ? 'RSON' : 'COMP' }];
    });
    return [{ code: stringOf(coding.code), name: stringOf(coding.display), members }];
  });
}

function judgementOf(reading: DocumentReading): string | null {
  const judgement = all(reading, 'Observation').find(
    ({ code }) => firstOf(objectOf(code).coding).code === JUDGEMENT_ITEM.code,
  );
  return textOrNull(judgement?.valueString);
}
