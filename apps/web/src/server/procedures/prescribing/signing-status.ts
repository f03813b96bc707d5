import { signingStatus, signingStatusSchema } from '@shirube/core/signing';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const signingStatusProcedure = defineQuery({
  name: 'prescribing.signingStatus',
  permission: 'prescription.authorize_signing',
  input: z.object({}),
  output: signingStatusSchema,
  // nothing about a patient
  audit: null,
  run: (context) => context.run((uow) => signingStatus(uow, context.services.signing.offered)),
});
