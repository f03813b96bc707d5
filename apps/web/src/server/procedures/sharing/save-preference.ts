import { savePreference, savePreferenceInput } from '@shirube/core/sharing';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const saveSharingPreferenceProcedure = defineMutation({
  name: 'sharing.savePreference',
  permission: 'sharing.manage',
  input: savePreferenceInput,
  output: z.object({ shares: z.boolean() }),
  audit: 'sharing.preference',
  run: (context, input) => context.run((uow) => savePreference(uow, input)),
});
