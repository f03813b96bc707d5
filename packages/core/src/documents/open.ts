import type { Prisma, UnitOfWork } from '@shirube/db';
import { formatEra } from '@shirube/terminology';
import type { z } from 'zod';
import type { DocumentKind } from '../records/documents.ts';
import { requireStaff } from '../shared/actor.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import { toCalendarDate, toInstant } from '../shared/rows.ts';
import { attachmentView, listAttachments } from './attachments.ts';
import { loadChartForDocument } from './chart.ts';
import { choicesOf } from './choices.ts';
import { formOf } from './forms/index.ts';
import {
  type Candidate,
  type DocumentTarget,
  documentContentSchema,
  type documentViewSchema,
  type MissingPart,
  type saveDocumentInput,
} from './schema.ts';
import { sendStates } from './send-state.ts';
import { describeVersions, loadVersions, recordOf } from './versions.ts';
import { documentTitles } from './words.ts';

/** A document as its screen shows it: what is being written, what the chart offers, the files, the versions and where they are. */
export async function openDocument(
  uow: UnitOfWork,
  input: DocumentTarget,
): Promise<z.input<typeof documentViewSchema>> {
  const { patientId, documentId } = input;
  const draft = await uow.tables.documentDraft.findFirst({ where: { id: documentId, patientId } });
  const versions = await loadVersions(uow, input);
  const kind = (draft?.kind ?? versions[0]?.kind) as DocumentKind | undefined;
  if (!kind) throw notFound('文書');
  const chart = await loadChartForDocument(uow, patientId, { kind, documentId });
  const { patient } = chart;
  const sends = await sendStates(uow, [documentId]);
  const files = (await listAttachments(uow, input)).map(attachmentView);
  uow.audit({ action: 'document.open', patientId, entityType: 'document', entityId: documentId });
  return {
    documentId,
    kind,
    title: documentTitles[kind],
    encounterId: draft?.encounterId ?? versions[0]?.encounterId ?? null,
    patient: {
      name: `${patient.familyName} ${patient.givenName}`,
      kana: `${patient.familyKana} ${patient.givenKana}`,
      birthDate: patient.birthDate,
      sex: patient.sex,
      patientNumber: patient.patientNumber,
    },
    draft: draft && {
      content: documentContentSchema.parse(draft.content),
      revision: draft.revision,
      updatedAt: toInstant(draft.updatedAt),
      missing: formOf(kind).missing(documentContentSchema.parse(draft.content), chart, files),
    },
    choices: { ...choicesOf(chart), dischargeSummaries: await dischargeSummaries(uow, patientId) },
    checkup: chart.checkup,
    attachments: files,
    versions: await describeVersions(uow, versions),
    send: sends(documentId),
  };
}

async function dischargeSummaries(uow: UnitOfWork, patientId: string): Promise<Candidate[]> {
  const rows = await uow.tables.clinicalDocument.findMany({
    where: { patientId, kind: 'discharge_summary' },
    orderBy: [{ documentId: 'asc' }, { versionNo: 'desc' }],
    distinct: ['documentId'],
  });
  return rows
    .filter((row) => !row.enteredInError)
    .map((row) => {
      const record = recordOf(row);
      return {
        id: row.documentId,
        label: `${formatEra(toCalendarDate(row.issuedOn))} の退院時サマリー`,
        detail:
          record.kind === 'discharge_summary'
            ? `${formatEra(record.admittedOn)} から ${formatEra(record.dischargedOn)} まで入院`
            : '',
        note: null,
      };
    });
}

/** What a draft lacks as it stands. */
async function missingOf(
  uow: UnitOfWork,
  input: DocumentTarget,
  content: z.output<typeof documentContentSchema>,
): Promise<MissingPart[]> {
  const chart = await loadChartForDocument(uow, input.patientId, { ...input, kind: content.kind });
  const files = (await listAttachments(uow, input)).map(attachmentView);
  return formOf(content.kind).missing(content, chart, files);
}

/** Keeps what has been written so far. A save on top of an unseen newer revision is refused as stale; nothing is overwritten. */
export async function saveDocument(
  uow: UnitOfWork,
  input: z.output<typeof saveDocumentInput>,
): Promise<{ revision: number; savedAt: string; missing: MissingPart[] }> {
  const { patientId, documentId, baseRevision, content } = input;
  const saved = await uow.tables.documentDraft.updateMany({
    where: { id: documentId, patientId, kind: content.kind, revision: baseRevision },
    data: {
      content: content as unknown as Prisma.InputJsonObject,
      revision: baseRevision + 1,
      updatedById: requireStaff(uow),
      updatedAt: uow.now,
    },
  });
  if (saved.count === 0) {
    const exists = await uow.tables.documentDraft.count({ where: { id: documentId, patientId } });
    if (exists === 0) throw notFound('書きかけの文書');
    throw new DomainError(
      'stale',
      'この文書は別の画面で先に保存されています。こちらの入力は残っています。どちらを使うか選んでください。',
    );
  }
  uow.audit({ action: 'document.save', patientId, entityType: 'document', entityId: documentId });
  return {
    revision: baseRevision + 1,
    savedAt: toInstant(uow.now),
    missing: await missingOf(uow, input, content),
  };
}

/** The draft is given up; confirmed versions stay. Files that no version has go with it. */
export async function discardDocument(uow: UnitOfWork, input: DocumentTarget): Promise<{ discarded: true }> {
  const { patientId, documentId } = input;
  const removed = await uow.tables.documentDraft.deleteMany({ where: { id: documentId, patientId } });
  if (removed.count === 0) throw notFound('書きかけの文書');
  if ((await uow.tables.clinicalDocument.count({ where: { documentId } })) === 0)
    await uow.tables.documentAttachment.deleteMany({ where: { documentId, patientId } });
  uow.audit({ action: 'document.discard', patientId, entityType: 'document', entityId: documentId });
  return { discarded: true };
}
