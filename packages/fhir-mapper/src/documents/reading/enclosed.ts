import type { ReceivedItem, ReceivedPerson } from '@shirube/core/records';
import { readInformation } from '../../reading/information.ts';
import { type JsonObject, objectOf, objectsOf } from '../../validation/json.ts';
import type { DocumentReading } from './document-reading.ts';

/**
 * A Bundle inside a document: a document is read as one of its own, a set of information as items in its place. Whether it is about the
 * same person is said, never assumed.
 */
export function readEnclosedBundle(bundle: JsonObject, reading: DocumentReading): ReceivedItem[] {
  if (!isDocument(bundle)) {
    const { items, person, unread } = readInformation(bundle);
    reading.unread.push(...unread);
    compare(person, reading);
    return items;
  }
  const document = reading.readEnclosed(bundle);
  if (document === null) {
    reading.unread.push('同封の文書の中の文書は、深すぎるため読み取っていません。');
  } else {
    reading.enclosed.push(document);
    compare(document.person, reading);
  }
  return [];
}

function isDocument(bundle: JsonObject): boolean {
  const first = objectOf(objectsOf(bundle.entry)[0]?.resource);
  return bundle.type === 'document' || first.resourceType === 'Composition';
}

function compare(person: ReceivedPerson, { person: own, unread }: DocumentReading): void {
  const differ = (a: string | null, b: string | null): boolean => a !== null && b !== null && a !== b;
  if (differ(person.birthDate, own.birthDate) || differ(person.insuredId, own.insuredId)) {
    unread.push(
      '同封の情報の患者（生年月日か被保険者番号）が、この文書の患者と違います。同じ患者か確認してください。',
    );
  }
}
