import { endEncounter } from '@shirube/core/charting';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const endEncounterProcedure = defineMutation({
  name: 'charting.end',
  permission: 'chart.write',
  input: z.object({ patientId: z.uuid(), encounterId: z.uuid() }),
  output: z.object({ ended: z.literal(true) }),
  audit: 'encounter.end',
  run: (context, input) => context.run((uow) => endEncounter(uow, input)),
});
