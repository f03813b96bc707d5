import { accountReviewSchema, recordAccountReview, recordAccountReviewInput } from '@shirube/core/people';
import { defineMutation } from '../../procedure.ts';

export const recordAccountReviewProcedure = defineMutation({
  name: 'people.recordReview',
  permission: 'people.review',
  input: recordAccountReviewInput,
  output: accountReviewSchema,
  audit: 'people.review',
  run: (context, input) => context.run((uow) => recordAccountReview(uow, input)),
});
