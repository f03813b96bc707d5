import { enterExternalInput, enterExternalMedication } from '@shirube/core/prescribing';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const enterExternalProcedure = defineMutation({
  name: 'prescribing.enterExternal',
  permission: 'external.view',
  input: enterExternalInput,
  output: z.object({ id: z.uuid() }),
  audit: 'external_medication.enter',
  run: (context, input) => context.run((uow) => enterExternalMedication(uow, input)),
});
