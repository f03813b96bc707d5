import { auditPeopleSchema, listAuditPeople } from '@shirube/core/audit';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

/** The names to filter by. */
export const auditPeopleProcedure = defineQuery({
  name: 'audit.people',
  permission: 'audit.view',
  input: z.object({}),
  output: auditPeopleSchema,
  audit: null,
  run: (context) => context.run((uow) => listAuditPeople(uow)),
});
