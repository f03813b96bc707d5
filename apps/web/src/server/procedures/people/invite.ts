import { createInvitation, createInvitationInput } from '@shirube/core/people';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const inviteProcedure = defineMutation({
  name: 'people.invite',
  permission: 'people.invite',
  stepUp: true,
  input: createInvitationInput,
  /** the code is answered once and kept nowhere */
  output: z.object({ invitationId: z.uuid(), code: z.string(), expiresAt: z.string() }),
  audit: 'people.invite',
  run: (context, input) => context.run((uow) => createInvitation(uow, input)),
});
