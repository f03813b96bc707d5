import { letterRowSchema, lettersOfPatient } from '@shirube/core/received';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const lettersOfPatientProcedure = defineQuery({
  name: 'letters.ofPatient',
  permission: 'document.view',
  input: z.object({ patientId: z.uuid() }),
  output: z.array(letterRowSchema),
  audit: 'letter.list',
  run: (context, input) => context.run((uow) => lettersOfPatient(uow, input)),
});
