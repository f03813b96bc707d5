import type { ReceivedDocument, ReceivedSection } from '@shirube/core/records';
import { readCheckup } from '../../checkup/index.ts';
import { readPatient, UNKNOWN_PERSON } from '../../reading/people.ts';
import { TOO_DEEP } from '../../reading/reading.ts';
import {
  isTooDeep,
  type JsonObject,
  listOf,
  objectOf,
  objectsOf,
  stringOf,
  withoutDepths,
} from '../../validation/json.ts';
import { DOCUMENT_SYSTEMS } from '../code-systems.ts';
import { type Budget, type DocumentReading, openDocument, READING_LIMITS } from './document-reading.ts';
import { compositionText, readHeader } from './header.ts';
import { readSections } from './sections.ts';

/** Kinds by the code of the document, and by a word of its profile where the code is none we know. */
const KINDS: readonly [kind: ReceivedDocument['kind'], codes: readonly string[], profile: string][] = [
  ['referral', ['57133-1'], 'eReferral'],
  ['discharge_summary', ['18842-5'], 'eDischargeSummary'],
  ['care_summary', ['56447-6'], 'ePCS'],
  // The two sources of the check-up's code disagree (README of the specification).
  ['checkup', ['53576-5', 'JPGCHKUP01'], 'eCheckup'],
];

/**
 * A document of another facility, by whatever vendor and edition: 診療情報提供書, 退院時サマリー, 患者サマリー, 健診結果報告書. Sections of
 * any depth, texts without their markup, entries and contained resources, files, and documents inside of it. Nothing is dropped
 * silently: what has no place stands in `unread` in words. Never throws, whatever the JSON is.
 */
export function readDocument(bundle: unknown): ReceivedDocument {
  const isCut = isTooDeep(bundle);
  const document = readAt(isCut ? withoutDepths(bundle) : bundle, 1, { attachments: 0, bytes: 0 });
  return isCut ? { ...document, unread: [...document.unread, TOO_DEEP] } : document;
}

function readAt(bundle: unknown, depth: number, budget: Budget): ReceivedDocument {
  const composition = compositionOf(objectOf(bundle));
  const kind = kindOf(composition);
  if (kind === 'checkup') return readCheckup(bundle);
  const readEnclosed = (inner: JsonObject): ReceivedDocument | null =>
    depth >= READING_LIMITS.depth ? null : readAt(inner, depth + 1, budget);
  const reading = openDocument(bundle, { readEnclosed, budget, person: UNKNOWN_PERSON });
  if (reading.subject === undefined) reading.unread.push('誰の文書か（患者）が書かれていません。');
  else reading.person = readPatient(reading.subject, reading);
  if (kind === null) {
    reading.unread.push(
      '文書の種類が書かれていないか、知らない種類です。診療情報提供書として表示しています。',
    );
  }
  const header = readHeader(reading);
  const sections = [...beforeSections(kind, reading), ...readSections(reading)];
  const { person, attachments, enclosed, unread } = reading;
  return { kind: kind ?? 'referral', ...header, person, sections, attachments, enclosed, unread };
}

function compositionOf(bundle: JsonObject): JsonObject {
  const resources = objectsOf(bundle.entry).map(({ resource }) => objectOf(resource));
  return resources.find(({ resourceType }) => resourceType === 'Composition') ?? {};
}

function kindOf(composition: JsonObject): ReceivedDocument['kind'] | null {
  const codings = objectsOf(objectOf(composition.type).coding);
  const code = stringOf((codings.find(({ system }) => system === DOCUMENT_SYSTEMS.type) ?? codings[0])?.code);
  const profiles = listOf(objectOf(composition.meta).profile).map(stringOf);
  const found =
    KINDS.find(([, codes]) => codes.includes(code)) ??
    KINDS.find(([, , word]) => profiles.some((profile) => profile.includes(word)));
  return found?.[0] ?? null;
}

/** What a document says outside of its sections: a text of its own, and the days of a stay. */
function beforeSections(kind: ReceivedDocument['kind'] | null, reading: DocumentReading): ReceivedSection[] {
  const period = objectOf(objectOf(objectsOf(reading.composition.event)[0]).period);
  const stay = `${stringOf(period.start)} 〜 ${stringOf(period.end)}`;
  const texts = [
    { title: '本文', text: compositionText(reading) },
    { title: '入院期間', text: kind === 'discharge_summary' && stay !== ' 〜 ' ? stay : '' },
  ];
  return texts
    .filter(({ text }) => text !== '')
    .map(({ title, text }) => ({ code: '', title, text, emptyReason: null, items: [], sections: [] }));
}
