import { nameChoiceSchema, readNameChoice } from '@shirube/core/prescribing';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const nameChoiceProcedure = defineQuery({
  name: 'masters.nameChoice',
  permission: 'master.search',
  input: z.object({}),
  output: nameChoiceSchema,
  // code tables and lists of the clinic: nothing about a patient
  audit: null,
  run: (context) => context.run((uow) => readNameChoice(uow)),
});
