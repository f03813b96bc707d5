import { patientSearchInput, patientSummarySchema, searchPatients } from '@shirube/core/patients';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const searchPatientsProcedure = defineQuery({
  name: 'patients.search',
  permission: 'patient.search',
  input: patientSearchInput,
  output: z.array(patientSummarySchema),
  audit: 'patient.search',
  run: (context, input) => context.run((uow) => searchPatients(uow, input)),
});
