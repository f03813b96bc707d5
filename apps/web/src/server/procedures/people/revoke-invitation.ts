import { revokeInvitation } from '@shirube/core/people';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const revokeInvitationProcedure = defineMutation({
  name: 'people.revokeInvitation',
  permission: 'people.invite',
  input: z.object({ invitationId: z.uuid() }),
  output: z.object({}),
  audit: 'people.revoke_invitation',
  run: async (context, input) => {
    await context.run((uow) => revokeInvitation(uow, input));
    return {};
  },
});
