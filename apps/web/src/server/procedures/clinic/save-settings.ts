import { saveClinicSettings, saveClinicSettingsInput } from '@shirube/core/clinics';
import { rowVersion } from '@shirube/core/shared';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const saveClinicSettingsProcedure = defineMutation({
  name: 'clinic.saveSettings',
  permission: 'clinic.settings',
  stepUp: true,
  input: saveClinicSettingsInput,
  output: z.object({ rowVersion }),
  audit: 'clinic.settings',
  run: (context, input) => context.run((uow) => saveClinicSettings(uow, input)),
});
