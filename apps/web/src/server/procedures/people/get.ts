import { getPerson, personSchema } from '@shirube/core/people';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const getPersonProcedure = defineQuery({
  name: 'people.get',
  permission: 'people.view',
  input: z.object({ staffId: z.uuid() }),
  output: personSchema,
  audit: 'people.view',
  run: (context, input) => context.run((uow) => getPerson(uow, input)),
});
