import type {
  ItemSource,
  OrganizationRecord,
  PractitionerRecord,
  ReceivedCheckup,
  ReceivedPerson,
  SexCode,
} from '@shirube/core/records';
import { EXTENSIONS, IDENTIFIER_SYSTEMS } from '../systems.ts';
import { extensionOf, type JsonObject, listOf, objectOf, objectsOf, stringOf } from '../validation/json.ts';
import { CHECKUP_EXTENSIONS, CHECKUP_IDENTIFIER_SYSTEMS, CHECKUP_SYSTEMS } from './systems.ts';

/** The text, or null when there is none. */
export function textOrNull(value: unknown): string | null {
  const text = stringOf(value);
  return text === '' ? null : text;
}

/** The day of a date or an instant as it was written; null for less than a day. */
export function dayOf(value: unknown): string | null {
  return /^\d{4}-\d{2}-\d{2}/.exec(stringOf(value))?.[0] ?? null;
}

interface NameParts {
  text: string;
  family: string | null;
  given: string | null;
}

function nameOf(person: JsonObject, representation: 'IDE' | 'SYL'): NameParts | null {
  const names = objectsOf(person.name);
  const own = names.find(
    (name) => extensionOf(name, EXTENSIONS.nameRepresentation)?.valueCode === representation,
  );
  const unmarked = names.find((name) => extensionOf(name, EXTENSIONS.nameRepresentation) === undefined);
  const name = own ?? (representation === 'IDE' ? unmarked : undefined);
  if (name === undefined) return null;
  const given = listOf(name.given).map(stringOf).join(' ');
  return { text: stringOf(name.text), family: textOrNull(name.family), given: given === '' ? null : given };
}

function identifierOf(resource: JsonObject, isOurs: (system: string) => boolean): string | null {
  return textOrNull(objectsOf(resource.identifier).find(({ system }) => isOurs(stringOf(system)))?.value);
}

const SEXES: readonly string[] = ['male', 'female', 'other', 'unknown'] satisfies SexCode[];

export function readPerson(patient: JsonObject): ReceivedPerson {
  const kanji = nameOf(patient, 'IDE');
  const kana = nameOf(patient, 'SYL');
  const address = objectsOf(patient.address)[0];
  const sex = stringOf(patient.gender);
  return {
    familyName: kanji?.family ?? null,
    givenName: kanji?.given ?? null,
    nameText: kanji?.text || [kanji?.family, kanji?.given].filter(Boolean).join(' ') || kana?.text || '',
    familyKana: kana?.family ?? null,
    givenKana: kana?.given ?? null,
    birthDate: dayOf(patient.birthDate),
    sex: SEXES.includes(sex) ? (sex as SexCode) : null,
    postalCode: textOrNull(address?.postalCode),
    address: textOrNull(address?.text),
    patientNumber: identifierOf(patient, (system) => system.startsWith(IDENTIFIER_SYSTEMS.localPatient)),
    insuredId: identifierOf(patient, (system) => system === IDENTIFIER_SYSTEMS.insuredPerson),
  };
}

/** A name that is only one text stands in familyName. */
export function readPractitioner(practitioner: JsonObject): PractitionerRecord {
  const kanji = nameOf(practitioner, 'IDE');
  const kana = nameOf(practitioner, 'SYL');
  return {
    code: identifierOf(practitioner, (system) => system.startsWith(IDENTIFIER_SYSTEMS.localPractitioner)),
    familyName: kanji?.family ?? kanji?.text ?? '',
    givenName: kanji?.given ?? '',
    familyKana: kana?.family ?? kana?.text ?? '',
    givenKana: kana?.given ?? '',
  };
}

/** A person's name as one text; null when nothing is known. */
export function practitionerName({
  familyName,
  givenName,
  familyKana,
  givenKana,
}: PractitionerRecord): string | null {
  const kanji = [familyName, givenName].filter((part) => part !== '').join(' ');
  const kana = [familyKana, givenKana].filter((part) => part !== '').join(' ');
  return kanji || kana || null;
}

export function readOrganization(organization: JsonObject): OrganizationRecord {
  const address = objectsOf(organization.address)[0];
  const phone = objectsOf(organization.telecom).find(({ system }) => system === 'phone');
  return {
    institutionCode: identifierOf(organization, (system) => system === IDENTIFIER_SYSTEMS.institution) ?? '',
    name: stringOf(organization.name),
    postalCode: textOrNull(address?.postalCode),
    address: textOrNull(address?.text),
    phone: textOrNull(phone?.value),
    departmentCode: null,
    departmentName: null,
  };
}

/** The insurance of the person, by extensions (1.5.0) or by 被保険者個人識別子 (later). */
export function readInsurance(
  coverage: JsonObject,
  insurer: JsonObject,
): NonNullable<ReceivedCheckup['coverage']> {
  const member = identifierOf(coverage, (system) => system === IDENTIFIER_SYSTEMS.insuredPerson)?.split(':');
  const extension = (url: string) => textOrNull(extensionOf(coverage, url)?.valueString);
  const relationship = objectsOf(objectOf(coverage.relationship).coding).find(
    ({ system }) => system === CHECKUP_SYSTEMS.insuredPersonCategory,
  )?.code;
  return {
    insurerNumber:
      identifierOf(insurer, (system) => system === CHECKUP_IDENTIFIER_SYSTEMS.insurer) ?? member?.[0] ?? null,
    symbol: extension(CHECKUP_EXTENSIONS.insuredSymbol) ?? textOrNull(member?.[1]),
    number: extension(CHECKUP_EXTENSIONS.insuredNumber) ?? textOrNull(member?.[2]),
    branchNumber: extension(CHECKUP_EXTENSIONS.insuredBranch) ?? textOrNull(member?.[3]),
    isDependent: relationship === '2' ? true : relationship === '1' ? false : null,
  };
}

/** Where every item of a report comes from: its institution and its author. */
export function sourceOf(from: OrganizationRecord, doctor: PractitionerRecord | null) {
  return (resource: JsonObject, reference: string): ItemSource => ({
    facilityCode: from.institutionCode === '' ? null : from.institutionCode,
    facilityName: from.name === '' ? null : from.name,
    departmentCode: null,
    departmentName: null,
    doctorName: doctor === null ? null : practitionerName(doctor),
    doctor,
    recordedOn: dayOf(resource.effectiveDateTime),
    recordedAt: textOrNull(objectOf(resource.meta).lastUpdated),
    visit: null,
    identifier: identifierOf(resource, (system) => system === IDENTIFIER_SYSTEMS.resourceInstance),
    reference,
  });
}
