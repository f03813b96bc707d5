import {
  beginOperatorEnrolment,
  beginOperatorEnrolmentInput,
  demoOperatorCode,
  finishOperatorEnrolment,
  finishOperatorEnrolmentInput,
  operatorSignInInput,
  signInOperator,
} from '@shirube/core/operators';
import { z } from 'zod';
import { environment } from '../../../env.ts';
import { defineOpenMutation } from '../operator.ts';

export const signInProcedure = defineOpenMutation({
  name: 'signIn',
  permission: null,
  input: operatorSignInInput,
  output: z.object({ displayName: z.string() }),
  event: 'operator.sign_in',
  run: async ({ signIn, setToken }, input) => {
    const { token, displayName } = await signInOperator(signIn, input);
    setToken(token);
    return { displayName };
  },
});

export const beginEnrolmentProcedure = defineOpenMutation({
  name: 'beginEnrolment',
  permission: null,
  input: beginOperatorEnrolmentInput,
  output: z.object({ secret: z.string(), uri: z.string(), offer: z.string() }),
  // nothing is kept before the last step
  event: null,
  run: ({ signIn }, input) => beginOperatorEnrolment(signIn, input),
});

export const finishEnrolmentProcedure = defineOpenMutation({
  name: 'finishEnrolment',
  permission: null,
  input: finishOperatorEnrolmentInput,
  output: z.object({ enrolled: z.literal(true) }),
  event: 'operator.enrol',
  run: async ({ signIn }, input) => {
    await finishOperatorEnrolment(signIn, input);
    return { enrolled: true as const };
  },
});

/** The next code of the demo's operator: in a demo only, and only while their authenticator is the demo's known one. */
export const demoCodeProcedure = defineOpenMutation({
  name: 'demoCode',
  permission: null,
  input: z.object({}),
  output: z.object({ code: z.string().nullable(), waitSeconds: z.number().int() }),
  event: null,
  run: async ({ signIn }) =>
    environment().SHIRUBE_DEMO === 'true' ? demoOperatorCode(signIn) : { code: null, waitSeconds: 0 },
});
