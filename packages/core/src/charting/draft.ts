import type { Prisma, UnitOfWork } from '@shirube/db';
import type { z } from 'zod';
import { encounterDraftSchema } from '../prescribing/rules/draft.ts';
import { requireStaff } from '../shared/actor.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import { toInstant } from '../shared/rows.ts';
import type { saveDraftInput } from './schema.ts';

/**
 * Keeps what has been typed and clicked. A save on top of an unseen newer revision is refused as stale: the screen
 * then shows both and the doctor chooses; nothing typed is overwritten by a machine.
 */
export async function saveDraft(
  uow: UnitOfWork,
  input: z.output<typeof saveDraftInput>,
): Promise<{ revision: number; savedAt: string }> {
  const encounter = await uow.tables.encounter.findFirst({
    where: { id: input.encounterId, patientId: input.patientId },
    select: { id: true, endedAt: true },
  });
  if (!encounter) throw notFound('診察');
  const content = encounterDraftSchema.parse(input.content) as unknown as Prisma.InputJsonObject;
  const staffId = requireStaff(uow);
  const saved = await uow.tables.encounterDraft.updateMany({
    where: { encounterId: input.encounterId, patientId: input.patientId, revision: input.baseRevision },
    data: { content, revision: input.baseRevision + 1, updatedById: staffId, updatedAt: uow.now },
  });
  if (saved.count === 0) {
    const existing = await uow.tables.encounterDraft.findFirst({
      where: { encounterId: input.encounterId },
      select: { revision: true },
    });
    if (existing || input.baseRevision > 0)
      throw new DomainError(
        'stale',
        'この診察は別の画面で先に保存されています。こちらの入力は残っています。どちらを使うか選んでください。',
      );
    await uow.tables.encounterDraft.create({
      data: {
        tenantId: uow.tenantId,
        encounterId: input.encounterId,
        patientId: input.patientId,
        content,
        revision: 1,
        updatedById: staffId,
        updatedAt: uow.now,
      },
    });
  }
  uow.audit({
    action: 'chart.draft_save',
    patientId: input.patientId,
    entityType: 'encounter',
    entityId: input.encounterId,
  });
  return { revision: input.baseRevision + 1, savedAt: toInstant(uow.now) };
}
