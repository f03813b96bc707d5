import { isAuthorizedHere, signManyInput, signManyOutput, signPrescriptions } from '@shirube/core/signing';
import { secretKey } from '~/env.ts';
import { defineMutation } from '../../procedure.ts';

export const signManyProcedure = defineMutation({
  name: 'signing.signMany',
  permission: 'prescription.sign',
  stepUp: true,
  // one authentication a day: it began with a step-up, and ends with the sign-in it was made in
  stepUpStoodFor: isAuthorizedHere,
  input: signManyInput,
  output: signManyOutput,
  // each item leaves its own event; a call that finds all of them signed leaves none
  audit: null,
  run: (context, input) => signPrescriptions(context, secretKey(), input),
});
