import { auditStatusSchema, readAuditStatus } from '@shirube/core/audit';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const auditStatusProcedure = defineQuery({
  name: 'audit.status',
  permission: 'audit.view',
  input: z.object({}),
  output: auditStatusSchema,
  audit: null,
  run: (context) => context.run((uow) => readAuditStatus(uow)),
});
