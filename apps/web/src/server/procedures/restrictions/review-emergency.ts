import { emergencyReviewInput, reviewEmergency } from '@shirube/core/restrictions';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const reviewEmergencyProcedure = defineMutation({
  name: 'restrictions.reviewEmergency',
  permission: 'emergency.review',
  input: emergencyReviewInput,
  output: z.void(),
  audit: 'emergency.review',
  run: (context, input) => context.run((uow) => reviewEmergency(uow, input)),
});
