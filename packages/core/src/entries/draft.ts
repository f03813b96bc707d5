import { type Prisma, Prisma as Sql, type UnitOfWork } from '@shirube/db';
import type { z } from 'zod';
import { toPatientSummary } from '../patients/search-patients.ts';
import { requireStaff } from '../shared/actor.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import { toInstant } from '../shared/rows.ts';
import { entryJoins, entryObject } from './entry-rows.ts';
import {
  type EntryPage,
  entryContentSchema,
  type entryPageSchema,
  type saveEntryDraftInput,
} from './schema.ts';
import { doctorsOf, readVisit } from './visit.ts';

type Place = { patientId: string; receptionId: string };

/**
 * What somebody needs to enter something for a doctor: who the patient is and why they came, their own draft, and what became of what
 * they handed over. Nothing of the record: this is all a clerk ever sees of a visit.
 */
export async function openEntry(uow: UnitOfWork, input: Place): Promise<EntryPage> {
  const staffId = requireStaff(uow);
  const visit = await readVisit(uow, input);
  const patient = await uow.tables.patient.findFirst({ where: { id: input.patientId } });
  if (!patient) throw notFound('患者');
  const [row] = await uow.tables.$queryRaw<{ mine: z.input<typeof entryPageSchema>['mine'] }[]>`
    SELECT coalesce(jsonb_agg(${entryObject(uow.now)} ORDER BY ep.submitted_at DESC), '[]'::jsonb) AS mine
      FROM entry_proposal ep ${entryJoins}
     WHERE ep.reception_id = ${input.receptionId}::uuid AND ep.entered_by_id = ${staffId}::uuid`;
  const mine = (row?.mine ?? []) as EntryPage['mine'];
  const draft = await uow.tables.entryDraft.findFirst({ where: { receptionId: input.receptionId, staffId } });
  const returned = mine.find((each) => each.entryId === draft?.entryId && each.state === 'returned');
  uow.audit({
    action: 'entry.open',
    patientId: input.patientId,
    entityType: 'reception',
    entityId: input.receptionId,
  });
  return {
    patient: toPatientSummary(patient),
    purpose: visit.purpose,
    serviceDate: visit.serviceDate,
    encounterId: visit.encounterId,
    closed: visit.closed,
    visitDoctorId: visit.visitDoctorId,
    doctors: await doctorsOf(uow),
    draft: draft && {
      revision: draft.revision,
      savedAt: toInstant(draft.updatedAt),
      onBehalfOfId: draft.onBehalfOfId,
      content: entryContentSchema.parse(draft.content),
      returned: returned
        ? { comment: returned.comment ?? '', by: returned.decidedBy ?? '', at: returned.decidedAt ?? '' }
        : null,
    },
    mine,
  };
}

/**
 * Keeps what has been typed so far, for the person who types it. On top of an unseen newer revision it is refused as stale: the
 * same person has it open elsewhere.
 */
export async function saveEntryDraft(
  uow: UnitOfWork,
  input: z.output<typeof saveEntryDraftInput>,
): Promise<{ revision: number; savedAt: string }> {
  const staffId = requireStaff(uow);
  const visit = await readVisit(uow, input);
  if (visit.closed !== null) throw new DomainError('conflict', visit.closed);
  const content = input.content as unknown as Prisma.InputJsonObject;
  const revision = input.baseRevision + 1;
  const data = { content, onBehalfOfId: input.onBehalfOfId, revision, updatedAt: uow.now };
  const key = { receptionId: input.receptionId, staffId };
  if (input.onBehalfOfId !== null) {
    const doctors = await doctorsOf(uow);
    if (!doctors.some((doctor) => doctor.id === input.onBehalfOfId)) throw noSuchDoctor();
  }
  if (input.baseRevision === 0) {
    const created = await uow.tables.entryDraft.createMany({
      data: { tenantId: uow.tenantId, ...key, patientId: input.patientId, ...data },
      skipDuplicates: true,
    });
    if (created.count !== 1) throw openElsewhere();
  } else {
    const saved = await uow.tables.entryDraft.updateMany({
      where: { ...key, revision: input.baseRevision },
      data,
    });
    if (saved.count !== 1) throw openElsewhere();
  }
  uow.audit({
    action: 'entry.draft_save',
    patientId: input.patientId,
    entityType: 'reception',
    entityId: input.receptionId,
    onBehalfOfId: input.onBehalfOfId,
  });
  return { revision, savedAt: toInstant(uow.now) };
}

/** Throws away what was written and not handed over. A version that came back stays where it is. */
export async function discardEntryDraft(uow: UnitOfWork, input: Place): Promise<void> {
  const staffId = requireStaff(uow);
  const gone = await uow.tables.entryDraft.deleteMany({
    where: { receptionId: input.receptionId, patientId: input.patientId, staffId },
  });
  if (gone.count === 0) throw notFound('書きかけの代行入力');
  uow.audit({
    action: 'entry.discard',
    patientId: input.patientId,
    entityType: 'reception',
    entityId: input.receptionId,
  });
}

/**
 * Takes a version that came back, or that was withdrawn, as the draft of the next one.
 * @throws DomainError conflict while something else is being written for the same reception, or a newer version exists
 */
export async function rewriteEntry(
  uow: UnitOfWork,
  input: { patientId: string; proposalId: string },
): Promise<{ receptionId: string }> {
  const staffId = requireStaff(uow);
  const proposal = await uow.tables.entryProposal.findFirst({
    where: { id: input.proposalId, patientId: input.patientId, enteredById: staffId },
    include: { decision: true },
  });
  if (!proposal) throw notFound('代行入力');
  const newer = await uow.tables.entryProposal.count({
    where: { entryId: proposal.entryId, versionNo: { gt: proposal.versionNo } },
  });
  if (newer > 0 || !['returned', 'withdrawn'].includes(proposal.decision?.kind ?? ''))
    throw new DomainError('conflict', '直せるのは、差し戻された、または取り下げた最新の代行入力だけです。');
  const visit = await readVisit(uow, { receptionId: proposal.receptionId, patientId: input.patientId });
  if (visit.closed !== null) throw new DomainError('conflict', visit.closed);
  const created = await uow.tables.entryDraft.createMany({
    data: {
      tenantId: uow.tenantId,
      receptionId: proposal.receptionId,
      staffId,
      patientId: proposal.patientId,
      onBehalfOfId: proposal.onBehalfOfId,
      entryId: proposal.entryId,
      content: proposal.content ?? Sql.JsonNull,
      updatedAt: uow.now,
    },
    skipDuplicates: true,
  });
  if (created.count !== 1)
    throw new DomainError(
      'conflict',
      'この受付には書きかけの代行入力があります。先に提出するか、消してから直してください。',
    );
  uow.audit({
    action: 'entry.rewrite',
    patientId: input.patientId,
    entityType: 'entry_proposal',
    entityId: proposal.id,
    onBehalfOfId: proposal.onBehalfOfId,
  });
  return { receptionId: proposal.receptionId };
}

export const noSuchDoctor = (): DomainError =>
  new DomainError(
    'invalid',
    '代行入力を頼める医師ではありません。医師を選び直してください。',
    'onBehalfOfId',
  );

const openElsewhere = (): DomainError =>
  new DomainError(
    'stale',
    'この代行入力は別の画面で先に保存されています。入力した内容は画面に残っています。画面を開き直してください。',
  );
