import { saveFavourite, saveFavouriteInput } from '@shirube/core/prescribing';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

/** よく使う薬 with how it is taken: the doctor's own. */
export const saveFavouriteOwnProcedure = defineMutation({
  name: 'orderSets.saveFavouriteOwn',
  permission: 'prescription.write',
  input: saveFavouriteInput,
  output: z.object({}),
  audit: 'favourite.save',
  run: (context, input) =>
    context.run(async (uow) => {
      await saveFavourite(uow, { ...input, owner: 'own' });
      return {};
    }),
});

/** よく使う薬 with how it is taken: the clinic's. */
export const saveFavouriteClinicsProcedure = defineMutation({
  name: 'orderSets.saveFavouriteClinics',
  permission: 'order_set.edit_clinic',
  input: saveFavouriteInput,
  output: z.object({}),
  audit: 'favourite.save',
  run: (context, input) =>
    context.run(async (uow) => {
      await saveFavourite(uow, { ...input, owner: 'clinic' });
      return {};
    }),
});
