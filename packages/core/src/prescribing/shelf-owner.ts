import type { UnitOfWork } from '@shirube/db';
import { requireStaff } from '../shared/actor.ts';

/** Whose favourites and sets: the acting doctor's own, or the clinic's, which everybody there is offered. */
export type ShelfOwner = 'own' | 'clinic';

/** staff_id as rows of that owner carry it; null: the clinic's. */
export const staffIdOf = (uow: UnitOfWork, owner: ShelfOwner): string | null =>
  owner === 'own' ? requireStaff(uow) : null;

/** A list with one member a place further up or down; the same list when it stands at that end already. */
export function moved<Item>(list: readonly Item[], from: number, direction: 'up' | 'down'): Item[] {
  const to = from + (direction === 'up' ? -1 : 1);
  const item = list[from];
  if (item === undefined || to < 0 || to >= list.length) return [...list];
  const rest = list.filter((_, index) => index !== from);
  return [...rest.slice(0, to), item, ...rest.slice(to)];
}
