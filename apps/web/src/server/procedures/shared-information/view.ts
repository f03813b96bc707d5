import { sharedViewSchema, viewSharedInformation } from '@shirube/core/received';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const viewSharedProcedure = defineQuery({
  name: 'sharedInformation.view',
  permission: 'external.view',
  input: z.object({ patientId: z.uuid() }),
  output: sharedViewSchema,
  audit: 'shared_information.view',
  run: (context, input) => context.run((uow) => viewSharedInformation(uow, input)),
});
