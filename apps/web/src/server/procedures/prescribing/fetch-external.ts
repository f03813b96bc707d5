import { fetchExternalMedication } from '@shirube/core/prescribing';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const fetchExternalProcedure = defineMutation({
  name: 'prescribing.fetchExternal',
  permission: 'external.view',
  input: z.object({ patientId: z.uuid(), encounterId: z.uuid() }),
  output: z.object({
    outcome: z.enum(['fetched', 'no_consent', 'could_not_fetch']),
    count: z.number().int(),
    reason: z.string().nullable(),
  }),
  audit: 'external_medication.fetch',
  run: (context, input) => fetchExternalMedication(context, input),
});
