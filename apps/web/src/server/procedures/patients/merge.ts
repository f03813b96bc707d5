import { mergeCharts, mergeChartsInput } from '@shirube/core/patients';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const mergePatientsProcedure = defineMutation({
  name: 'patients.merge',
  permission: 'patient.merge',
  input: mergeChartsInput,
  output: z.object({ intoId: z.uuid() }),
  audit: 'patient.merge',
  run: (context, input) => context.run((uow) => mergeCharts(uow, input)),
});
