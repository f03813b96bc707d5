import { may } from '@shirube/core/identity';
import { sharingUnitInput, sharingUnitSchema, viewSharing } from '@shirube/core/sharing';
import { defineQuery } from '../../procedure.ts';
import { holderOf } from '../../scope.ts';

export const viewSharingProcedure = defineQuery({
  name: 'sharing.view',
  permission: 'sharing.view',
  input: sharingUnitInput,
  output: sharingUnitSchema,
  audit: 'sharing.view',
  run: (context, input) => {
    const holder = holderOf(context.membership);
    return context.run((uow) =>
      viewSharing(uow, {
        ...input,
        mayName: may(holder, 'chart.view'),
        mayManage: may(holder, 'sharing.manage'),
      }),
    );
  },
});
