import type { UnitOfWork } from '@shirube/db';
import type { z } from 'zod';
import type { DocumentKind } from '../records/documents.ts';
import { notFound } from '../shared/errors.ts';
import { toCalendarDate, toInstant } from '../shared/rows.ts';
import { kindsHere } from './kinds.ts';
import type { DocumentListItem, documentListSchema } from './schema.ts';
import { sendStates } from './send-state.ts';
import { documentTitles } from './words.ts';

/** The documents of a patient, those that are being written first, and what can be begun. */
export async function listDocuments(
  uow: UnitOfWork,
  { patientId }: { patientId: string },
): Promise<z.input<typeof documentListSchema>> {
  if ((await uow.tables.patient.count({ where: { id: patientId } })) === 0) throw notFound('患者');
  const [drafts, versions] = [
    await uow.tables.documentDraft.findMany({ where: { patientId }, orderBy: { updatedAt: 'desc' } }),
    await uow.tables.clinicalDocument.findMany({
      where: { patientId },
      orderBy: [{ documentId: 'asc' }, { versionNo: 'desc' }],
      distinct: ['documentId'],
      select: {
        documentId: true,
        kind: true,
        title: true,
        receiverName: true,
        versionNo: true,
        issuedOn: true,
        confirmedAt: true,
        enteredInError: true,
      },
    }),
  ];
  const people = await uow.tables.staff.findMany({
    where: { id: { in: drafts.map((each) => each.updatedById) } },
    select: { id: true, familyName: true, givenName: true },
  });
  const sends = await sendStates(
    uow,
    versions.map((each) => each.documentId),
  );
  const draftOf = (documentId: string): DocumentListItem['draft'] => {
    const draft = drafts.find((each) => each.id === documentId);
    if (!draft) return null;
    const person = people.find((each) => each.id === draft.updatedById);
    return {
      updatedAt: toInstant(draft.updatedAt),
      updatedBy: person ? `${person.familyName} ${person.givenName}` : '',
    };
  };
  uow.audit({ action: 'document.list', patientId });
  const known = new Set(versions.map((each) => each.documentId));
  return {
    documents: [
      ...drafts
        .filter((each) => !known.has(each.id))
        .map((draft) => ({
          documentId: draft.id,
          kind: draft.kind as DocumentKind,
          title: documentTitles[draft.kind as DocumentKind],
          receiverName: (draft.content as { to?: { name?: string } | null }).to?.name ?? null,
          versionNo: null,
          issuedOn: null,
          enteredInError: false,
          draft: draftOf(draft.id),
          send: { state: 'not_sent' as const, issues: [] },
        })),
      ...versions
        .sort((a, b) => b.confirmedAt.getTime() - a.confirmedAt.getTime())
        .map((each) => ({
          documentId: each.documentId,
          kind: each.kind as DocumentKind,
          title: each.title,
          receiverName: each.receiverName,
          versionNo: each.versionNo,
          issuedOn: toCalendarDate(each.issuedOn),
          enteredInError: each.enteredInError,
          draft: draftOf(each.documentId),
          send: sends(each.documentId),
        })),
    ],
    kinds: await kindsHere(uow),
    letters: await lettersToAnswer(uow, patientId),
  };
}

async function lettersToAnswer(
  uow: UnitOfWork,
  patientId: string,
): Promise<z.input<typeof documentListSchema>['letters']> {
  const letters = await uow.tables.receivedDocument.findMany({
    where: { patientId, kind: 'referral', state: 'accepted' },
    orderBy: [{ issuedOn: 'desc' }, { id: 'desc' }],
    select: { id: true, senderName: true, issuedOn: true },
  });
  return letters.map(({ id, senderName, issuedOn }) => ({
    id,
    facilityName: senderName,
    issuedOn: toCalendarDate(issuedOn),
  }));
}
