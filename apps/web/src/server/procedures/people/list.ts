import { listPeople, peopleListSchema } from '@shirube/core/people';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const listPeopleProcedure = defineQuery({
  name: 'people.list',
  permission: 'people.view',
  input: z.object({}),
  output: peopleListSchema,
  audit: 'people.list',
  run: (context) => context.run((uow) => listPeople(uow)),
});
