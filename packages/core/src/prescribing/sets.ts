import { randomUUID } from 'node:crypto';
import type { Prisma, UnitOfWork } from '@shirube/db';
import { z } from 'zod';
import { drugChoiceSchema } from '../masters/index.ts';
import { requireStaff } from '../shared/actor.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import { toInstant } from '../shared/rows.ts';
import { instant, rowVersion, uuid } from '../shared/schema.ts';
import { type DraftRp, draftRpSchema } from './rules/draft.ts';
import { moved, type ShelfOwner, staffIdOf } from './shelf-owner.ts';

const setName = z.string().trim().min(1, 'セットの名前を入力してください。').max(40);
const setRps = z.array(draftRpSchema).min(1, 'セットに入れる薬がありません。').max(30);

export const createOrderSetInput = z.object({ name: setName, rps: setRps });
export const changeOrderSetInput = z.object({
  id: uuid,
  rowVersion,
  name: setName,
  /** left out: what is in it stays */
  rps: setRps.optional(),
});
export const moveOrderSetInput = z.object({ id: uuid, rowVersion, direction: z.enum(['up', 'down']) });
export const removeOrderSetInput = z.object({ id: uuid, rowVersion });
export const useOrderSetInput = z.object({ id: uuid });

const orderSetSchema = z.object({
  id: uuid,
  owner: z.enum(['own', 'clinic']),
  name: z.string(),
  rowVersion,
  updatedAt: instant,
  /** what is in it, in words, RP by RP */
  rps: z.array(
    z.object({ usageText: z.string(), quantity: z.number().nullable(), drugs: z.array(z.string()) }),
  ),
});
export const orderSetsSchema = z.array(orderSetSchema);

/** What stands in a set cannot be taken over as it is. */
export const setProblemSchema = z.object({
  /** ended: no longer in the master. unit: its unit has become another. renamed: it is called otherwise now. usage: its usage has ended. */
  kind: z.enum(['ended', 'unit', 'renamed', 'usage']),
  message: z.string(),
  /** the RP it belongs to */
  rpClientId: uuid,
  /** ended: the line that was left out, to be taken over with another drug */
  line: draftRpSchema.shape.medications.element.nullable(),
  /** ended: drugs of the same ingredient that can take its place, the nearest first */
  replacements: z.array(drugChoiceSchema),
});
export const usedOrderSetSchema = z.object({
  name: z.string(),
  /** an RP may be empty when all its drugs were left out */
  rps: z.array(draftRpSchema),
  problems: z.array(setProblemSchema),
});

const mostSets = 100;

/** What belongs to one patient or one prescription and not to a way of treating. */
function withoutPatient(rps: readonly DraftRp[]): DraftRp[] {
  return rps
    .filter((rp) => rp.medications.length > 0)
    .map((rp) => ({
      ...rp,
      splitQuantities: null,
      medications: rp.medications.map((line) => ({
        ...line,
        burden: null,
        supplements: line.supplements.filter((each) => each.kind !== 'brand_at_patients_wish'),
      })),
    }));
}

async function heldSets(uow: UnitOfWork, owner: ShelfOwner) {
  // two that reorder the same list wait for each other here
  await uow.tables
    .$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${uow.tenantId} sets ${staffIdOf(uow, owner)}`}, 0))`;
  return uow.tables.orderSet.findMany({
    where: { staffId: staffIdOf(uow, owner) },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
    select: { id: true, position: true, rowVersion: true, name: true },
  });
}

/** The set of that owner, unchanged since it was shown. @throws DomainError not_found | stale */
function unchanged<Row extends { id: string; rowVersion: number }>(
  list: readonly Row[],
  input: { id: string; rowVersion: number },
): Row {
  const row = list.find((each) => each.id === input.id);
  if (!row) throw notFound('セット');
  if (row.rowVersion !== input.rowVersion)
    throw new DomainError(
      'stale',
      'このセットは、ほかの画面で変わっています。いまの内容を確かめてから、もう一度行ってください。',
    );
  return row;
}

/** The sets that the acting person is offered: their own, then the clinic's, each in its order. */
export async function listOrderSets(uow: UnitOfWork): Promise<z.output<typeof orderSetsSchema>> {
  const staffId = uow.actor.staffId;
  const rows = await uow.tables.orderSet.findMany({
    where: { OR: [...(staffId === null ? [] : [{ staffId }]), { staffId: null }] },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
  });
  return rows
    .map((row) => ({
      id: row.id,
      owner: row.staffId === null ? ('clinic' as const) : ('own' as const),
      name: row.name,
      rowVersion: row.rowVersion,
      updatedAt: toInstant(row.updatedAt),
      rps: setRps.parse(row.content).map((rp) => ({
        usageText: rp.usage?.text ?? '',
        quantity: rp.quantity,
        drugs: rp.medications.map(
          (line) =>
            `${line.generic?.name ?? line.name}${line.dose === null ? '' : ` ${line.dose}${line.unit}`}`,
        ),
      })),
    }))
    .sort((a, b) => Number(a.owner === 'clinic') - Number(b.owner === 'clinic'));
}

/** Keeps an order as a set, without what belongs to the patient. @returns its id */
export async function createOrderSet(
  uow: UnitOfWork,
  input: z.output<typeof createOrderSetInput> & { owner: ShelfOwner },
): Promise<{ id: string }> {
  const list = await heldSets(uow, input.owner);
  if (list.length >= mostSets)
    throw new DomainError('invalid', `セットは${mostSets}件までです。使わないものを消してください。`);
  const id = randomUUID();
  await uow.tables.orderSet.create({
    data: {
      tenantId: uow.tenantId,
      id,
      staffId: staffIdOf(uow, input.owner),
      name: input.name,
      content: contentOf(input.rps),
      position: (list.at(-1)?.position ?? -1) + 1,
      updatedById: requireStaff(uow),
      updatedAt: uow.now,
    },
  });
  note(uow, 'order_set.create', id, input.owner);
  return { id };
}

function contentOf(rps: readonly DraftRp[]): Prisma.InputJsonArray {
  const kept = withoutPatient(rps);
  if (kept.length === 0) throw new DomainError('invalid', 'セットに入れる薬がありません。');
  return kept as unknown as Prisma.InputJsonArray;
}

/** Renames a set, or puts another order into it. @throws DomainError not_found | stale */
export async function changeOrderSet(
  uow: UnitOfWork,
  input: z.output<typeof changeOrderSetInput> & { owner: ShelfOwner },
): Promise<void> {
  unchanged(await heldSets(uow, input.owner), input);
  await uow.tables.orderSet.update({
    where: { tenantId_id: { tenantId: uow.tenantId, id: input.id } },
    data: {
      name: input.name,
      ...(input.rps ? { content: contentOf(input.rps) } : {}),
      rowVersion: { increment: 1 },
      updatedById: requireStaff(uow),
      updatedAt: uow.now,
    },
  });
  note(uow, 'order_set.change', input.id, input.owner);
}

/** One place further up or down. The place is no content: the versions of the sets stay. @throws DomainError not_found | stale */
export async function moveOrderSet(
  uow: UnitOfWork,
  input: z.output<typeof moveOrderSetInput> & { owner: ShelfOwner },
): Promise<void> {
  const list = await heldSets(uow, input.owner);
  const from = list.indexOf(unchanged(list, input));
  for (const [position, each] of moved(list, from, input.direction).entries())
    if (each.position !== position)
      await uow.tables.orderSet.update({
        where: { tenantId_id: { tenantId: uow.tenantId, id: each.id } },
        data: { position },
      });
  note(uow, 'order_set.move', input.id, input.owner);
}

/** @throws DomainError not_found | stale */
export async function removeOrderSet(
  uow: UnitOfWork,
  input: z.output<typeof removeOrderSetInput> & { owner: ShelfOwner },
): Promise<void> {
  unchanged(await heldSets(uow, input.owner), input);
  await uow.tables.orderSet.delete({ where: { tenantId_id: { tenantId: uow.tenantId, id: input.id } } });
  note(uow, 'order_set.remove', input.id, input.owner);
}

const note = (uow: UnitOfWork, action: string, entityId: string, owner: ShelfOwner): void =>
  uow.audit({ action, entityType: 'order_set', entityId, detail: { owner } });
