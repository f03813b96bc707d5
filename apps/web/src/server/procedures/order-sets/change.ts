import { changeOrderSet, changeOrderSetInput } from '@shirube/core/prescribing';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

/** A set renamed, or with another order in it: the doctor's own. */
export const changeOwnProcedure = defineMutation({
  name: 'orderSets.changeOwn',
  permission: 'prescription.write',
  input: changeOrderSetInput,
  output: z.object({}),
  audit: 'order_set.change',
  run: (context, input) =>
    context.run(async (uow) => {
      await changeOrderSet(uow, { ...input, owner: 'own' });
      return {};
    }),
});

/** A set renamed, or with another order in it: the clinic's. */
export const changeClinicsProcedure = defineMutation({
  name: 'orderSets.changeClinics',
  permission: 'order_set.edit_clinic',
  input: changeOrderSetInput,
  output: z.object({}),
  audit: 'order_set.change',
  run: (context, input) =>
    context.run(async (uow) => {
      await changeOrderSet(uow, { ...input, owner: 'clinic' });
      return {};
    }),
});
