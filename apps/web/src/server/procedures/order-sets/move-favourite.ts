import { moveFavourite, moveFavouriteInput } from '@shirube/core/prescribing';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

/** A drug moved in よく使う薬: the doctor's own. */
export const moveFavouriteOwnProcedure = defineMutation({
  name: 'orderSets.moveFavouriteOwn',
  permission: 'prescription.write',
  input: moveFavouriteInput,
  output: z.object({}),
  audit: 'favourite.move',
  run: (context, input) =>
    context.run(async (uow) => {
      await moveFavourite(uow, { ...input, owner: 'own' });
      return {};
    }),
});

/** A drug moved in よく使う薬: the clinic's. */
export const moveFavouriteClinicsProcedure = defineMutation({
  name: 'orderSets.moveFavouriteClinics',
  permission: 'order_set.edit_clinic',
  input: moveFavouriteInput,
  output: z.object({}),
  audit: 'favourite.move',
  run: (context, input) =>
    context.run(async (uow) => {
      await moveFavourite(uow, { ...input, owner: 'clinic' });
      return {};
    }),
});
