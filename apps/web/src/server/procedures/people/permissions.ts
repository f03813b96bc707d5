import { licences, type PermissionRule, permissions, permissionTable, roles } from '@shirube/core/identity';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

/** The table that refuses is the table that is shown. */
export const permissionsProcedure = defineQuery({
  name: 'people.permissions',
  permission: 'permission.view',
  input: z.object({}),
  output: z.array(
    z.object({
      permission: z.string(),
      group: z.string(),
      label: z.string(),
      roles: z.array(z.enum(roles)),
      licences: z.array(z.enum(licences)).nullable(),
    }),
  ),
  // nothing about a patient
  audit: null,
  run: async () =>
    permissions.map((permission) => {
      const rule: PermissionRule = permissionTable[permission];
      return {
        permission,
        group: rule.group,
        label: rule.label,
        roles: [...rule.roles],
        licences: rule.licences && [...rule.licences],
      };
    }),
});
