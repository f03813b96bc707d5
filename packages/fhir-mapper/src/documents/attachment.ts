import { createHash } from 'node:crypto';
import type { DocumentReference, Reference } from '@medplum/fhirtypes';
import type { AttachmentRecord } from '@shirube/core/records';
import { MapperError } from '../error.ts';
import { japaneseInstant } from '../instants.ts';
import { PROFILES } from '../profiles.ts';
import { IDENTIFIER_SYSTEMS } from '../systems.ts';
import { present, textOf } from '../text.ts';
import type { DocumentBuilder } from './document-bundle.ts';

/**
 * A file as JP_DocumentReference_eCS with its bytes in base64: direct references to Binary are not allowed since 1.2.0.
 * @throws MapperError missing_attachment, damaged_attachment when the bytes are not at hand or not those that were attached
 */
export function addAttachment(
  attachment: AttachmentRecord,
  document: DocumentBuilder,
): Reference<DocumentReference> {
  const bytes = document.attachments.get(attachment.attachmentId);
  if (bytes === undefined) {
    throw new MapperError(
      'missing_attachment',
      '添付ファイルの中身が見つからないため、送信データを作れません。添付し直してください。',
    );
  }
  if (createHash('sha256').update(bytes).digest('hex') !== attachment.sha256.toLowerCase()) {
    throw new MapperError(
      'damaged_attachment',
      '添付ファイルの中身が添付したときと違うため、送信データを作れません。添付し直してください。',
    );
  }
  const title = textOf(attachment.title);
  const creation = japaneseInstant(attachment.createdAt);
  return document.add('DocumentReference', attachment.attachmentId, (id) =>
    present({
      resourceType: 'DocumentReference' as const,
      id,
      meta: document.meta(PROFILES.documentReference),
      identifier: [{ system: IDENTIFIER_SYSTEMS.resourceInstance, value: attachment.attachmentId }],
      status: 'current' as const,
      subject: document.patient,
      date: creation,
      description: title,
      content: [{ attachment: present({ ...content(attachment.mediaType, bytes), title, creation }) }],
    }),
  );
}

/** A text that must stand as a DocumentReference: 入院中経過 of a discharge summary. */
export function addTextDocument(
  title: string,
  text: string,
  localId: string,
  document: DocumentBuilder,
): Reference<DocumentReference> {
  return document.add('DocumentReference', localId, (id) => ({
    resourceType: 'DocumentReference',
    id,
    meta: document.meta(PROFILES.documentReference),
    status: 'current',
    subject: document.patient,
    description: title,
    content: [
      { attachment: { ...content('text/plain; charset=UTF-8', new TextEncoder().encode(text)), title } },
    ],
  }));
}

/** `size` and `hash` (SHA-1, as FHIR fixes it) let the receiver see whether all of it arrived. */
function content(contentType: string, bytes: Uint8Array) {
  return present({
    contentType,
    data: textOf(Buffer.from(bytes).toString('base64')),
    size: bytes.byteLength,
    hash: createHash('sha1').update(bytes).digest('base64'),
  });
}
