import { saveNameChoice, saveNameChoiceInput } from '@shirube/core/prescribing';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

/** Product name or 一般名: the doctor's own. */
export const saveNameChoiceOwnProcedure = defineMutation({
  name: 'orderSets.saveNameChoiceOwn',
  permission: 'prescription.write',
  input: saveNameChoiceInput,
  output: z.object({}),
  audit: 'drug_name.choose',
  run: (context, input) =>
    context.run(async (uow) => {
      await saveNameChoice(uow, { ...input, owner: 'own' });
      return {};
    }),
});

/** Product name or 一般名: the clinic's. */
export const saveNameChoiceClinicsProcedure = defineMutation({
  name: 'orderSets.saveNameChoiceClinics',
  permission: 'order_set.edit_clinic',
  input: saveNameChoiceInput,
  output: z.object({}),
  audit: 'drug_name.choose',
  run: (context, input) =>
    context.run(async (uow) => {
      await saveNameChoice(uow, { ...input, owner: 'clinic' });
      return {};
    }),
});
