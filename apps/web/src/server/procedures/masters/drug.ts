import { drugByYj } from '@shirube/core/masters';
import { drugHitSchema } from '@shirube/core/prescribing/schema';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const drugProcedure = defineQuery({
  name: 'masters.drug',
  permission: 'master.search',
  input: z.object({ yjCode: z.string().regex(/^[0-9A-Z]{12}$/) }),
  output: drugHitSchema,
  // code tables: nothing about a patient
  audit: null,
  run: (context, input) => context.run((uow) => drugByYj(uow, input)),
});
