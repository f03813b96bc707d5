import { listMyEntries, myEntrySchema } from '@shirube/core/entries';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const myEntriesProcedure = defineQuery({
  name: 'entries.mine',
  permission: 'entry.write',
  input: z.object({}),
  output: z.array(myEntrySchema),
  audit: 'entry.list',
  run: (context) => context.run((uow) => listMyEntries(uow)),
});
