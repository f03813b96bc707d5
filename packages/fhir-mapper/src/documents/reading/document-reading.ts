import type { ReceivedAttachment, ReceivedDocument, ReceivedPerson } from '@shirube/core/records';
import { openReading, type Reading, resolve } from '../../reading/reading.ts';
import { type JsonObject, objectOf } from '../../validation/json.ts';

/** How much of a document is read, so that one letter cannot fill the memory of the clinic's server. */
export const READING_LIMITS = {
  /** documents inside documents */
  depth: 3,
  /** sections inside sections */
  sections: 8,
  /** files in all, those of enclosed documents among them */
  attachments: 200,
  /** bytes of all files together */
  bytes: 30_000_000,
  /** lines shown of one resource that has no view of its own */
  lines: 20_000,
} as const;

/** What the files of a document and of everything inside it have used up together. */
export interface Budget {
  attachments: number;
  bytes: number;
}

/** A document while it is read: what was found so far, and what was already placed. */
export interface DocumentReading extends Reading {
  composition: JsonObject;
  /** the resource the document is about */
  subject: JsonObject | undefined;
  /** resources that have their place already */
  placed: Set<JsonObject>;
  attachments: ReceivedAttachment[];
  enclosed: ReceivedDocument[];
  /** reads a Bundle inside of this document; null when it lies too deep */
  readEnclosed: (bundle: JsonObject) => ReceivedDocument | null;
  person: ReceivedPerson;
  budget: Budget;
}

/** Opens a document; `person` is filled in by who reads the header. */
export function openDocument(
  bundle: unknown,
  inside: Pick<DocumentReading, 'readEnclosed' | 'budget' | 'person'>,
): DocumentReading {
  const reading = openReading(bundle);
  const compositions = reading.entries.filter(({ resource }) => resource.resourceType === 'Composition');
  const composition = objectOf(compositions[0]?.resource);
  const base = { ...reading, composition, placed: new Set([composition]), attachments: [], enclosed: [] };
  const subject =
    resolve(base, composition, composition.subject) ??
    reading.entries.find(({ resource }) => resource.resourceType === 'Patient')?.resource;
  if (compositions.length === 0) reading.unread.push('文書の本体（Composition）がありません。');
  return { ...base, ...inside, subject };
}
