import { signDocument, signDocumentInput } from '@shirube/core/documents';
import { isAuthorizedHere } from '@shirube/core/signing';
import { z } from 'zod';
import { secretKey } from '~/env.ts';
import { defineMutation } from '../../procedure.ts';

export const signDocumentProcedure = defineMutation({
  name: 'documents.sign',
  permission: 'document.write',
  stepUp: true,
  // one authentication a day: it began with a step-up, and ends with the sign-in it was made in
  stepUpStoodFor: isAuthorizedHere,
  input: signDocumentInput,
  output: z.object({ status: z.enum(['signed', 'already_signed']) }),
  // a second call finds the signature of the first and leaves no second event
  audit: null,
  run: (context, input) => signDocument(context, secretKey(), input),
});
