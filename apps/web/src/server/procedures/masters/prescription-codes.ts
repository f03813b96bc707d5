import { listPrescriptionCodes, prescriptionCodesSchema } from '@shirube/core/masters';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const prescriptionCodesProcedure = defineQuery({
  name: 'masters.prescriptionCodes',
  permission: 'master.search',
  input: z.object({}),
  output: prescriptionCodesSchema,
  // code tables: nothing about a patient
  audit: null,
  run: (context) => context.run((uow) => listPrescriptionCodes(uow)),
});
