import type { UnitOfWork } from '@shirube/db';
import type { DocumentRecord } from '../records/documents.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import type { DocumentTarget } from './schema.ts';
import { recordOf } from './versions.ts';

/**
 * A version as it goes on paper, and the note in the trail that it did.
 *
 * @throws DomainError not_found; conflict when the document was withdrawn: its paper must not go round any more
 */
export async function readDocumentForPrint(
  uow: UnitOfWork,
  input: DocumentTarget & { versionId: string },
): Promise<DocumentRecord> {
  const { patientId, documentId, versionId } = input;
  const versions = await uow.tables.clinicalDocument.findMany({
    where: { documentId, patientId },
    select: { id: true, record: true, enteredInError: true },
  });
  const version = versions.find((each) => each.id === versionId);
  if (!version) throw notFound('文書');
  if (versions.some((each) => each.enteredInError))
    throw new DomainError('conflict', 'この文書は誤記として取り消されているため、印刷できません。');
  uow.audit({
    action: 'document.print',
    patientId,
    entityType: 'clinical_document',
    entityId: versionId,
  });
  return recordOf(version);
}
