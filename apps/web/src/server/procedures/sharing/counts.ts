import { countRefused } from '@shirube/core/sharing';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const sharingCountsProcedure = defineQuery({
  name: 'sharing.counts',
  permission: 'sharing.view',
  input: z.object({}),
  output: z.object({ mine: z.number().int(), all: z.number().int() }),
  // numbers only: no patient's record is read, and every open page asks for it each minute
  audit: null,
  run: (context) => context.run(countRefused),
});
