import { readSetup, setupStateSchema } from '@shirube/core/clinics';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const setupProcedure = defineQuery({
  name: 'clinic.setup',
  permission: 'clinic.edit',
  input: z.object({}),
  output: setupStateSchema,
  // nothing about a patient
  audit: null,
  run: (context) => context.run(readSetup),
});
