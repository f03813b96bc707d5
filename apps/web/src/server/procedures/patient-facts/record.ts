import { recordFact, recordFactInput } from '@shirube/core/patients/facts';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const recordFactProcedure = defineMutation({
  name: 'patientFacts.record',
  permission: 'patient.record_facts',
  input: recordFactInput,
  output: z.object({ id: z.uuid() }),
  audit: 'patient.fact_record',
  run: (context, input) => context.run((uow) => recordFact(uow, input)),
});
