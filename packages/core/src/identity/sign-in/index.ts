export { type PasswordProblem, passwordProblemWords, passwordRule } from '../password-rules.ts';
export { endSessions, removeFactor } from './account.ts';
export { type CountedAttempt, countAttempt, networkOf } from './attempts.ts';
export {
  isAssured,
  newToken,
  type PersonEvent,
  pendingSeconds,
  recordEvent,
  type SignInContext,
  type SignInRefusalCode,
  SignInRefused,
  sha256,
  stepUpSeconds,
} from './context.ts';
export { demoCode, demoTotpSecret } from './demo.ts';
export { beginPasskey, beginTotp, finishPasskey, finishTotp, issueRecoveryCodes } from './enrolment.ts';
export {
  cancelFactorReset,
  colleagueSignIn,
  confirmFactorReset,
  confirmFactorResetAsOperator,
  handOutEnrolmentCode,
  handOutPasswordCode,
  openFactorResets,
  requestFactorReset,
  type SignInStateView,
  signInStateSchema,
  unlockColleague,
} from './help.ts';
export { askForPasskey } from './passkeys.ts';
export { decoyHash, hashPassword, isOutdated, verifyPassword } from './password-hash.ts';
export { changePassword, PasswordRefused, resetPassword } from './passwords.ts';
export {
  type Answer,
  lockScreen,
  normalizeLoginId,
  prove,
  signInWithPasskey,
  signInWithPassword,
  signOut,
} from './sign-in.ts';
export { sealTotpSecret, stepAt, totpCode } from './totp.ts';
