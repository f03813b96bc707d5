import { confirmChange, confirmChangeInput, issueTypeSchema } from '@shirube/core/prescribing';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const confirmChangeProcedure = defineMutation({
  name: 'prescriptions.confirmChange',
  permission: 'prescription.change',
  input: confirmChangeInput,
  output: z.object({ prescriptionId: z.uuid(), issueType: issueTypeSchema }),
  audit: 'prescription.change_confirm',
  run: (context, input) => context.run((uow) => confirmChange(uow, input)),
});
