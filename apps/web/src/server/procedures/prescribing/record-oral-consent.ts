import { oralConsentInput, recordOralConsent } from '@shirube/core/prescribing';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const recordOralConsentProcedure = defineMutation({
  name: 'prescribing.recordOralConsent',
  permission: 'consent.record',
  input: oralConsentInput,
  output: z.object({ recorded: z.literal(true) }),
  audit: 'consent.oral',
  run: (context, input) => context.run((uow) => recordOralConsent(uow, input)),
});
