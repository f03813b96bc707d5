import { z } from 'zod';
import { defineAccountMutation } from '../account.ts';

/** Nothing but the step-up: a page asks it before it opens a file that needs a recent proof. */
export const assureProcedure = defineAccountMutation({
  name: 'assure',
  stages: ['active'],
  stepUp: true,
  input: z.object({}),
  output: z.object({ assured: z.literal(true) }),
  run: async () => ({ assured: true as const }),
});
