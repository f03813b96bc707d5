import type { UnitOfWork } from '@shirube/db';
import type { ApprovedEntry, PartOfEntry } from '../entries/authorship.ts';
import { entryContentSchema } from '../entries/schema.ts';

/** The entries that were approved into the draft of this visit, as they were handed over. */
export async function approvedEntries(uow: UnitOfWork, receptionId: string | null): Promise<ApprovedEntry[]> {
  if (receptionId === null) return [];
  const proposals = await uow.tables.entryProposal.findMany({
    where: { receptionId, decision: { kind: 'approved' } },
    orderBy: { submittedAt: 'asc' },
  });
  return proposals.map((proposal) => ({
    proposalId: proposal.id,
    enteredById: proposal.enteredById,
    onBehalfOfId: proposal.onBehalfOfId,
    content: entryContentSchema.parse(proposal.content),
  }));
}

/** Keeps for each part of an approved entry how much of it stands in the record, beside the rows it stands in. */
export async function recordAuthorship(
  uow: UnitOfWork,
  visit: { patientId: string; encounterId: string },
  parts: readonly PartOfEntry[],
  rows: { note: string; prescription: string | null; conditionIds: ReadonlyMap<string, string> },
): Promise<void> {
  if (parts.length === 0) return;
  await uow.tables.entryAuthorship.createMany({
    data: parts.map(({ entry, target, part, kept, clientId }) => {
      const row =
        target === 'note'
          ? rows.note
          : target === 'prescription'
            ? rows.prescription
            : (rows.conditionIds.get(clientId ?? '') ?? null);
      const dropped = kept === 'dropped' || row === null;
      return {
        tenantId: uow.tenantId,
        proposalId: entry.proposalId,
        encounterId: visit.encounterId,
        patientId: visit.patientId,
        enteredById: entry.enteredById,
        onBehalfOfId: entry.onBehalfOfId,
        target,
        targetId: dropped ? null : row,
        part,
        kept: dropped ? 'dropped' : kept,
        at: uow.now,
      };
    }),
  });
}
