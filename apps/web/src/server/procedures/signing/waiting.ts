import { waitingForSignature, waitingSchema } from '@shirube/core/signing';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const waitingForSignatureProcedure = defineQuery({
  name: 'signing.waiting',
  permission: 'prescription.sign',
  input: z.object({}),
  output: waitingSchema,
  audit: 'signing.waiting',
  run: (context) => context.run((uow) => waitingForSignature(uow)),
});
