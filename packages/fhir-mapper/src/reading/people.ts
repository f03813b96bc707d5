import type { PractitionerRecord, ReceivedPerson, SexCode } from '@shirube/core/records';
import { EXTENSIONS, IDENTIFIER_SYSTEMS } from '../systems.ts';
import { extensionOf, type JsonObject, listOf, objectOf, objectsOf, stringOf } from '../validation/json.ts';
import { dateOf } from './dates.ts';
import type { Reading } from './reading.ts';

interface NameParts {
  family: string;
  given: string;
  text: string;
}

/** 漢字 (IDE) and カナ (SYL) of a person; a name without representation counts as 漢字. */
function namesOf(resource: JsonObject): { kanji: NameParts; kana: NameParts } {
  const names = objectsOf(resource.name);
  const representation = (name: JsonObject): string =>
    stringOf(extensionOf(name, EXTENSIONS.nameRepresentation)?.valueCode);
  const kana = names.find((name) => representation(name) === 'SYL');
  const kanji =
    names.find((name) => representation(name) === 'IDE') ?? names.find((name) => name !== kana) ?? {};
  return { kanji: partsOf(kanji), kana: partsOf(kana ?? {}) };
}

function partsOf(name: JsonObject): NameParts {
  const family = stringOf(name.family);
  const given = listOf(name.given).map(stringOf).filter(Boolean).join(' ');
  return { family, given, text: stringOf(name.text) || [family, given].filter(Boolean).join(' ') };
}

/** Patient of another facility. */
export function readPatient(resource: JsonObject, reading: Reading): ReceivedPerson {
  const { kanji, kana } = namesOf(resource);
  const identifiers = objectsOf(resource.identifier);
  const valueIn = (system: string): string | null =>
    stringOf(identifiers.find((identifier) => identifier.system === system)?.value) || null;
  const local = identifiers.find(({ system }) =>
    stringOf(system).startsWith(IDENTIFIER_SYSTEMS.localPatient),
  );
  const address = objectOf(objectsOf(resource.address)[0]);
  return {
    familyName: kanji.family || null,
    givenName: kanji.given || null,
    nameText: kanji.text || kana.text,
    familyKana: kana.family || null,
    givenKana: kana.given || null,
    birthDate: dateOf(resource.birthDate, reading, '患者', '生年月日'),
    sex: sexOf(resource.gender),
    postalCode: stringOf(address.postalCode) || null,
    address: addressText(address),
    patientNumber: stringOf(local?.value) || null,
    insuredId: valueIn(IDENTIFIER_SYSTEMS.insuredPerson) ?? valueIn(IDENTIFIER_SYSTEMS.publicAssistance),
  };
}

/** Nobody is known: what stands for the person of a Bundle without Patient. */
export const UNKNOWN_PERSON: ReceivedPerson = {
  familyName: null,
  givenName: null,
  nameText: '',
  familyKana: null,
  givenKana: null,
  birthDate: null,
  sex: null,
  postalCode: null,
  address: null,
  patientNumber: null,
  insuredId: null,
};

function sexOf(value: unknown): SexCode | null {
  const codes: readonly SexCode[] = ['male', 'female', 'other', 'unknown'];
  return codes.find((code) => code === value) ?? null;
}

/** The whole address in one text, put together from its parts where the sender gave only those. */
export function addressText(address: JsonObject): string | null {
  const text = stringOf(address.text);
  if (text !== '') return text;
  const parts = [address.state, address.city, ...listOf(address.line)].map(stringOf).join('');
  return parts || null;
}

/** Practitioner in parts; a name that is one text stands in familyName. Null when neither name nor number is there. */
export function readPractitioner(resource: JsonObject): PractitionerRecord | null {
  const { kanji, kana } = namesOf(resource);
  const local = objectsOf(resource.identifier).find(({ system }) =>
    stringOf(system).startsWith(IDENTIFIER_SYSTEMS.localPractitioner),
  );
  const code = stringOf(local?.value) || null;
  const hasParts = kanji.family !== '' || kanji.given !== '';
  const familyName = hasParts ? kanji.family : kanji.text;
  if (code === null && familyName === '' && kanji.given === '' && kana.text === '') return null;
  return {
    code,
    familyName,
    givenName: kanji.given,
    familyKana: kana.family,
    givenKana: kana.given,
  };
}

/** The name of a person as it is shown. */
export function practitionerName(person: PractitionerRecord | null): string | null {
  if (person === null) return null;
  const name = [person.familyName, person.givenName].filter((part) => part !== '').join(' ');
  return name || null;
}
