import 'server-only';
import { accountMutation, accountQuery, accountRouterOf } from './account.ts';
import { assureProcedure } from './account-procedures/assure.ts';
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
import { newsProcedure } from './account-procedures/news.ts';
import { overviewProcedure } from './account-procedures/overview.ts';
import { removeFactorProcedure, renamePasskeyProcedure } from './account-procedures/own-factors.ts';
import { endSessionsProcedure } from './account-procedures/own-sessions.ts';
import { passkeyOptionsProcedure } from './account-procedures/passkey-options.ts';
import { changePasswordProcedure, resetPasswordProcedure } from './account-procedures/passwords.ts';
import { lockProcedure, touchProcedure } from './account-procedures/screen.ts';
import { stateProcedure } from './account-procedures/state.ts';

/** The table of contents of a person's own account. */
export const accountRouter = accountRouterOf({
  state: accountQuery(stateProcedure),
  passkeyOptions: accountMutation(passkeyOptionsProcedure),
  beginTotp: accountMutation(beginTotpProcedure),
  beginPasskey: accountMutation(beginPasskeyProcedure),
  issueRecoveryCodes: accountMutation(issueRecoveryCodesProcedure),
  assure: accountMutation(assureProcedure),
  demoCode: accountMutation(demoCodeProcedure),
  invitation: accountMutation(invitationProcedure),
  acceptInvitation: accountMutation(acceptInvitationProcedure),
  joinClinic: accountMutation(joinClinicProcedure),
  lock: accountMutation(lockProcedure),
  touch: accountMutation(touchProcedure),
  overview: accountQuery(overviewProcedure),
  news: accountQuery(newsProcedure),
  renamePasskey: accountMutation(renamePasskeyProcedure),
  removeFactor: accountMutation(removeFactorProcedure),
  endSessions: accountMutation(endSessionsProcedure),
  changePassword: accountMutation(changePasswordProcedure),
  resetPassword: accountMutation(resetPasswordProcedure),
});

export type AccountRouter = typeof accountRouter;
