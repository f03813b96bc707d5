import { may, permissions, roles } from '@shirube/core/identity';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';
import { holderOf } from '../../scope.ts';

export const meProcedure = defineQuery({
  name: 'session.me',
  permission: 'session.self',
  input: z.object({}),
  output: z.object({
    staffId: z.uuid(),
    name: z.string(),
    roles: z.array(z.enum(roles)),
    clinic: z.object({ slug: z.string(), name: z.string() }),
    permissions: z.array(z.string()),
  }),
  // nothing about a patient
  audit: null,
  run: async ({ membership }) => ({
    staffId: membership.staffId,
    name: membership.staffName,
    roles: membership.roles,
    clinic: { slug: membership.tenantSlug, name: membership.tenantName },
    permissions: permissions.filter((each) => may(holderOf(membership), each)),
  }),
});
