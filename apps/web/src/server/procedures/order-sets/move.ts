import { moveOrderSet, moveOrderSetInput } from '@shirube/core/prescribing';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

/** A set moved in its list: the doctor's own. */
export const moveOwnProcedure = defineMutation({
  name: 'orderSets.moveOwn',
  permission: 'prescription.write',
  input: moveOrderSetInput,
  output: z.object({}),
  audit: 'order_set.move',
  run: (context, input) =>
    context.run(async (uow) => {
      await moveOrderSet(uow, { ...input, owner: 'own' });
      return {};
    }),
});

/** A set moved in its list: the clinic's. */
export const moveClinicsProcedure = defineMutation({
  name: 'orderSets.moveClinics',
  permission: 'order_set.edit_clinic',
  input: moveOrderSetInput,
  output: z.object({}),
  audit: 'order_set.move',
  run: (context, input) =>
    context.run(async (uow) => {
      await moveOrderSet(uow, { ...input, owner: 'clinic' });
      return {};
    }),
});
