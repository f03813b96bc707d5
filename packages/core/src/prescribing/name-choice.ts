import type { UnitOfWork } from '@shirube/db';
import { z } from 'zod';
import { type ShelfOwner, staffIdOf } from './shelf-owner.ts';

/** brand: by the product that was picked. generic: 一般名処方, where the drug has a 一般名. */
const nameChoice = z.enum(['brand', 'generic']);

export const nameChoiceSchema = z.object({
  /** null: the doctor leaves it to the clinic */
  own: nameChoice.nullable(),
  /** null: the clinic has not chosen */
  clinic: nameChoice.nullable(),
  /** what holds: the doctor's, else the clinic's, else the product name */
  holds: nameChoice,
});
export const saveNameChoiceInput = z.object({ choice: nameChoice });

/** Whether drugs are written by product or by 一般名 when nothing is said at the picking. */
export async function readNameChoice(uow: UnitOfWork): Promise<z.output<typeof nameChoiceSchema>> {
  const rows = await uow.tables.drugNameChoice.findMany({
    where: { OR: [{ staffId: uow.actor.staffId }, { staffId: null }] },
    select: { staffId: true, choice: true },
  });
  const of = (staffId: string | null) =>
    nameChoice.nullable().parse(rows.find((row) => row.staffId === staffId)?.choice ?? null);
  const own = uow.actor.staffId === null ? null : of(uow.actor.staffId);
  const clinic = of(null);
  return { own, clinic, holds: own ?? clinic ?? 'brand' };
}

export async function saveNameChoice(
  uow: UnitOfWork,
  input: z.output<typeof saveNameChoiceInput> & { owner: ShelfOwner },
): Promise<void> {
  const staffId = staffIdOf(uow, input.owner);
  const changed = await uow.tables.drugNameChoice.updateMany({
    where: { staffId },
    data: { choice: input.choice },
  });
  if (changed.count === 0)
    await uow.tables.drugNameChoice.create({
      data: { tenantId: uow.tenantId, staffId, choice: input.choice },
    });
  uow.audit({
    action: 'drug_name.choose',
    entityType: 'drug_name_choice',
    detail: { owner: input.owner, choice: input.choice },
  });
}
