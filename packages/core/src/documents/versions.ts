import type { Prisma, UnitOfWork } from '@shirube/db';
import type { DocumentRecord } from '../records/documents.ts';
import { toCalendarDate, toInstant } from '../shared/rows.ts';
import type { DocumentVersion } from './schema.ts';

export type VersionRow = Prisma.ClinicalDocumentGetPayload<object>;

/** The record of a version as it was frozen. */
export const recordOf = (row: Pick<VersionRow, 'record'>): DocumentRecord =>
  row.record as unknown as DocumentRecord;

/** All versions of a document, the newest first. */
export function loadVersions(
  uow: UnitOfWork,
  input: { patientId: string; documentId: string },
): Promise<VersionRow[]> {
  return uow.tables.clinicalDocument.findMany({
    where: { patientId: input.patientId, documentId: input.documentId },
    orderBy: { versionNo: 'desc' },
  });
}

/** The versions in words, with who confirmed and who signed. */
export async function describeVersions(
  uow: UnitOfWork,
  rows: readonly VersionRow[],
): Promise<DocumentVersion[]> {
  const [people, signatures] = [
    await uow.tables.staff.findMany({
      where: { id: { in: rows.map((each) => each.confirmedById) } },
      select: { id: true, familyName: true, givenName: true },
    }),
    await uow.tables.documentSignature.findMany({
      where: { versionId: { in: rows.map((each) => each.id) } },
      select: { versionId: true, signerName: true, signedAt: true, report: true },
      orderBy: { signedAt: 'asc' },
    }),
  ];
  return rows.map((row) => {
    const person = people.find((each) => each.id === row.confirmedById);
    return {
      versionId: row.id,
      versionNo: row.versionNo,
      issuedOn: toCalendarDate(row.issuedOn),
      confirmedAt: toInstant(row.confirmedAt),
      confirmedBy: person ? `${person.familyName} ${person.givenName}` : '',
      reason: row.reason,
      enteredInError: row.enteredInError,
      receiverName: row.receiverName,
      signatures: signatures
        .filter((each) => each.versionId === row.id)
        .map(({ signerName, signedAt, report }) => ({
          signerName,
          signedAt: toInstant(signedAt),
          valid: (report as { valid?: boolean } | null)?.valid === true,
          report,
        })),
    };
  });
}
