import { removeFavourite, removeFavouriteInput } from '@shirube/core/prescribing';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

/** A drug taken out of よく使う薬: the doctor's own. */
export const removeFavouriteOwnProcedure = defineMutation({
  name: 'orderSets.removeFavouriteOwn',
  permission: 'prescription.write',
  input: removeFavouriteInput,
  output: z.object({}),
  audit: 'favourite.remove',
  run: (context, input) =>
    context.run(async (uow) => {
      await removeFavourite(uow, { ...input, owner: 'own' });
      return {};
    }),
});

/** A drug taken out of よく使う薬: the clinic's. */
export const removeFavouriteClinicsProcedure = defineMutation({
  name: 'orderSets.removeFavouriteClinics',
  permission: 'order_set.edit_clinic',
  input: removeFavouriteInput,
  output: z.object({}),
  audit: 'favourite.remove',
  run: (context, input) =>
    context.run(async (uow) => {
      await removeFavourite(uow, { ...input, owner: 'clinic' });
      return {};
    }),
});
