import type { ReceivedItem, ReceivedSection } from '@shirube/core/records';
import { readItems } from '../../reading/information.ts';
import { conceptText, referenceOf, resolve, tell, tellUnread } from '../../reading/reading.ts';
import { type JsonObject, objectOf, objectsOf, stringOf } from '../../validation/json.ts';
import { DOCUMENT_SYSTEMS } from '../code-systems.ts';
import { readBinary, readDocumentReference } from './attachments.ts';
import { type DocumentReading, READING_LIMITS } from './document-reading.ts';
import { readEnclosedBundle } from './enclosed.ts';
import { readNote } from './notes.ts';
import { plainTextOf } from './plain-text.ts';

const KNOWN = ['title', 'code', 'text', 'entry', 'emptyReason', 'section', 'mode', 'orderedBy'];
/** Resources that are read where something refers to them, and say nothing by themselves. */
const SUPPORTING = [
  'Patient',
  'Practitioner',
  'PractitionerRole',
  'Organization',
  'Location',
  'Specimen',
  'Medication',
];

/** The sections of a document with everything they refer to, then what nothing referred to. */
export function readSections(reading: DocumentReading): ReceivedSection[] {
  const sections = objectsOf(reading.composition.section).flatMap((section) =>
    readSection(section, reading, 1),
  );
  return [...sections, ...unreferenced(reading)];
}

function readSection(section: JsonObject, reading: DocumentReading, depth: number): ReceivedSection[] {
  const title = stringOf(section.title) || (conceptText(section.code) ?? '（題名なし）');
  if (depth > READING_LIMITS.sections) {
    tell(reading, `「${title}」`, '内容', '項目が深く重なりすぎているため、読み取っていません');
    return [];
  }
  tellUnread(reading, `「${title}」`, section, KNOWN);
  const text = plainTextOf(stringOf(objectOf(section.text).div));
  return [
    {
      code: sectionCode(section),
      title,
      text,
      emptyReason: stringOf(objectsOf(objectOf(section.emptyReason).coding)[0]?.code) || null,
      items: objectsOf(section.entry).flatMap((entry) => readEntry(entry, title, text, reading)),
      sections: objectsOf(section.section).flatMap((inner) => readSection(inner, reading, depth + 1)),
    },
  ];
}

/** The code of document-section, else the first code there is. */
function sectionCode(section: JsonObject): string {
  const codings = objectsOf(objectOf(section.code).coding);
  const own = codings.find(({ system }) => system === DOCUMENT_SYSTEMS.section);
  return stringOf((own ?? codings[0])?.code);
}

function readEntry(entry: JsonObject, title: string, text: string, reading: DocumentReading): ReceivedItem[] {
  const resource = resolve(reading, reading.composition, entry);
  if (resource === undefined) {
    const words = stringOf(entry.display) || stringOf(entry.reference);
    tell(
      reading,
      `「${title}」`,
      '記載の一部',
      `文書の中に見つかりません（${words || '参照先もありません'}）`,
    );
    return [];
  }
  const wasPlaced = reading.placed.has(resource);
  reading.placed.add(resource);
  return readResource(resource, reading, { text, wasPlaced });
}

/** One resource as items; files and documents go to where they belong, once. */
function readResource(
  resource: JsonObject,
  reading: DocumentReading,
  { text, wasPlaced }: { text: string; wasPlaced: boolean },
): ReceivedItem[] {
  const type = stringOf(resource.resourceType);
  if (SUPPORTING.includes(type)) return [];
  if (isOfAnother(resource, reading)) {
    reading.unread.push(
      `別の患者の情報が1件含まれています（${type}、${referenceOf(reading, resource)}）。表示していません。`,
    );
    return [];
  }
  switch (type) {
    case 'DocumentReference':
      return wasPlaced ? [] : readDocumentReference(resource, reading, text);
    case 'Binary':
    case 'Media':
      return wasPlaced ? [] : readBinary(resource, reading);
    case 'Bundle':
      return wasPlaced ? [] : readEnclosedBundle(resource, reading);
    case 'Encounter':
      return wasPlaced ? [] : [readNote(resource, reading, [text])];
    case 'DiagnosticReport':
      return [readNote(resource, reading, [text]), ...readResults(resource, reading)];
    default:
      return readItems(resource, reading) ?? [readNote(resource, reading, [text])];
  }
}

/** The results a report refers to stand beside it. */
function readResults(report: JsonObject, reading: DocumentReading): ReceivedItem[] {
  return objectsOf(report.result).flatMap((reference) => {
    const result = resolve(reading, report, reference);
    if (result?.resourceType !== 'Observation') return [];
    reading.placed.add(result);
    return readItems(result, reading) ?? [];
  });
}

/** True when a resource says that it is about another patient of this Bundle than the document is. */
function isOfAnother(resource: JsonObject, reading: DocumentReading): boolean {
  const target = resolve(reading, resource, resource.subject ?? resource.patient);
  return target?.resourceType === 'Patient' && reading.subject !== undefined && target !== reading.subject;
}

/** What no section refers to is shown at the end: it was sent, so it is not dropped. */
function unreferenced(reading: DocumentReading): ReceivedSection[] {
  const patients = reading.entries.filter(({ resource }) => resource.resourceType === 'Patient');
  if (patients.length > 1)
    reading.unread.push('この文書には患者が2人以上含まれています。内容を確認してください。');
  const encounter = resolve(reading, reading.composition, reading.composition.encounter);
  const items = reading.entries.flatMap(({ resource }) => {
    if (resource === encounter || reading.placed.has(resource)) return [];
    reading.placed.add(resource);
    return readResource(resource, reading, { text: '', wasPlaced: false });
  });
  if (items.length === 0) return [];
  return [
    { code: '', title: 'そのほかに含まれていた情報', text: '', emptyReason: null, items, sections: [] },
  ];
}
