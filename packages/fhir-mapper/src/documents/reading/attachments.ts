import { createHash } from 'node:crypto';
import type { ReceivedItem } from '@shirube/core/records';
import { conceptText, resolve, tell, tellUnread } from '../../reading/reading.ts';
import { readSource } from '../../reading/source.ts';
import { type JsonObject, objectOf, objectsOf, stringOf } from '../../validation/json.ts';
import { type DocumentReading, READING_LIMITS } from './document-reading.ts';
import { readEnclosedBundle } from './enclosed.ts';

const KNOWN = [
  ...['masterIdentifier', 'identifier', 'status', 'docStatus', 'type', 'category', 'subject', 'date'],
  ...['author', 'custodian', 'description', 'securityLabel', 'content', 'context'],
];

/**
 * The files of a DocumentReference. A text that stands in the section already is no file; another text is shown as lines; FHIR documents
 * are read as such; everything else is a file with its bytes. `said`: the text of the section.
 */
export function readDocumentReference(
  resource: JsonObject,
  reading: DocumentReading,
  said: string,
): ReceivedItem[] {
  const description = stringOf(resource.description) || (conceptText(resource.type) ?? '');
  const what = `添付「${description || '（題名なし）'}」`;
  tellUnread(reading, what, resource, KNOWN);
  if (resource.status !== undefined && resource.status !== 'current') {
    tell(reading, what, '状態', stringOf(resource.status));
  }
  const contents = objectsOf(resource.content);
  if (contents.length === 0) tell(reading, what, '中身', '何も入っていません');
  return contents.flatMap((content) =>
    readAttachment(objectOf(content.attachment), resource, description, reading, said),
  );
}

/** A file that stands as a Binary or Media of its own. */
export function readBinary(resource: JsonObject, reading: DocumentReading): ReceivedItem[] {
  const attachment = resource.resourceType === 'Media' ? objectOf(resource.content) : resource;
  return readAttachment(attachment, resource, '', reading, '');
}

function readAttachment(
  attachment: JsonObject,
  container: JsonObject,
  description: string,
  reading: DocumentReading,
  said: string,
): ReceivedItem[] {
  const title = stringOf(attachment.title) || description || `添付ファイル${reading.attachments.length + 1}`;
  const what = `添付「${title}」`;
  const source = withData(attachment, container, reading);
  if (source === undefined) {
    tell(reading, what, '中身', `届いていません（${stringOf(attachment.url) || '参照先もありません'}）`);
    return [];
  }
  const content = decoded(stringOf(source.data), what, reading);
  if (content === undefined) return [];
  checkHash(stringOf(attachment.hash), content, what, reading);
  const mediaType = mediaTypeOf(attachment, source);
  if (mediaType === 'text/plain') {
    const text = textOf(content);
    if (text !== undefined)
      return text === said || text === '' ? [] : [textNote(title, text, container, reading)];
  }
  if (/^application\/(?:fhir\+)?json$/.test(mediaType)) {
    const bundle = bundleOf(content);
    if (bundle !== undefined) return readEnclosedBundle(bundle, reading);
  }
  reading.attachments.push({
    title,
    mediaType,
    byteLength: content.byteLength,
    sha256: createHash('sha256').update(content).digest('hex'),
    content,
  });
  return [];
}

/** Where the bytes stand: in the attachment, or in a Binary of the same Bundle. */
function withData(
  attachment: JsonObject,
  container: JsonObject,
  reading: DocumentReading,
): JsonObject | undefined {
  if (stringOf(attachment.data) !== '') return attachment;
  const binary = resolve(reading, container, { reference: attachment.url });
  if (binary === undefined || stringOf(binary.data) === '') return undefined;
  reading.placed.add(binary);
  return binary;
}

function decoded(data: string, what: string, reading: DocumentReading): Uint8Array | undefined {
  const { budget } = reading;
  const byteLength = Math.floor((data.length * 3) / 4);
  if (budget.attachments >= READING_LIMITS.attachments || budget.bytes + byteLength > READING_LIMITS.bytes) {
    tell(reading, what, '中身', '添付ファイルが多すぎるか大きすぎるため、読み取っていません');
    return undefined;
  }
  if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(data)) {
    tell(reading, what, '中身', '壊れていて読み取れません');
    return undefined;
  }
  const content = new Uint8Array(Buffer.from(data, 'base64'));
  budget.attachments += 1;
  budget.bytes += content.byteLength;
  return content;
}

/** Attachment.hash is SHA-1 in FHIR. A file that does not agree with it is shown all the same, with a word of warning. */
function checkHash(hash: string, content: Uint8Array, what: string, reading: DocumentReading): void {
  if (hash === '' || hash === createHash('sha1').update(content).digest('base64')) return;
  tell(
    reading,
    what,
    '中身',
    '送信元が付けた確認の値と一致しません。途中で壊れていないか、送信元に確かめてください',
  );
}

function mediaTypeOf(attachment: JsonObject, source: JsonObject): string {
  const written = stringOf(attachment.contentType) || stringOf(source.contentType);
  return written.split(';')[0]?.trim().toLowerCase() || 'application/octet-stream';
}

/** The bytes as text, when they are UTF-8 without control characters. */
function textOf(content: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(content).replace(/\r\n?/g, '\n').trim();
    return /[^\P{Cc}\t\n]/u.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

function textNote(
  title: string,
  text: string,
  container: JsonObject,
  reading: DocumentReading,
): ReceivedItem {
  const resourceType = stringOf(container.resourceType);
  return {
    kind: 'note',
    source: readSource(container, reading),
    resourceType,
    title,
    lines: text.split('\n'),
  };
}

/** The Bundle that a JSON file holds. */
function bundleOf(content: Uint8Array): JsonObject | undefined {
  try {
    const json = objectOf(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content)));
    return json.resourceType === 'Bundle' ? json : undefined;
  } catch {
    return undefined;
  }
}
