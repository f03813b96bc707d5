import { readReview, reviewInput, reviewSchema } from '@shirube/core/audit';
import { defineQuery } from '../../procedure.ts';

export const auditReviewProcedure = defineQuery({
  name: 'audit.review',
  permission: 'audit.review',
  input: reviewInput,
  output: reviewSchema,
  audit: 'audit.review_open',
  run: (context, input) => context.run((uow) => readReview(uow, input)),
});
