import { randomUUID } from 'node:crypto';
import type { Prisma, UnitOfWork } from '@shirube/db';
import type { z } from 'zod';
import { clinicSettings } from '../clinics/settings.ts';
import { requireStaff } from '../shared/actor.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import { noSuchDoctor } from './draft.ts';
import { isEmptyEntry } from './merge.ts';
import { type EntryContent, entryContentSchema, type submitEntryInput } from './schema.ts';
import { doctorsOf, lockVisit } from './visit.ts';

/**
 * Hands the person's draft over to the doctor it was written for, as an immutable version that waits for approval. The writer is who is
 * signed in, never a parameter; the doctor is the visit's once it has begun. Due after the hours the clinic has set.
 * @throws DomainError invalid while it is empty or no doctor is chosen, stale when the draft was saved elsewhere,
 *   conflict when the visit is confirmed or cancelled
 */
export async function submitEntry(
  uow: UnitOfWork,
  input: z.output<typeof submitEntryInput>,
): Promise<{ proposalId: string; dueAt: string }> {
  const staffId = requireStaff(uow);
  const visit = await lockVisit(uow, input);
  if (visit.closed !== null) throw new DomainError('conflict', visit.closed);
  const key = { receptionId: input.receptionId, staffId };
  const draft = await uow.tables.entryDraft.findFirst({ where: key });
  if (!draft) throw notFound('書きかけの代行入力');
  if (draft.revision !== input.baseRevision)
    throw new DomainError(
      'stale',
      '別の画面で内容が変わりました。画面を開き直し、最新の内容を確かめてから提出してください。',
    );
  const content = entryContentSchema.parse(draft.content);
  if (isEmptyEntry(content))
    throw new DomainError('invalid', '何も入力されていません。入力してから提出してください。');
  if (draft.onBehalfOfId === null)
    throw new DomainError('invalid', 'どの医師の代わりに入力したか、選んでください。', 'onBehalfOfId');
  const doctors = await doctorsOf(uow);
  if (draft.onBehalfOfId === staffId || !doctors.some((doctor) => doctor.id === draft.onBehalfOfId))
    throw noSuchDoctor();
  if (visit.visitDoctorId !== null && visit.visitDoctorId !== draft.onBehalfOfId)
    throw new DomainError(
      'conflict',
      `この診察の担当は ${doctors.find((doctor) => doctor.id === visit.visitDoctorId)?.name ?? '別の'} 医師です。医師を選び直してください。`,
      'onBehalfOfId',
    );
  const earlier =
    draft.entryId === null ? 0 : await uow.tables.entryProposal.count({ where: { entryId: draft.entryId } });
  const { entryDeadlineHours } = await clinicSettings(uow);
  const dueAt = new Date(uow.now.getTime() + entryDeadlineHours * 3600_000);
  const proposal = await uow.tables.entryProposal.create({
    data: {
      tenantId: uow.tenantId,
      entryId: draft.entryId ?? randomUUID(),
      versionNo: earlier + 1,
      receptionId: input.receptionId,
      patientId: input.patientId,
      enteredById: staffId,
      onBehalfOfId: draft.onBehalfOfId,
      content: withFreshIds(content) as unknown as Prisma.InputJsonObject,
      submittedAt: uow.now,
      dueAt,
    },
    select: { id: true },
  });
  await uow.tables.entryDraft.deleteMany({ where: key });
  uow.audit({
    action: 'entry.submit',
    patientId: input.patientId,
    entityType: 'entry_proposal',
    entityId: proposal.id,
    onBehalfOfId: draft.onBehalfOfId,
    detail: { versionNo: earlier + 1 },
  });
  return { proposalId: proposal.id, dueAt: dueAt.toISOString() };
}

/** New ids for rows: what was typed in another browser can not take the place of a row the doctor has already. */
function withFreshIds(content: EntryContent): EntryContent {
  return {
    ...content,
    conditions: content.conditions.map((condition) => ({ ...condition, clientId: randomUUID() })),
    rps: content.rps.map((rp) => ({
      ...rp,
      clientId: randomUUID(),
      medications: rp.medications.map((medication) => ({ ...medication, clientId: randomUUID() })),
    })),
  };
}

/** Takes back what was handed over and is not yet decided. Only who wrote it may. */
export async function withdrawEntry(
  uow: UnitOfWork,
  input: { patientId: string; proposalId: string },
): Promise<void> {
  const staffId = requireStaff(uow);
  const proposal = await uow.tables.entryProposal.findFirst({
    where: { id: input.proposalId, patientId: input.patientId, enteredById: staffId },
  });
  if (!proposal) throw notFound('代行入力');
  await lockVisit(uow, proposal);
  await decide(uow, proposal, { kind: 'withdrawn', comment: null });
}

/**
 * Writes the one decision a version ever gets; the database refuses a second one, an approval by anybody but the named doctor and a
 * return without words.
 * @throws DomainError conflict when it is decided already
 */
export async function decide(
  uow: UnitOfWork,
  proposal: { id: string; patientId: string; enteredById: string; onBehalfOfId: string },
  decision: { kind: 'approved' | 'returned' | 'withdrawn'; comment: string | null },
): Promise<void> {
  const written = await uow.tables.entryDecision.createMany({
    data: {
      tenantId: uow.tenantId,
      proposalId: proposal.id,
      enteredById: proposal.enteredById,
      onBehalfOfId: proposal.onBehalfOfId,
      ...decision,
      decidedById: requireStaff(uow),
      decidedAt: uow.now,
    },
    skipDuplicates: true,
  });
  if (written.count !== 1)
    throw new DomainError(
      'conflict',
      'この代行入力は、すでに承認・差し戻し・取り下げのどれかがされています。一覧を新しくして確かめてください。',
    );
  uow.audit({
    action: { approved: 'entry.approve', returned: 'entry.return', withdrawn: 'entry.withdraw' }[
      decision.kind
    ],
    patientId: proposal.patientId,
    entityType: 'entry_proposal',
    entityId: proposal.id,
    onBehalfOfId: proposal.onBehalfOfId,
    detail: { enteredById: proposal.enteredById },
  });
}
