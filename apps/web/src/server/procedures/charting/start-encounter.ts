import { startEncounter } from '@shirube/core/charting';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const startEncounterProcedure = defineMutation({
  name: 'charting.start',
  permission: 'chart.write',
  input: z.object({ receptionId: z.uuid() }),
  output: z.object({ encounterId: z.uuid(), patientId: z.uuid() }),
  audit: 'encounter.start',
  run: (context, input) => context.run((uow) => startEncounter(uow, input)),
});
