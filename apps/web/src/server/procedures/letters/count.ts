import { countLetters } from '@shirube/core/received';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

/** A number for the head of every page; it names nobody. */
export const lettersCountProcedure = defineQuery({
  name: 'letters.count',
  permission: 'document.view',
  input: z.object({}),
  output: z.object({ waiting: z.number().int() }),
  audit: null,
  run: async (context) => ({ waiting: await context.run(countLetters) }),
});
