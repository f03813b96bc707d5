import type { UnitOfWork } from '@shirube/db';
import type { z } from 'zod';
import { draftOfVisit, keepVisitDraft, type VisitDraft } from '../charting/visit-draft.ts';
import { requireStaff } from '../shared/actor.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import { mergeEntry } from './merge.ts';
import { type approveEntriesInput, entryContentSchema, type returnEntryInput } from './schema.ts';
import { decide } from './submit.ts';
import { lockVisit } from './visit.ts';

/** The visit's draft after the approval. */
export type ApprovedInto = VisitDraft;

/**
 * The named doctor takes what was entered for them about a patient into the visit's draft: all of these entries or none. Nothing is confirmed,
 * signed or sent by this; the doctor reads, changes and confirms the visit as always.
 * @throws DomainError not_found, forbidden for another doctor's entry, conflict when the visit has not begun, is another doctor's or is
 *   confirmed, or when an entry is decided already, stale when the draft on the screen is an older one
 */
export async function approveEntries(
  uow: UnitOfWork,
  input: z.output<typeof approveEntriesInput>,
): Promise<ApprovedInto[]> {
  const staffId = requireStaff(uow);
  const asked = new Set(input.proposalIds);
  const proposals = await uow.tables.entryProposal.findMany({
    where: { id: { in: [...asked] }, patientId: input.patientId },
    // always in the same order: two bulk approvals lock the same visits one after the other
    orderBy: [{ receptionId: 'asc' }, { submittedAt: 'asc' }],
  });
  if (proposals.length !== asked.size) throw notFound('代行入力');
  const drafts = new Map<string, ApprovedInto>();
  for (const proposal of proposals) {
    if (proposal.onBehalfOfId !== staffId)
      throw new DomainError('forbidden', 'ほかの医師あての代行入力は承認できません。');
    const visit = await lockVisit(uow, proposal);
    if (visit.closed !== null) throw new DomainError('conflict', visit.closed);
    if (visit.encounterId === null)
      throw new DomainError('conflict', '診察がまだ始まっていません。カルテを開いてから承認してください。');
    if (visit.visitDoctorId !== staffId)
      throw new DomainError(
        'conflict',
        'この診察は別の医師が担当しています。差し戻して、担当の医師あてに出し直してもらってください。',
      );
    await decide(uow, proposal, { kind: 'approved', comment: null });
    const before =
      drafts.get(visit.encounterId) ?? (await draftOfVisit(uow, visit.encounterId, input.patientId));
    drafts.set(visit.encounterId, {
      ...before,
      content: mergeEntry(before.content, entryContentSchema.parse(proposal.content)),
    });
  }
  const only = drafts.size === 1 ? [...drafts.values()][0] : undefined;
  if (input.baseRevision !== null && only?.revision !== input.baseRevision)
    throw new DomainError(
      'stale',
      '別の画面で内容が変わりました。カルテを開き直し、最新の内容を確かめてから承認してください。',
    );
  const kept: ApprovedInto[] = [];
  for (const draft of drafts.values())
    kept.push(await keepVisitDraft(uow, draft, input.patientId, 'もう一度、承認してください。'));
  return kept;
}

/**
 * Gives an entry back with a comment, so that it can be written anew. By the doctor it was written for, or by the doctor of the visit, who
 * must be able to finish it.
 */
export async function returnEntry(uow: UnitOfWork, input: z.output<typeof returnEntryInput>): Promise<void> {
  const staffId = requireStaff(uow);
  const proposal = await uow.tables.entryProposal.findFirst({
    where: { id: input.proposalId, patientId: input.patientId },
  });
  if (!proposal) throw notFound('代行入力');
  const visit = await lockVisit(uow, proposal);
  if (staffId !== proposal.onBehalfOfId && staffId !== visit.visitDoctorId)
    throw new DomainError('forbidden', 'ほかの医師あての代行入力は差し戻せません。');
  await decide(uow, proposal, { kind: 'returned', comment: input.comment });
}

/**
 * Nothing entered for the doctor is skipped silently: a visit is confirmed when every entry for it has been decided.
 * @throws DomainError needs_decision
 */
export async function assertEntriesDecided(uow: UnitOfWork, receptionId: string | null): Promise<void> {
  if (receptionId === null) return;
  const waiting = await uow.tables.entryProposal.count({ where: { receptionId, decision: null } });
  if (waiting > 0)
    throw new DomainError(
      'needs_decision',
      `未承認の代行入力が ${waiting}件 あります。承認するか差し戻してから確定してください。`,
      'entries',
    );
}
