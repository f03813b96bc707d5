import { removeOrderSet, removeOrderSetInput } from '@shirube/core/prescribing';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

/** A set deleted: the doctor's own. */
export const removeOwnProcedure = defineMutation({
  name: 'orderSets.removeOwn',
  permission: 'prescription.write',
  input: removeOrderSetInput,
  output: z.object({}),
  audit: 'order_set.remove',
  run: (context, input) =>
    context.run(async (uow) => {
      await removeOrderSet(uow, { ...input, owner: 'own' });
      return {};
    }),
});

/** A set deleted: the clinic's. */
export const removeClinicsProcedure = defineMutation({
  name: 'orderSets.removeClinics',
  permission: 'order_set.edit_clinic',
  input: removeOrderSetInput,
  output: z.object({}),
  audit: 'order_set.remove',
  run: (context, input) =>
    context.run(async (uow) => {
      await removeOrderSet(uow, { ...input, owner: 'clinic' });
      return {};
    }),
});
