import type { Factor, SessionState } from '@shirube/db';
import type {
  PublicKeyCredentialCreationOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { countAttempt } from './attempts.ts';
import { isAssured, recordEvent, type SignInContext, SignInRefused } from './context.ts';
import { keepPasskey, offerPasskey } from './passkeys.ts';
import { decoyCodeHash, verifyCode } from './password-hash.ts';
import { readHandedCode, replaceRecoveryCodes } from './recovery-codes.ts';
import { raise } from './sign-in.ts';
import { newTotpSecret, openTotpSecret, sealTotpSecret, totpStep, totpUri } from './totp.ts';

interface Enrolling {
  accountId: string;
  sessionId: string;
  displayName: string;
  loginId: string;
  first: boolean;
  /** the handed-over code that is used up when the factor is kept */
  handedCodeId: string | null;
}

/**
 * Who may enrol a factor: somebody whose password was right and who has none yet, or somebody signed in who proved a factor
 * a moment ago. After a reset of the factors the first one also needs the code that was handed over in person.
 * @throws SignInRefused expired, not_allowed, code_needed, wrong, wait or unavailable
 */
async function enrolling(
  context: SignInContext,
  state: SessionState,
  handedCode: string | null,
): Promise<Enrolling> {
  const { identity } = context.database;
  if (state.stage === 'none') throw new SignInRefused('expired');
  const { accountId, sessionId, displayName } = state.session;
  const person = await identity.person(accountId);
  if (!person) throw new SignInRefused('expired');
  const base = { accountId, sessionId, displayName, loginId: person.loginId, handedCodeId: null };
  if (state.stage === 'active') {
    if (!isAssured(state.session.assuredAt, context.now())) throw new SignInRefused('not_allowed');
    return { ...base, first: false };
  }
  if (state.stage !== 'pending' || (await identity.factorCount(accountId)) > 0)
    throw new SignInRefused('not_allowed');
  if (!person.enrolmentNeedsCode) return { ...base, first: true };
  if (handedCode === null) throw new SignInRefused('code_needed');
  const attempt = await countAttempt(context, 'reset', person.loginId);
  const [row] = await identity.handedCode(accountId, 'enrolment');
  if (!(await verifyCode(row?.codeHash ?? decoyCodeHash, readHandedCode(handedCode))) || !row)
    throw new SignInRefused('wrong');
  await attempt.succeeded();
  return { ...base, first: true, handedCodeId: row.codeId };
}

export interface TotpOffer {
  secret: string;
  uri: string;
}

/** A new secret for an authenticator app. It counts only after a code of it was typed. */
export async function beginTotp(
  context: SignInContext,
  state: SessionState,
  handedCode: string | null,
): Promise<TotpOffer> {
  const person = await enrolling(context, state, handedCode);
  const secret = newTotpSecret();
  await context.database.identity.putTotp(person.accountId, sealTotpSecret(context.key, secret));
  return { secret, uri: totpUri(secret, person.loginId) };
}

/** The first code of the app: it is kept, and replaces an app that was there. Returns the token that replaces the presented one. */
export async function finishTotp(
  context: SignInContext,
  input: { token: string; state: SessionState; code: string; handedCode: string | null },
): Promise<string> {
  const person = await enrolling(context, input.state, input.handedCode);
  const { identity } = context.database;
  const offered = await identity.totpOf(person.accountId, false);
  if (!offered) throw new SignInRefused('expired');
  const step = totpStep(openTotpSecret(context.key, offered.sealed), input.code, 0, context.now());
  if (step === null) throw new SignInRefused('wrong');
  await useHanded(context, person);
  await identity.confirmTotp(person.accountId, offered.totpId, step);
  return kept(context, input.token, person, 'totp');
}

export async function beginPasskey(
  context: SignInContext,
  state: SessionState,
  handedCode: string | null,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  return offerPasskey(context, await enrolling(context, state, handedCode));
}

export async function finishPasskey(
  context: SignInContext,
  input: {
    token: string;
    state: SessionState;
    response: RegistrationResponseJSON;
    name: string;
    handedCode: string | null;
  },
): Promise<string> {
  const person = await enrolling(context, input.state, input.handedCode);
  await useHanded(context, person);
  const passkeyId = await keepPasskey(context, person, input.response, input.name);
  if (passkeyId === null) throw new SignInRefused('wrong');
  return kept(context, input.token, person, 'passkey');
}

async function useHanded(context: SignInContext, person: Enrolling): Promise<void> {
  if (person.handedCodeId === null) return;
  if (!(await context.database.identity.useHandedCode(person.handedCodeId)))
    throw new SignInRefused('expired');
}

async function kept(
  context: SignInContext,
  oldToken: string,
  person: Enrolling,
  factor: Factor,
): Promise<string> {
  const token = await raise(
    context,
    oldToken,
    person.accountId,
    [factor],
    person.first ? 'sign_in' : 'step_up',
  );
  await recordEvent(context, {
    accountId: person.accountId,
    kind: 'factor_added',
    factor,
    sessionId: person.sessionId,
  });
  return token;
}

/** Ten recovery codes, shown once. Whoever is signed in and proved a factor a moment ago. */
export async function issueRecoveryCodes(context: SignInContext, state: SessionState): Promise<string[]> {
  if (state.stage !== 'active' || !isAssured(state.session.assuredAt, context.now()))
    throw new SignInRefused('not_allowed');
  const codes = await replaceRecoveryCodes(context, state.session.accountId);
  await recordEvent(context, {
    accountId: state.session.accountId,
    kind: 'recovery_codes_issued',
    sessionId: state.session.sessionId,
  });
  return codes;
}
