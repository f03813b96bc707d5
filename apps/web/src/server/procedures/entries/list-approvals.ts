import { approvalSchema, listApprovals } from '@shirube/core/entries';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const listApprovalsProcedure = defineQuery({
  name: 'entries.approvals',
  permission: 'entry.approve',
  input: z.object({}),
  output: z.array(approvalSchema),
  audit: 'entry.list',
  run: (context) => context.run((uow) => listApprovals(uow)),
});
