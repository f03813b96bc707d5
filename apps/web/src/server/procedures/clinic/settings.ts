import { clinicSettingsViewSchema, readClinicSettings } from '@shirube/core/clinics';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const clinicSettingsProcedure = defineQuery({
  name: 'clinic.settings',
  permission: 'clinic.view',
  input: z.object({}),
  output: clinicSettingsViewSchema,
  // nothing about a patient
  audit: null,
  run: (context) => context.run(readClinicSettings),
});
