import { whoSawInput, whoSawPatient, whoSawSchema } from '@shirube/core/audit';
import { defineQuery } from '../../procedure.ts';

export const whoSawProcedure = defineQuery({
  name: 'audit.whoSaw',
  permission: 'audit.view_patient',
  input: whoSawInput,
  output: whoSawSchema,
  audit: 'audit.who_saw',
  run: (context, input) => context.run((uow) => whoSawPatient(uow, input)),
});
