import { licences, permissions, roles } from '@shirube/core/identity';
import { z } from 'zod';
import { describeMe } from '../../me.ts';
import { defineQuery } from '../../procedure.ts';

export const meProcedure = defineQuery({
  name: 'session.me',
  permission: 'session.self',
  input: z.object({}),
  output: z.object({
    staffId: z.uuid(),
    name: z.string(),
    roles: z.array(z.enum(roles)),
    licence: z.enum(licences).nullable(),
    clinic: z.object({ slug: z.string(), name: z.string() }),
    permissions: z.array(z.enum(permissions)),
  }),
  // nothing about a patient
  audit: null,
  run: async ({ membership }) => describeMe(membership),
});
