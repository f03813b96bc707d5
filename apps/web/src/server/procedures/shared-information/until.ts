import { sharedInformationUntil } from '@shirube/core/received';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const sharedUntilProcedure = defineQuery({
  name: 'sharedInformation.until',
  permission: 'external.view',
  input: z.object({ patientId: z.uuid() }),
  output: z.object({ readableUntil: z.string().nullable(), scopes: z.array(z.string()) }),
  audit: 'shared_information.until',
  run: (context, input) => context.run((uow) => sharedInformationUntil(uow, input)),
});
