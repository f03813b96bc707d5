import { saveChange, saveChangeInput } from '@shirube/core/prescribing';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const saveChangeProcedure = defineMutation({
  name: 'prescriptions.saveChange',
  permission: 'prescription.change',
  input: saveChangeInput,
  output: z.object({ revision: z.number().int(), savedAt: z.string() }),
  audit: 'prescription.change_save',
  run: (context, input) => context.run((uow) => saveChange(uow, input)),
});
