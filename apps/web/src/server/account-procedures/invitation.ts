import {
  acceptAsNew,
  acceptAsNewInput,
  acceptSignedIn,
  lookUpInvitation,
  lookUpInvitationInput,
  openInvitationSchema,
} from '@shirube/core/people';
import { z } from 'zod';
import { defineAccountMutation } from '../account.ts';

/** Where a code leads, for whoever holds it. A mutation: every try is counted. */
export const invitationProcedure = defineAccountMutation({
  name: 'invitation',
  stages: ['none', 'pending', 'active'],
  input: lookUpInvitationInput,
  output: openInvitationSchema,
  run: ({ signIn }, input) => lookUpInvitation(signIn, input),
});

/** Somebody new makes their sign-in. It opens no session: the page signs in with what was just typed. */
export const acceptInvitationProcedure = defineAccountMutation({
  name: 'acceptInvitation',
  stages: ['none', 'pending'],
  input: acceptAsNewInput,
  output: z.object({}),
  run: async ({ signIn }, input) => {
    await acceptAsNew(signIn, input);
    return {};
  },
});

/** Somebody who is signed in takes a place in one more clinic. */
export const joinClinicProcedure = defineAccountMutation({
  name: 'joinClinic',
  stages: ['active'],
  input: lookUpInvitationInput,
  output: z.object({}),
  run: async ({ signIn, session }, input) => {
    const { accountId, sessionId } = session();
    await acceptSignedIn(signIn, { code: input.code, accountId, sessionId });
    return {};
  },
});
