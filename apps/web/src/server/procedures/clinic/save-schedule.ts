import { clinicScheduleInput, saveClinicSchedule } from '@shirube/core/clinics';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const saveClinicScheduleProcedure = defineMutation({
  name: 'clinic.saveSchedule',
  permission: 'clinic.edit',
  input: clinicScheduleInput,
  output: z.object({ rowVersion: z.number().int() }),
  audit: 'clinic.edit',
  run: (context, input) => context.run((uow) => saveClinicSchedule(uow, input)),
});
