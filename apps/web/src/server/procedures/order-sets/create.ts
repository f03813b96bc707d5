import { createOrderSet, createOrderSetInput } from '@shirube/core/prescribing';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

/** An order kept as a set: the doctor's own. */
export const createOwnProcedure = defineMutation({
  name: 'orderSets.createOwn',
  permission: 'prescription.write',
  input: createOrderSetInput,
  output: z.object({ id: z.uuid() }),
  audit: 'order_set.create',
  run: (context, input) => context.run((uow) => createOrderSet(uow, { ...input, owner: 'own' })),
});

/** An order kept as a set: the clinic's. */
export const createClinicsProcedure = defineMutation({
  name: 'orderSets.createClinics',
  permission: 'order_set.edit_clinic',
  input: createOrderSetInput,
  output: z.object({ id: z.uuid() }),
  audit: 'order_set.create',
  run: (context, input) => context.run((uow) => createOrderSet(uow, { ...input, owner: 'clinic' })),
});
