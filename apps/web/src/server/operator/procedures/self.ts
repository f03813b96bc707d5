import { operatorMay, operatorPermissions, operatorRoles } from '@shirube/core/operators';
import { z } from 'zod';
import { defineOperatorMutation, defineOperatorQuery } from '../operator.ts';

/** Who is signed in. Asking lengthens the quarter of an hour, so no screen asks by itself. */
export const operatorMeProcedure = defineOperatorQuery({
  name: 'me',
  permission: 'operator.self',
  input: z.object({}),
  output: z.object({
    displayName: z.string(),
    roles: z.array(z.enum(operatorRoles)),
    permissions: z.array(z.string()),
  }),
  event: null,
  run: async ({ operator }) => ({
    displayName: operator.displayName,
    roles: operator.roles,
    permissions: operatorPermissions.filter((each) => operatorMay(operator.roles, each)),
  }),
});

export const signOutProcedure = defineOperatorMutation({
  name: 'signOut',
  permission: 'operator.self',
  input: z.object({}),
  output: z.object({ signedOut: z.literal(true) }),
  event: 'operator.sign_out',
  run: async ({ console, caller, setToken }) => {
    await console.closeSession(caller);
    setToken(null);
    return { signedOut: true as const };
  },
});
