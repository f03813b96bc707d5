import { factsSchema, listFacts } from '@shirube/core/patients/facts';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const listFactsProcedure = defineQuery({
  name: 'patientFacts.list',
  permission: 'chart.view',
  input: z.object({ patientId: z.uuid() }),
  output: factsSchema,
  audit: 'patient.facts_view',
  run: (context, input) => context.run((uow) => listFacts(uow, input)),
});
