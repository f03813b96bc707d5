import type { Prisma, UnitOfWork } from '@shirube/db';
import { type EncounterDraft, encounterDraftSchema } from '../prescribing/rules/draft.ts';
import { requireStaff } from '../shared/actor.ts';
import { DomainError } from '../shared/errors.ts';
import { nullable, toCalendarDate } from '../shared/rows.ts';
import { initialDraft } from './initial-draft.ts';

/** The draft of a visit as it stands on the server. */
export interface VisitDraft {
  encounterId: string;
  revision: number;
  content: EncounterDraft;
}

/** The draft of a visit as it stands, or as it begins. Revision 0 where nothing was saved yet. */
export async function draftOfVisit(
  uow: UnitOfWork,
  encounterId: string,
  patientId: string,
): Promise<VisitDraft> {
  const saved = await uow.tables.encounterDraft.findFirst({ where: { encounterId } });
  if (saved)
    return { encounterId, revision: saved.revision, content: encounterDraftSchema.parse(saved.content) };
  const versions = await uow.tables.condition.findMany({
    where: { patientId },
    distinct: ['conditionId'],
    orderBy: [{ conditionId: 'asc' }, { versionNo: 'desc' }],
  });
  const ongoing = versions
    .filter((row) => row.kind !== 'entered_in_error' && row.outcome === 'active')
    .map((row) => ({
      ...row,
      onsetDate: toCalendarDate(row.onsetDate),
      endDate: nullable(row.endDate, toCalendarDate),
    }))
    .sort((a, b) => Number(b.isMain) - Number(a.isMain) || a.onsetDate.localeCompare(b.onsetDate));
  return { encounterId, revision: 0, content: initialDraft(ongoing) };
}

/**
 * Keeps what was put into a draft for the doctor. @throws DomainError stale when another screen saved it meanwhile
 *
 * @param again what the person should do once more, as it ends the sentence: 「もう一度、承認してください。」
 */
export async function keepVisitDraft(
  uow: UnitOfWork,
  draft: VisitDraft,
  patientId: string,
  again: string,
): Promise<VisitDraft> {
  const content = encounterDraftSchema.parse(draft.content) as unknown as Prisma.InputJsonObject;
  const revision = draft.revision + 1;
  const data = { content, revision, updatedById: requireStaff(uow), updatedAt: uow.now };
  if (draft.revision === 0) {
    await uow.tables.encounterDraft.create({
      data: { tenantId: uow.tenantId, encounterId: draft.encounterId, patientId, ...data },
    });
  } else {
    const saved = await uow.tables.encounterDraft.updateMany({
      where: { encounterId: draft.encounterId, revision: draft.revision },
      data,
    });
    if (saved.count !== 1)
      throw new DomainError('stale', `この診察は別の画面で保存されたところです。${again}`);
  }
  return { ...draft, revision };
}
