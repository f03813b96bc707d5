import { clinicProfileSchema, readClinicProfile } from '@shirube/core/clinics';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const clinicProfileProcedure = defineQuery({
  name: 'clinic.profile',
  permission: 'clinic.view',
  input: z.object({}),
  output: clinicProfileSchema,
  // nothing about a patient
  audit: null,
  run: (context) => context.run(readClinicProfile),
});
