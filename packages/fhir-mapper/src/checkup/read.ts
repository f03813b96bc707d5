import type {
  CheckupGroupRecord,
  ReceivedCheckup,
  ReceivedDocument,
  ReceivedItem,
  ReceivedSection,
} from '@shirube/core/records';
import { extensionOf, type JsonObject, objectOf, objectsOf, stringOf } from '../validation/json.ts';
import { readCheckupResult } from './read-observation.ts';
import {
  dayOf,
  practitionerName,
  readInsurance,
  readOrganization,
  readPerson,
  readPractitioner,
  sourceOf,
  textOrNull,
} from './read-people.ts';
import { ADDITIONAL_SECTION, isQuestionnaire, PROGRAM_SERVICES, programOfSection } from './sections.ts';
import { CHECKUP_EXTENSIONS, CHECKUP_PROFILES, CHECKUP_SYSTEMS, JUDGEMENT_ITEM } from './systems.ts';

/**
 * 健康診断結果報告書 of anybody, by any edition. Never throws: what is missing is null, what cannot be placed stands in `unread`.
 * Nothing of a report of ours is lost but the patient's share of the insurance, which the profile forbids.
 */
export function readCheckup(bundle: unknown): ReceivedDocument {
  const json = objectOf(bundle);
  const entries = readEntries(json);
  const resourceOf = (reference: unknown): JsonObject => entries.byUrl.get(stringOf(reference)) ?? {};
  const composition = entries.first('Composition');
  const authors = objectsOf(composition.author).map(({ reference }) => resourceOf(reference));
  const practitioner = authors.find(isOf('Practitioner')) ?? entries.first('Practitioner');
  const doctor = practitioner.resourceType === undefined ? null : readPractitioner(practitioner);
  const encounter = entries.first('Encounter');
  const provider = resourceOf(objectOf(encounter.serviceProvider).reference);
  const organization = authors.find(isOf('Organization')) ?? provider;
  const from = readOrganization(organization);
  const unread: string[] = [];
  const reader = new SectionReader(entries, from, doctor, unread);
  const sections = objectsOf(composition.section).map((section) => reader.read(section));
  reader.noteUnread();
  return {
    kind: 'checkup',
    identifier: stringOf(objectOf(json.identifier).value),
    versionText: textOrNull(extensionOf(composition, CHECKUP_EXTENSIONS.documentVersion)?.valueString),
    title: textOrNull(composition.title) ?? '健康診断結果報告書',
    issuedOn: dayOf(composition.date),
    createdAt: textOrNull(json.timestamp),
    from: { ...from, doctorName: doctor === null ? null : practitionerName(doctor) },
    to: null,
    person: readPerson(entries.first('Patient')),
    sections,
    attachments: [],
    enclosed: [],
    checkup: readHead({ entries, composition, encounter, sections }),
    unread,
  };
}

interface Entries {
  byUrl: ReadonlyMap<string, JsonObject>;
  first(type: string): JsonObject;
  all(type: string): [url: string, resource: JsonObject][];
}

function readEntries(bundle: JsonObject): Entries {
  const list = objectsOf(bundle.entry).map((entry, index): [string, JsonObject] => [
    stringOf(entry.fullUrl) || `#${index}`,
    objectOf(entry.resource),
  ]);
  const all = (type: string) => list.filter(([, { resourceType }]) => resourceType === type);
  return { byUrl: new Map(list), all, first: (type) => all(type)[0]?.[1] ?? {} };
}

const isOf =
  (type: string) =>
  ({ resourceType }: JsonObject): boolean =>
    resourceType === type;

function claims({ meta }: JsonObject, profile: string): boolean {
  const profiles = objectOf(meta).profile;
  return Array.isArray(profiles) && profiles.some((claimed) => stringOf(claimed).split('|')[0] === profile);
}

/** Reads sections, and remembers which entries none of them led to. */
class SectionReader {
  readonly #entries: Entries;
  readonly #unread: string[];
  readonly #source: ReturnType<typeof sourceOf>;
  readonly #seen = new Set<string>();

  constructor(
    entries: Entries,
    from: Parameters<typeof sourceOf>[0],
    doctor: Parameters<typeof sourceOf>[1],
    unread: string[],
  ) {
    this.#entries = entries;
    this.#unread = unread;
    this.#source = sourceOf(from, doctor);
  }

  read(section: JsonObject): ReceivedSection {
    const coding = objectsOf(objectOf(section.code).coding)[0];
    const code = stringOf(coding?.code);
    const context = { isQuestion: isQuestionnaire(code), isAdditional: code === ADDITIONAL_SECTION.code };
    return {
      code,
      title: textOrNull(section.title) ?? stringOf(coding?.display),
      text: plainText(objectOf(section.text).div),
      emptyReason: textOrNull(objectsOf(objectOf(section.emptyReason).coding)[0]?.code),
      items: objectsOf(section.entry).flatMap(({ reference }) => this.#items(stringOf(reference), context)),
      sections: objectsOf(section.section).map((inner) => this.read(inner)),
    };
  }

  /** An item, or the members of a group in its place. */
  #items(url: string, context: { isQuestion: boolean; isAdditional: boolean }): ReceivedItem[] {
    const resource = this.#entries.byUrl.get(url);
    if (resource === undefined) {
      this.#unread.push('送信データの中にない項目を指している箇所があります。');
      return [];
    }
    if (this.#seen.has(url)) return [];
    this.#seen.add(url);
    if (resource.resourceType === 'Coverage') return [];
    if (resource.resourceType !== 'Observation') return [this.#note(resource, url)];
    const members = objectsOf(resource.hasMember);
    if (members.length > 0) {
      return members.flatMap(({ reference }) => this.#items(stringOf(reference), context));
    }
    const result = readCheckupResult(resource, this.#source(resource, url), {
      ...context,
      practitionerOf: (reference) => {
        const person = this.#entries.byUrl.get(reference);
        return person === undefined ? null : readPractitioner(person);
      },
    });
    if (result !== null) return [result];
    this.#unread.push('検査項目の名前もコードもない結果が1件あります。');
    return [];
  }

  #note(resource: JsonObject, url: string): ReceivedItem {
    const words = [objectOf(resource.code).text, resource.description, resource.conclusion]
      .map(stringOf)
      .filter((line) => line !== '');
    return {
      kind: 'note',
      source: this.#source(resource, url),
      resourceType: stringOf(resource.resourceType),
      title: words[0] ?? '添付の記録',
      lines: words.slice(1),
    };
  }

  /** Results that no section leads to are never dropped in silence. */
  noteUnread(): void {
    for (const [url, resource] of this.#entries.all('Observation')) {
      if (this.#seen.has(url)) continue;
      const code = objectOf(resource.code);
      const name =
        textOrNull(code.text) ?? textOrNull(objectsOf(code.coding)[0]?.display) ?? '名前のない項目';
      this.#unread.push(`どのセクションにも入っていない結果があります: ${name}`);
    }
  }
}

/** The words of a narrative without its markup. */
function plainText(div: unknown): string {
  return stringOf(div)
    .replace(/<\/(?:p|li|div|tr|h[1-6])>|<br\s*\/?>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(lt|gt|quot|amp|#160|nbsp);/g, (_, name: string) => CHARACTERS[name] ?? ' ')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/\s*\n\s*/g, '\n')
    .trim();
}
const CHARACTERS: Record<string, string> = { lt: '<', gt: '>', quot: '"', amp: '&' };

function readHead({
  entries,
  composition,
  encounter,
  sections,
}: {
  entries: Entries;
  composition: JsonObject;
  encounter: JsonObject;
  sections: readonly ReceivedSection[];
}): ReceivedCheckup {
  const event = objectsOf(composition.event)[0];
  const programCode = textOrNull(
    objectsOf(objectOf(objectsOf(event?.code)[0]).coding).find(
      ({ system }) => system === CHECKUP_SYSTEMS.programService,
    )?.code,
  );
  const ticket = entries
    .all('Coverage')
    .find(([, coverage]) => claims(coverage, CHECKUP_PROFILES.coverageTicket) || isTicket(coverage))?.[1];
  const insurance = entries.all('Coverage').find(([, coverage]) => coverage !== ticket)?.[1];
  const insurer = entries.byUrl.get(stringOf(objectsOf(insurance?.payor)[0]?.reference)) ?? {};
  const settingCode = objectsOf(objectOf(encounter.serviceType).coding)[0]?.code;
  return {
    program:
      sections.map(({ code }) => programOfSection(code)).find((program) => program !== null) ??
      programOf(programCode),
    reportCategory: textOrNull(objectsOf(objectOf(objectsOf(composition.category)[0]).coding)[0]?.code),
    programCode,
    examinedOn: dayOf(objectOf(encounter.period).start) ?? dayOf(objectOf(event?.period).start),
    setting: settingCode === '2' ? 'group' : settingCode === '1' ? 'individual' : null,
    ticketNumber: textOrNull(ticket?.subscriberId),
    coverage: insurance === undefined ? null : readInsurance(insurance, insurer),
    groups: readGroups(entries),
    overallJudgement: judgementOf(entries),
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

function readGroups(entries: Entries): CheckupGroupRecord[] {
  return entries.all('Observation').flatMap(([, group]) => {
    const coding = objectsOf(objectOf(group.code).coding).find(
      ({ system }) => system === CHECKUP_SYSTEMS.group,
    );
    if (coding === undefined) return [];
    const members = objectsOf(group.hasMember).flatMap((member): CheckupGroupRecord['members'] => {
      const item = entries.byUrl.get(stringOf(member.reference));
      const itemCode = stringOf(objectsOf(objectOf(item?.code).coding)[0]?.code);
      const relationship = extensionOf(member, CHECKUP_EXTENSIONS.groupRelationship)?.valueCode;
      return itemCode === '' ? [] : [{ itemCode, relationship: relationship === 'RSON' ? 'RSON' : 'COMP' }];
    });
    return [{ code: stringOf(coding.code), name: stringOf(coding.display), members }];
  });
}

function judgementOf(entries: Entries): string | null {
  const judgement = entries
    .all('Observation')
    .find(([, { code }]) => objectsOf(objectOf(code).coding)[0]?.code === JUDGEMENT_ITEM.code);
  return textOrNull(judgement?.[1].valueString);
}
