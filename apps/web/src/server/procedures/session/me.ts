import { may, type Permission, permissionTable } from '@shirube/core/identity';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const meProcedure = defineQuery({
  name: 'session.me',
  permission: 'session.self',
  input: z.object({}),
  output: z.object({
    staffId: z.uuid(),
    name: z.string(),
    role: z.enum(['doctor', 'clerk', 'admin']),
    clinic: z.object({ slug: z.string(), name: z.string() }),
    permissions: z.array(z.string()),
  }),
  // nothing about a patient
  audit: null,
  run: async ({ membership }) => ({
    staffId: membership.staffId,
    name: membership.staffName,
    role: membership.role,
    clinic: { slug: membership.tenantSlug, name: membership.tenantName },
    permissions: (Object.keys(permissionTable) as Permission[]).filter((each) => may(membership, each)),
  }),
});
