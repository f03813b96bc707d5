import { signOffInput, signOffReview } from '@shirube/core/audit';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const signOffReviewProcedure = defineMutation({
  name: 'audit.signOff',
  permission: 'audit.review',
  input: signOffInput,
  output: z.object({ versionNo: z.number().int() }),
  audit: 'audit.review',
  run: (context, input) => context.run((uow) => signOffReview(uow, input)),
});
