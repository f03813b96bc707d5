import { may } from '@shirube/core/identity';
import { listSharing, listSharingInput, sharingListSchema } from '@shirube/core/sharing';
import { defineQuery } from '../../procedure.ts';
import { holderOf } from '../../scope.ts';

export const listSharingProcedure = defineQuery({
  name: 'sharing.list',
  permission: 'sharing.view',
  input: listSharingInput,
  output: sharingListSchema,
  audit: 'sharing.list',
  run: (context, input) =>
    context.run((uow) =>
      listSharing(uow, { ...input, mayName: may(holderOf(context.membership), 'chart.view') }),
    ),
});
