import { listReviews, reviewListSchema } from '@shirube/core/audit';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const auditReviewsProcedure = defineQuery({
  name: 'audit.reviews',
  permission: 'audit.review',
  input: z.object({}),
  output: reviewListSchema,
  audit: null,
  run: (context) => context.run((uow) => listReviews(uow)),
});
