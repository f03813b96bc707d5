import type { Prisma, UnitOfWork } from '@shirube/db';
import type { z } from 'zod';
import type { DischargeSummaryRecord, DocumentRecord } from '../records/documents.ts';
import { requireStaff } from '../shared/actor.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import { toDateColumn } from '../shared/rows.ts';
import { unitKindOfDocument } from '../sharing/kinds.ts';
import { sharesNothing } from '../sharing/preference.ts';
import { wantUnit } from '../sharing/want-unit.ts';
import { attachmentContents, attachmentView, filesOf, listAttachments } from './attachments.ts';
import { loadChartForDocument } from './chart.ts';
import { formOf } from './forms/index.ts';
import { documentHead } from './head.ts';
import {
  type confirmDocumentInput,
  type DocumentContent,
  type DocumentTarget,
  documentContentSchema,
  type withdrawDocumentInput,
} from './schema.ts';
import { loadVersions, recordOf, type VersionRow } from './versions.ts';
import { documentTitles } from './words.ts';

/**
 * Whether a record can be written as FHIR, in sentences for the doctor; nothing when it can. The mapper is not core's: whoever confirms
 * passes it in.
 */
export type DocumentCheck = (
  record: DocumentRecord,
  files: ReadonlyMap<string, Uint8Array>,
) => { at: string; message: string }[];

/**
 * 確定: freezes the draft as the next version and ends the draft.
 *
 * @throws DomainError stale when the draft was changed elsewhere; conflict when it is to be sent and the patient shares nothing; invalid, pointing at the first thing that is missing; not_found
 */
export async function confirmDocument(
  uow: UnitOfWork,
  input: z.output<typeof confirmDocumentInput>,
  check: DocumentCheck,
): Promise<{ versionId: string; versionNo: number }> {
  const { patientId, documentId } = input;
  // the draft's row is the lock: two tabs can not both confirm
  const [locked] = await uow.tables.$queryRaw<{ revision: number }[]>`
    SELECT revision FROM document_draft WHERE id = ${documentId}::uuid AND patient_id = ${patientId}::uuid FOR UPDATE`;
  if (!locked) throw notFound('書きかけの文書');
  if (locked.revision !== input.baseRevision)
    throw new DomainError(
      'stale',
      '別の画面で内容が変わりました。最新の内容を確かめてから確定してください。',
    );
  const draft = await uow.tables.documentDraft.findFirstOrThrow({ where: { id: documentId, patientId } });
  const content = documentContentSchema.parse(draft.content);
  const [before] = await loadVersions(uow, input);
  if (before?.enteredInError)
    throw new DomainError('conflict', 'この文書は取り消されているため、新しい版にできません。');
  if (before && input.reason === null)
    throw new DomainError('invalid', '新しい版にする理由を書いてください。', 'reason');

  const chart = await loadChartForDocument(uow, patientId, { kind: content.kind, documentId });
  const attachments = await listAttachments(uow, input);
  const form = formOf(content.kind);
  const missing = form
    .missing(content, chart, attachments.map(attachmentView))
    .find((each) => each.severity === 'must');
  if (missing) throw new DomainError('invalid', missing.message, missing.at);
  const versionNo = (before?.versionNo ?? 0) + 1;
  const record = form.record(content, {
    head: await documentHead(uow, chart, { ...input, encounterId: draft.encounterId, versionNo }),
    chart,
    attachments,
    enclosed: await enclosedSummary(uow, patientId, content),
  });
  // paper asks for less: a patient whom the service cannot know (no insurance number) still gets a letter
  const [problem] = input.send ? check(record, await attachmentContents(uow, filesOf(record))) : [];
  if (problem) throw new DomainError('invalid', problem.message, problem.at);
  if (input.send && (await sharesNothing(uow, patientId))) throw notShared();

  const versionId = await keepVersion(uow, {
    record,
    patientId,
    encounterId: draft.encounterId,
    replyToId: draft.replyToId,
    reason: before ? input.reason : null,
    enteredInError: false,
  });
  await uow.tables.documentDraft.deleteMany({ where: { id: documentId, patientId } });
  await wantSent(uow, record, patientId, input.send);
  uow.audit({
    action: 'document.confirm',
    patientId,
    entityType: 'clinical_document',
    entityId: versionId,
    ...(input.reason === null ? {} : { reason: input.reason }),
    detail: { kind: record.kind, versionNo },
  });
  return { versionId, versionNo };
}

/** What the patient does not want shared would be settled without leaving, and nobody would hear of it. */
const notShared = (): DomainError =>
  new DomainError(
    'conflict',
    'この患者は「共有しない」になっているため、送れません。紙で渡すか、患者さんに確かめて、カルテで「この患者の情報をまた共有する」を選んでから送ってください。',
  );

async function enclosedSummary(
  uow: UnitOfWork,
  patientId: string,
  content: DocumentContent,
): Promise<DischargeSummaryRecord | null> {
  if (!('enclosedDocumentId' in content) || content.enclosedDocumentId === null) return null;
  const [latest] = await loadVersions(uow, { patientId, documentId: content.enclosedDocumentId });
  const record = latest && !latest.enteredInError ? recordOf(latest) : null;
  if (record?.kind !== 'discharge_summary')
    throw new DomainError(
      'invalid',
      '同封する退院時サマリーが見つかりません。選び直してください。',
      'attachments',
    );
  return record;
}

/**
 * Hands the newest version over to be sent. What the service has of the document already is replaced or taken back in any case: an old
 * version must not stay there because the new one went by paper.
 */
async function wantSent(
  uow: UnitOfWork,
  record: DocumentRecord,
  patientId: string,
  send: boolean,
): Promise<void> {
  const kind = unitKindOfDocument(record.kind);
  if (kind === null) return;
  const sourceId = record.documentId;
  if (!send && (await uow.tables.reportUnit.count({ where: { kind, sourceId } })) === 0) return;
  await wantUnit(uow, { patientId, kind, sourceId, responsibleId: requireStaff(uow) });
}

/** Adds a version of a document. Of two at once the second meets the key (document, version) and fails as a whole. */
async function keepVersion(
  uow: UnitOfWork,
  input: {
    record: DocumentRecord;
    patientId: string;
    encounterId: string | null;
    replyToId: string | null;
    reason: string | null;
    enteredInError: boolean;
  },
): Promise<string> {
  const { record } = input;
  const staffId = requireStaff(uow);
  const receiver = formOf(record.kind).receiverOf(record);
  const row = await uow.tables.clinicalDocument.create({
    data: {
      tenantId: uow.tenantId,
      documentId: record.documentId,
      versionNo: record.versionNo,
      patientId: input.patientId,
      encounterId: input.encounterId,
      kind: record.kind,
      title: documentTitles[record.kind],
      issuedOn: toDateColumn(record.issuedOn),
      doctorId: staffId,
      receiverCode: receiver?.code ?? null,
      receiverName: receiver?.name ?? null,
      replyToId: input.replyToId,
      record: record as unknown as Prisma.InputJsonObject,
      reason: input.reason,
      enteredInError: input.enteredInError,
      confirmedById: staffId,
      confirmedAt: uow.now,
    },
    select: { id: true },
  });
  return row.id;
}

/**
 * 次の版: opens a draft that begins with what the newest version says. A draft that is there already is left as it is.
 *
 * @throws DomainError not_found; conflict when the document was withdrawn
 */
export async function reviseDocument(
  uow: UnitOfWork,
  input: DocumentTarget,
): Promise<{ documentId: string }> {
  const { patientId, documentId } = input;
  const latest = await latestVersion(uow, input);
  const staffId = requireStaff(uow);
  const files = (await listAttachments(uow, input)).map(attachmentView);
  const content = formOf(latest.kind).contentOf(recordOf(latest), files);
  await uow.tables.documentDraft.createMany({
    data: {
      tenantId: uow.tenantId,
      id: documentId,
      patientId,
      encounterId: latest.encounterId,
      kind: latest.kind,
      replyToId: latest.replyToId,
      content: content as unknown as Prisma.InputJsonObject,
      revision: 1,
      createdById: staffId,
      createdAt: uow.now,
      updatedById: staffId,
      updatedAt: uow.now,
    },
    skipDuplicates: true,
  });
  uow.audit({
    action: 'document.revise',
    patientId,
    entityType: 'document',
    entityId: documentId,
    detail: { versionNo: latest.versionNo },
  });
  return { documentId };
}

/**
 * 誤記による取消: the document should never have been. It stays readable as what it was, in a last version that says so and why, and what
 * was sent of it is taken back.
 *
 * @throws DomainError stale when there is a newer version; conflict when it was withdrawn already, or somebody is writing its next version
 */
export async function withdrawDocument(
  uow: UnitOfWork,
  input: z.output<typeof withdrawDocumentInput>,
): Promise<{ versionNo: number }> {
  const latest = await latestVersion(uow, input);
  if (latest.versionNo !== input.baseVersion)
    throw new DomainError('stale', 'この文書には新しい版があります。開き直して確かめてください。');
  // what somebody is typing is not thrown away from another screen
  const beingWritten = await uow.tables.documentDraft.count({
    where: { id: input.documentId, patientId: input.patientId },
  });
  if (beingWritten > 0)
    throw new DomainError(
      'conflict',
      'この文書の新しい版が書きかけです。確定するか、書きかけを捨ててから取り消してください。',
    );
  const versionNo = latest.versionNo + 1;
  const versionId = await keepVersion(uow, {
    record: { ...recordOf(latest), versionNo, confirmedAt: uow.now.toISOString() },
    patientId: input.patientId,
    encounterId: latest.encounterId,
    replyToId: latest.replyToId,
    reason: input.reason,
    enteredInError: true,
  });
  await wantSent(uow, recordOf(latest), input.patientId, false);
  uow.audit({
    action: 'document.withdraw',
    patientId: input.patientId,
    entityType: 'clinical_document',
    entityId: versionId,
    reason: input.reason,
    detail: { versionNo },
  });
  return { versionNo };
}

async function latestVersion(uow: UnitOfWork, input: DocumentTarget): Promise<VersionRow> {
  const [latest] = await loadVersions(uow, input);
  if (!latest) throw notFound('文書');
  if (latest.enteredInError) throw new DomainError('conflict', 'この文書は取り消されています。');
  return latest;
}
