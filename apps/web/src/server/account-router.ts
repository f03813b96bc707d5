import 'server-only';
import { accountMutation, accountQuery, accountRouterOf } from './account.ts';
import { demoCodeProcedure } from './account-procedures/demo-code.ts';
import {
  beginPasskeyProcedure,
  beginTotpProcedure,
  issueRecoveryCodesProcedure,
} from './account-procedures/enrol.ts';
import {
  acceptInvitationProcedure,
  invitationProcedure,
  joinClinicProcedure,
} from './account-procedures/invitation.ts';
import { passkeyOptionsProcedure } from './account-procedures/passkey-options.ts';
import { lockProcedure, touchProcedure } from './account-procedures/screen.ts';
import { stateProcedure } from './account-procedures/state.ts';

/** The table of contents of a person's own account. */
export const accountRouter = accountRouterOf({
  state: accountQuery(stateProcedure),
  passkeyOptions: accountMutation(passkeyOptionsProcedure),
  beginTotp: accountMutation(beginTotpProcedure),
  beginPasskey: accountMutation(beginPasskeyProcedure),
  issueRecoveryCodes: accountMutation(issueRecoveryCodesProcedure),
  demoCode: accountMutation(demoCodeProcedure),
  invitation: accountMutation(invitationProcedure),
  acceptInvitation: accountMutation(acceptInvitationProcedure),
  joinClinic: accountMutation(joinClinicProcedure),
  lock: accountMutation(lockProcedure),
  touch: accountMutation(touchProcedure),
});

export type AccountRouter = typeof accountRouter;
