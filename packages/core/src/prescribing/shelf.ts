import type { UnitOfWork } from '@shirube/db';
import { z } from 'zod';
import { drugChoicesSchema, listFavouriteDrugsOf } from '../masters/index.ts';
import { nameChoiceSchema, readNameChoice } from './name-choice.ts';
import { listOrderSets, orderSetsSchema } from './sets.ts';

export const orderShelfSchema = z.object({
  sets: orderSetsSchema,
  ownFavourites: drugChoicesSchema,
  clinicFavourites: drugChoicesSchema,
  nameChoice: nameChoiceSchema,
});

/** Everything a doctor and a clinic have put aside for prescribing, each list in its order. */
export async function readOrderShelf(uow: UnitOfWork): Promise<z.output<typeof orderShelfSchema>> {
  return {
    sets: await listOrderSets(uow),
    ownFavourites: await listFavouriteDrugsOf(uow, uow.actor.staffId),
    clinicFavourites: await listFavouriteDrugsOf(uow, null),
    nameChoice: await readNameChoice(uow),
  };
}
