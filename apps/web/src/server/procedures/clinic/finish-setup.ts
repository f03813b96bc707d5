import { finishSetup, setupStateSchema } from '@shirube/core/clinics';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const finishSetupProcedure = defineMutation({
  name: 'clinic.finishSetup',
  permission: 'clinic.edit',
  input: z.object({}),
  output: setupStateSchema,
  audit: 'clinic.setup_finish',
  run: (context) => context.run(finishSetup),
});
