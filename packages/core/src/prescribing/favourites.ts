import type { UnitOfWork } from '@shirube/db';
import { DUMMY_USAGE_CODE, todayInTokyo } from '@shirube/terminology';
import { z } from 'zod';
import { DomainError, notFound } from '../shared/errors.ts';
import { toDateColumn } from '../shared/rows.ts';
import { moved, type ShelfOwner, staffIdOf } from './shelf-owner.ts';

const yjCode = z.string().regex(/^[0-9A-Z]{12}$/, '薬を選び直してください。');

export const saveFavouriteInput = z.object({
  yjCode,
  dose: z.string().regex(/^\d{1,6}(\.\d{1,5})?$/, '用量は数字で入力してください。'),
  usageCode: z.string().regex(/^[0-9A-Z]{16}$/, '用法を選び直してください。'),
  quantity: z.number().int().min(1).max(999),
});
export const removeFavouriteInput = z.object({ yjCode });
export const moveFavouriteInput = z.object({ yjCode, direction: z.enum(['up', 'down']) });

/** よく使う薬 of one owner in their order, held until the end of the transaction. */
async function heldFavourites(uow: UnitOfWork, owner: ShelfOwner) {
  // two that reorder the same list wait for each other here
  await uow.tables
    .$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${uow.tenantId} favourites ${staffIdOf(uow, owner)}`}, 0))`;
  return uow.tables.drugFavourite.findMany({
    where: { staffId: staffIdOf(uow, owner) },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
    select: { id: true, yjCode: true, position: true },
  });
}

/**
 * Puts a drug among よく使う薬 with how it is taken, or changes how.
 * @throws DomainError invalid when drug or usage is not in force, or the usage has no code
 */
export async function saveFavourite(
  uow: UnitOfWork,
  input: z.output<typeof saveFavouriteInput> & { owner: ShelfOwner },
): Promise<void> {
  const list = await heldFavourites(uow, input.owner);
  const inForce = { OR: [{ validTo: null }, { validTo: { gte: toDateColumn(todayInTokyo(uow.now)) } }] };
  const [drug, usage] = await Promise.all([
    uow.tables.drug.findFirst({ where: { yjCode: input.yjCode, ...inForce }, select: { yjCode: true } }),
    uow.tables.usageCode.findFirst({ where: { code: input.usageCode, ...inForce }, select: { code: true } }),
  ]);
  if (!drug) throw notFound('薬');
  if (!usage || usage.code === DUMMY_USAGE_CODE)
    throw new DomainError(
      'invalid',
      'よく使う薬に入れるには、コードのある用法を選んでください。',
      'usageCode',
    );
  const way = { dose: input.dose, usageCode: input.usageCode, quantity: input.quantity };
  const known = list.find((each) => each.yjCode === input.yjCode);
  if (known)
    await uow.tables.drugFavourite.update({
      where: { tenantId_id: { tenantId: uow.tenantId, id: known.id } },
      data: way,
    });
  else
    await uow.tables.drugFavourite.create({
      data: {
        tenantId: uow.tenantId,
        staffId: staffIdOf(uow, input.owner),
        yjCode: input.yjCode,
        position: (list.at(-1)?.position ?? -1) + 1,
        ...way,
      },
    });
  note(uow, 'favourite.save', input);
}

/** Takes a drug out of よく使う薬; nothing happens when it is none. */
export async function removeFavourite(
  uow: UnitOfWork,
  input: z.output<typeof removeFavouriteInput> & { owner: ShelfOwner },
): Promise<void> {
  const known = (await heldFavourites(uow, input.owner)).find((each) => each.yjCode === input.yjCode);
  if (known)
    await uow.tables.drugFavourite.delete({
      where: { tenantId_id: { tenantId: uow.tenantId, id: known.id } },
    });
  note(uow, 'favourite.remove', input);
}

/** One place further up or down. @throws DomainError not_found */
export async function moveFavourite(
  uow: UnitOfWork,
  input: z.output<typeof moveFavouriteInput> & { owner: ShelfOwner },
): Promise<void> {
  const list = await heldFavourites(uow, input.owner);
  const from = list.findIndex((each) => each.yjCode === input.yjCode);
  if (from < 0) throw notFound('よく使う薬');
  for (const [position, each] of moved(list, from, input.direction).entries())
    if (each.position !== position)
      await uow.tables.drugFavourite.update({
        where: { tenantId_id: { tenantId: uow.tenantId, id: each.id } },
        data: { position },
      });
  note(uow, 'favourite.move', input);
}

const note = (uow: UnitOfWork, action: string, input: { owner: ShelfOwner; yjCode: string }): void =>
  uow.audit({ action, entityType: 'drug_favourite', detail: { owner: input.owner, yjCode: input.yjCode } });
