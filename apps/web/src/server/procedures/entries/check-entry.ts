import { checkEntry, checkEntryInput } from '@shirube/core/entries';
import { checkResultSchema } from '@shirube/core/prescribing';
import { defineMutation } from '../../procedure.ts';

export const checkEntryProcedure = defineMutation({
  name: 'entries.check',
  permission: 'external.view',
  input: checkEntryInput,
  output: checkResultSchema,
  audit: 'safety.check_local',
  run: (context, input) => context.run((uow) => checkEntry(uow, input)),
});
