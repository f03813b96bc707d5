import { randomUUID } from 'node:crypto';
import type { Prisma, UnitOfWork } from '@shirube/db';
import type { z } from 'zod';
import { requireStaff } from '../shared/actor.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import { type ChartForDocument, loadChartForDocument } from './chart.ts';
import { checkupForm } from './checkup/index.ts';
import { withProgram } from './checkup/shown.ts';
import { formOf } from './forms/index.ts';
import { copiedSections } from './forms/sections.ts';
import { assertWrittenHere } from './kinds.ts';
import { receiverOfCode } from './receivers.ts';
import type { DocumentContent, startDocumentInput } from './schema.ts';
import { loadVersions, recordOf } from './versions.ts';

/**
 * Begins a document of a patient, pre-filled from the chart, from an earlier document, or as the answer to a letter that was received.
 *
 * @throws DomainError not_found; conflict when this clinic does not write such documents
 */
export async function startDocument(
  uow: UnitOfWork,
  input: z.output<typeof startDocumentInput>,
): Promise<{ documentId: string }> {
  await assertWrittenHere(uow, input.kind);
  const staffId = requireStaff(uow);
  const patient = await uow.tables.patient.findFirst({
    where: { id: input.patientId },
    select: { id: true },
  });
  if (!patient) throw notFound('患者');
  const encounterId = input.encounterId ?? (await visitOf(uow, input));
  if (input.encounterId !== null) {
    const visit = await uow.tables.encounter.count({
      where: { id: input.encounterId, patientId: input.patientId },
    });
    if (visit === 0) throw notFound('診察');
  }
  const chart = await loadChartForDocument(uow, input.patientId, { kind: input.kind, documentId: null });
  const begun =
    input.copyOf === null
      ? formOf(input.kind).start(chart)
      : await copyOf(uow, chart, { ...input, documentId: input.copyOf });
  const content = input.replyTo === null ? begun : await asReply(uow, begun, input.patientId, input.replyTo);
  const documentId = randomUUID();
  await uow.tables.documentDraft.create({
    data: {
      tenantId: uow.tenantId,
      id: documentId,
      patientId: input.patientId,
      encounterId,
      kind: input.kind,
      replyToId: input.replyTo,
      content: content as unknown as Prisma.InputJsonObject,
      revision: 1,
      createdById: staffId,
      createdAt: uow.now,
      updatedById: staffId,
      updatedAt: uow.now,
    },
  });
  uow.audit({
    action: 'document.start',
    patientId: input.patientId,
    entityType: 'document',
    entityId: documentId,
    detail: { kind: input.kind },
  });
  return { documentId };
}

/** The visit of a document that is begun outside of one: a plan of care belongs to the last visit, the others to none. */
async function visitOf(uow: UnitOfWork, input: { patientId: string; kind: string }): Promise<string | null> {
  if (input.kind !== 'care_summary') return null;
  const last = await uow.tables.encounter.findFirst({
    where: { patientId: input.patientId },
    orderBy: { startedAt: 'desc' },
    select: { id: true },
  });
  if (!last)
    throw new DomainError(
      'conflict',
      '患者サマリーは、診察をはじめてから書いてください。受診がまだありません。',
    );
  return last.id;
}

/** What an earlier document said, with what the chart does not have any more left out. The patient is asked anew. */
async function copyOf(
  uow: UnitOfWork,
  chart: ChartForDocument,
  input: { patientId: string; documentId: string; kind: string },
): Promise<DocumentContent> {
  const [latest] = await loadVersions(uow, input);
  if (!latest) throw notFound('写す文書');
  // withdrawn means that it should never have been: often because it told of somebody else
  if (latest.enteredInError) throw new DomainError('conflict', '取り消した文書は写せません。');
  if (latest.kind !== input.kind) throw new DomainError('invalid', '写せるのは、同じ種類の文書だけです。');
  const content = formOf(input.kind).contentOf(recordOf(latest), []);
  switch (content.kind) {
    case 'referral':
    case 'reply':
      return {
        ...content,
        sections: copiedSections(content.sections, chart),
        consented: null,
        inReplyTo: null,
        enclosedDocumentId: null,
      };
    case 'discharge_summary':
      return { ...content, sections: copiedSections(content.sections, chart) };
    case 'care_summary':
      return {
        ...content,
        periodStart: chart.today,
        periodEnd: null,
        conditionIds: content.conditionIds.filter((id) =>
          chart.conditions.some((each) => each.conditionId === id),
        ),
      };
    // of an earlier check-up only its kind is copied: the results are those of today
    case 'checkup':
      return withProgram(chart.checkup?.rows ?? [], checkupForm.start(chart), content.program);
  }
}

/** A reply goes to the sender and names the letter it answers. */
async function asReply(
  uow: UnitOfWork,
  content: DocumentContent,
  patientId: string,
  receivedId: string,
): Promise<DocumentContent> {
  const letter = await uow.tables.receivedDocument.findFirst({
    // whose an accepted letter is does not change any more
    where: { id: receivedId, patientId, state: 'accepted' },
    select: { identifier: true, senderCode: true, senderName: true },
  });
  if (!letter) throw notFound('届いた紹介状');
  if (content.kind !== 'reply') throw new DomainError('invalid', '返書としてはじめてください。');
  return {
    ...content,
    to: await receiverOfCode(uow, { code: letter.senderCode, name: letter.senderName }),
    inReplyTo: { identifier: letter.identifier, facilityName: letter.senderName },
  };
}
