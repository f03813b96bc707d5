import { clinicScheduleInput, saveClinicSchedule } from '@shirube/core/clinics';
import { rowVersion } from '@shirube/core/shared';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const saveClinicScheduleProcedure = defineMutation({
  name: 'clinic.saveSchedule',
  permission: 'clinic.edit',
  input: clinicScheduleInput,
  output: z.object({ rowVersion }),
  audit: 'clinic.edit',
  run: (context, input) => context.run((uow) => saveClinicSchedule(uow, input)),
});
