import { createHash } from 'node:crypto';
import type { UnitOfWork } from '@shirube/db';
import type { z } from 'zod';
import type { AttachmentRecord, DocumentRecord } from '../records/documents.ts';
import { requireStaff } from '../shared/actor.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import { toInstant } from '../shared/rows.ts';
import { attachmentBytes, megabytes } from './attachment-rules.ts';
import { examineFile } from './examine-file.ts';
import type { AttachmentView, attachInput, DocumentTarget } from './schema.ts';

type MediaType = AttachmentView['mediaType'];

/** The files of a document, oldest first, without their bytes. */
export async function listAttachments(
  uow: UnitOfWork,
  { patientId, documentId }: DocumentTarget,
): Promise<(AttachmentRecord & { mediaType: MediaType })[]> {
  const rows = await uow.tables.$queryRaw<
    { id: string; title: string; mediaType: MediaType; byteLength: number; sha256: string; addedAt: Date }[]
  >`SELECT id::text, title, media_type AS "mediaType", octet_length(content) AS "byteLength", encode(sha256, 'hex') AS sha256,
           added_at AS "addedAt"
      FROM document_attachment WHERE patient_id = ${patientId}::uuid AND document_id = ${documentId}::uuid ORDER BY added_at, id`;
  return rows.map(({ id, addedAt, ...row }) => ({
    attachmentId: id,
    ...row,
    createdAt: toInstant(new Date(addedAt)),
  }));
}

export const attachmentView = (
  file: Awaited<ReturnType<typeof listAttachments>>[number],
): AttachmentView => ({
  id: file.attachmentId,
  title: file.title,
  mediaType: file.mediaType,
  byteLength: file.byteLength,
  addedAt: file.createdAt,
});

/**
 * Puts a file to a document that is being written. What it is, its bytes say, not its name; whatever could act by itself is refused.
 *
 * @throws DomainError not_found without a draft; invalid with a sentence when the file is not taken
 */
export async function attachFile(
  uow: UnitOfWork,
  input: z.output<typeof attachInput>,
): Promise<AttachmentView> {
  const { patientId, documentId } = input;
  // the draft's row is the lock: two files at once cannot both be the last that fits
  const [draft] = await uow.tables.$queryRaw<{ kind: string }[]>`
    SELECT kind FROM document_draft WHERE id = ${documentId}::uuid AND patient_id = ${patientId}::uuid FOR UPDATE`;
  if (!draft) throw notFound('書きかけの文書');
  if (!['referral', 'reply', 'discharge_summary'].includes(draft.kind))
    throw new DomainError('invalid', 'この文書には、ファイルを添付できません。');
  const content = new Uint8Array(Buffer.from(input.content, 'base64'));
  const mediaType = examineFile(content);
  if (content.byteLength > attachmentBytes)
    throw new DomainError(
      'invalid',
      `ファイルが大きすぎます（${megabytes(content.byteLength)}）。添付は合わせて ${megabytes(attachmentBytes)} までです。`,
    );
  const before = await listAttachments(uow, input);
  const sha256 = createHash('sha256').update(content).digest();
  if (before.some((each) => each.sha256 === sha256.toString('hex')))
    throw new DomainError('invalid', '同じファイルが、もう添付されています。');
  const row = await uow.tables.documentAttachment.create({
    data: {
      tenantId: uow.tenantId,
      patientId,
      documentId,
      title: input.title,
      mediaType,
      content,
      sha256: new Uint8Array(sha256),
      addedById: requireStaff(uow),
      addedAt: uow.now,
    },
    select: { id: true },
  });
  uow.audit({
    action: 'document.attach',
    patientId,
    entityType: 'document_attachment',
    entityId: row.id,
    detail: { mediaType, byteLength: content.byteLength },
  });
  return {
    id: row.id,
    title: input.title,
    mediaType,
    byteLength: content.byteLength,
    addedAt: toInstant(uow.now),
  };
}

/**
 * Takes a file away again, as long as no version of the document has been confirmed; after that it can only be left out of the next.
 *
 * @throws DomainError not_found; conflict when the document is confirmed
 */
export async function detachFile(
  uow: UnitOfWork,
  input: DocumentTarget & { attachmentId: string },
): Promise<{ removed: true }> {
  const { patientId, documentId, attachmentId } = input;
  if ((await uow.tables.clinicalDocument.count({ where: { documentId } })) > 0)
    throw new DomainError(
      'conflict',
      '確定した文書のファイルは消せません。次の版に載せないときは「載せる」を外してください。',
    );
  const removed = await uow.tables.documentAttachment.deleteMany({
    where: { id: attachmentId, patientId, documentId },
  });
  if (removed.count === 0) throw notFound('添付ファイル');
  uow.audit({
    action: 'document.detach',
    patientId,
    entityType: 'document_attachment',
    entityId: attachmentId,
  });
  return { removed: true };
}

/** A file as it goes to a browser. @throws DomainError not_found */
export async function readAttachment(
  uow: UnitOfWork,
  input: DocumentTarget & { attachmentId: string },
): Promise<{ content: Uint8Array; mediaType: MediaType }> {
  const { patientId, documentId, attachmentId } = input;
  const row = await uow.tables.documentAttachment.findFirst({
    where: { id: attachmentId, patientId, documentId },
  });
  if (!row) throw notFound('添付ファイル');
  uow.audit({
    action: 'document.file',
    patientId,
    entityType: 'document_attachment',
    entityId: attachmentId,
  });
  return { content: row.content, mediaType: row.mediaType as MediaType };
}

/** The bytes of these files, for the Bundle. Nothing is audited here: whoever calls does. */
export async function attachmentContents(
  uow: UnitOfWork,
  ids: readonly string[],
): Promise<Map<string, Uint8Array>> {
  const rows = await uow.tables.documentAttachment.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, content: true },
  });
  return new Map(rows.map((row) => [row.id, row.content]));
}

/** The files a record needs the bytes of, its own and those of what it encloses. */
export function filesOf(record: DocumentRecord): string[] {
  const own = 'attachments' in record ? record.attachments : [];
  const inside = 'enclosedDischargeSummary' in record ? record.enclosedDischargeSummary?.attachments : [];
  return [...own, ...(inside ?? [])].map((each) => each.attachmentId);
}
