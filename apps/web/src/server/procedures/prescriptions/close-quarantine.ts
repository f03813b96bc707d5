import { closeQuarantine, closeQuarantineInput } from '@shirube/core/prescribing';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const closeQuarantineProcedure = defineMutation({
  name: 'prescriptions.closeQuarantine',
  permission: 'prescription.acknowledge',
  input: closeQuarantineInput,
  output: z.object({ closed: z.literal(true) }),
  audit: 'prescription.quarantine_close',
  run: (context, input) => context.run((uow) => closeQuarantine(uow, input)),
});
