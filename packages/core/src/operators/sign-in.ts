import type { ConsoleOrigin, ConsoleStore } from '@shirube/db';
import { z } from 'zod';
import { passwordContext, passwordProblem } from '../identity/password-rules.ts';
import { newToken, SignInRefused, sha256 } from '../identity/sign-in/context.ts';
import { demoTotpSecret } from '../identity/sign-in/demo.ts';
import { decoyHash, hashPassword, verifyPassword } from '../identity/sign-in/password-hash.ts';
import { PasswordRefused } from '../identity/sign-in/passwords.ts';
import { normalizeLoginId } from '../identity/sign-in/sign-in.ts';
import {
  newTotpSecret,
  openTotpSecret,
  sealTotpSecret,
  stepAt,
  totpCode,
  totpStep,
  totpUri,
} from '../identity/sign-in/totp.ts';
import { invitationCodeSha256 } from '../people/invitation-code.ts';
import { decryptAtRest, encryptAtRest } from '../shared/encryption.ts';

/** What signing in works with: nobody is known yet. */
export interface OperatorSignInContext {
  console: ConsoleStore;
  /** the 32-byte key that seals authenticator secrets */
  key: Uint8Array;
  origin: ConsoleOrigin;
  userAgent: string;
  now(): Date;
}

/** Counts before anything is looked at. Fails closed. @throws SignInRefused wait or unavailable */
async function count(context: OperatorSignInContext, loginId: string): Promise<() => Promise<void>> {
  const attempt = await context.console.beginAttempt(loginId, context.origin.ip).catch((cause: unknown) => {
    throw new SignInRefused('unavailable', null, { cause });
  });
  if (attempt.waitSeconds !== 0) throw new SignInRefused('wait', attempt.waitSeconds);
  return () => context.console.endAttempt(loginId, context.origin.ip);
}

export const operatorSignInInput = z.object({
  loginId: z.string().min(1, 'ID を入力してください。').max(100),
  password: z.string().min(1, 'パスワードを入力してください。').max(200),
  code: z.string().min(1, '認証コードを入力してください。').max(20),
});

/**
 * Password and code at once: which of the two was wrong is nobody's business, nor whether the name is known. A code is used up by
 * the sign-in it belongs to. Returns the new session's token; the database keeps its SHA-256.
 * @throws SignInRefused wrong, wait or unavailable
 */
export async function signInOperator(
  context: OperatorSignInContext,
  input: z.output<typeof operatorSignInInput>,
): Promise<{ token: string; displayName: string }> {
  const loginId = normalizeLoginId(input.loginId);
  const succeeded = await count(context, loginId);
  const operator = await context.console.operatorForSignIn(loginId);
  const right = await verifyPassword(operator?.passwordHash ?? decoyHash, input.password);
  const step = operator
    ? totpStep(
        openTotpSecret(context.key, operator.totpEncrypted),
        input.code,
        operator.totpLastStep,
        context.now(),
      )
    : null;
  if (!operator || !right || step === null || !(await context.console.useTotp(operator.operatorId, step))) {
    await context.console.recordFailure(loginId, 'wrong', context.origin);
    throw new SignInRefused('wrong');
  }
  await succeeded();
  const token = newToken();
  await context.console.openSession(
    { operatorId: operator.operatorId, tokenSha256: sha256(token), userAgent: context.userAgent },
    context.origin,
  );
  return { token, displayName: operator.displayName };
}

const loginAndCode = {
  loginId: z.string().min(1, 'ID を入力してください。').max(100),
  /** the one-time code that the command line printed */
  enrolmentCode: z.string().min(1, '登録の番号を入力してください。').max(60),
};
export const beginOperatorEnrolmentInput = z.object(loginAndCode);

/** How long an offered authenticator secret waits for its first code. */
const offerSeconds = 15 * 60;
const offerSchema = z.object({ loginId: z.string(), secret: z.string(), until: z.number() });

/**
 * A new authenticator secret for who holds the one-time code of the command line. Nothing is stored: the browser carries the sealed
 * offer to the next step.
 * @throws SignInRefused wrong, wait or unavailable
 */
export async function beginOperatorEnrolment(
  context: OperatorSignInContext,
  input: z.output<typeof beginOperatorEnrolmentInput>,
): Promise<{ secret: string; uri: string; offer: string }> {
  const loginId = normalizeLoginId(input.loginId);
  const succeeded = await count(context, loginId);
  const code = invitationCodeSha256(input.enrolmentCode);
  const operator = code ? await context.console.operatorForEnrolment(loginId, code) : null;
  if (!operator) throw new SignInRefused('wrong');
  await succeeded();
  const secret = newTotpSecret();
  const offer: z.output<typeof offerSchema> = {
    loginId,
    secret,
    until: context.now().getTime() + offerSeconds * 1000,
  };
  return {
    secret,
    uri: totpUri(secret, loginId),
    offer: Buffer.from(encryptAtRest(context.key, Buffer.from(JSON.stringify(offer)))).toString('base64url'),
  };
}

export const finishOperatorEnrolmentInput = z.object({
  ...loginAndCode,
  offer: z.string().max(2_000),
  password: z.string().max(200),
  code: z.string().min(1, '認証コードを入力してください。').max(20),
});

/**
 * Password and authenticator together: an operator with one factor does not exist.
 * @throws PasswordRefused for a weak password; SignInRefused wrong, wait, expired or unavailable
 */
export async function finishOperatorEnrolment(
  context: OperatorSignInContext,
  input: z.output<typeof finishOperatorEnrolmentInput>,
): Promise<void> {
  const loginId = normalizeLoginId(input.loginId);
  const succeeded = await count(context, loginId);
  const codeSha256 = invitationCodeSha256(input.enrolmentCode);
  const operator = codeSha256 ? await context.console.operatorForEnrolment(loginId, codeSha256) : null;
  if (!operator || !codeSha256) throw new SignInRefused('wrong');
  const offer = openOffer(context.key, input.offer);
  if (!offer || offer.loginId !== loginId || offer.until < context.now().getTime())
    throw new SignInRefused('expired');
  const problem = passwordProblem(
    input.password,
    passwordContext({ loginId, names: [operator.displayName], clinics: [] }),
  );
  if (problem) throw new PasswordRefused(problem);
  const step = totpStep(offer.secret, input.code, 0, context.now());
  if (step === null) throw new SignInRefused('wrong');
  const done = await context.console.enrol(
    {
      loginId,
      codeSha256,
      passwordHash: await hashPassword(input.password),
      totpEncrypted: sealTotpSecret(context.key, offer.secret),
      step,
    },
    context.origin,
  );
  if (!done) throw new SignInRefused('expired');
  await succeeded();
}

function openOffer(key: Uint8Array, sealed: string): z.output<typeof offerSchema> | null {
  try {
    const text = Buffer.from(decryptAtRest(key, Buffer.from(sealed, 'base64url'))).toString('utf8');
    return offerSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    // changed on the way, or sealed by another key
    return null;
  }
}

/** The sign-in name of the demo's operator. */
export const demoOperator = 'operator';

/**
 * The next unused code of the demo's operator; null when their authenticator is not the demo's. Codes are used once in a demo too:
 * this step's first, then the next one's, then there is a wait.
 */
export async function demoOperatorCode(
  context: OperatorSignInContext,
): Promise<{ code: string | null; waitSeconds: number }> {
  const operator = await context.console.operatorForSignIn(demoOperator);
  if (!operator || openTotpSecret(context.key, operator.totpEncrypted) !== demoTotpSecret)
    return { code: null, waitSeconds: 0 };
  const now = context.now();
  const current = stepAt(now);
  const step = Math.max(current, operator.totpLastStep + 1);
  if (step <= current + 1) return { code: totpCode(demoTotpSecret, step), waitSeconds: 0 };
  return { code: null, waitSeconds: Math.ceil((step - 1) * 30 - now.getTime() / 1000) + 1 };
}
