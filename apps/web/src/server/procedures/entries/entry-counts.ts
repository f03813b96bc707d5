import { entryCounts, entryCountsSchema } from '@shirube/core/entries';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const entryCountsProcedure = defineQuery({
  name: 'entries.counts',
  permission: 'session.self',
  input: z.object({}),
  output: entryCountsSchema,
  // three numbers, asked every minute; nothing about a patient
  audit: null,
  run: (context) => context.run((uow) => entryCounts(uow)),
});
