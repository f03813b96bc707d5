'use client';

import {
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser';
import { createTRPCClient, httpLink } from '@trpc/client';
import type { AccountRouter } from '~/server/account-router.ts';
import { quietSeconds } from './activity.ts';
import { sessionLink } from './session-link.ts';
import { whileTokenChanges } from './token.ts';

/** The API of the person's own sign-in: outside any clinic. */
export const account = createTRPCClient<AccountRouter>({
  links: [
    sessionLink(),
    httpLink({
      url: '/api/account/trpc',
      methodOverride: 'POST',
      headers: () => ({ 'shirube-quiet': String(quietSeconds()) }),
    }),
  ],
});

/** One step of signing in, unlocking, stepping up or enrolling; `server/auth.ts` has the same list. */
export type Step =
  | { step: 'password'; loginId: string; password: string }
  | { step: 'passkey'; response: unknown }
  | {
      step: 'prove';
      answer:
        | { kind: 'passkey'; response: unknown }
        | { kind: 'totp' | 'recovery_code'; code: string; password?: string };
    }
  | { step: 'enrol_totp'; code: string; handedCode: string | null }
  | { step: 'enrol_passkey'; response: unknown; name: string; handedCode: string | null };

export type StepResult = { ok: true } | { ok: false; word: string };

/**
 * Takes a step. The answer is a new session cookie, set by the server: this page never holds the token.
 * Never throws: no answer is a result too.
 */
export const takeStep = (step: Step): Promise<StepResult> => whileTokenChanges(() => sendStep(step));

async function sendStep(step: Step): Promise<StepResult> {
  try {
    const { csrfToken } = (await (await fetch('/api/auth/csrf')).json()) as { csrfToken: string };
    const answer = await fetch('/api/auth/callback/credentials', {
      method: 'POST',
      headers: { 'shirube-quiet': String(quietSeconds()) },
      body: new URLSearchParams({ csrfToken, json: 'true', callbackUrl: '/', step: JSON.stringify(step) }),
    });
    const { url } = (await answer.json()) as { url: string };
    const word = new URL(url, window.location.href).searchParams.get('error');
    return answer.ok && word === null ? { ok: true } : { ok: false, word: word ?? 'unavailable' };
  } catch {
    return { ok: false, word: 'no_answer' };
  }
}

/** Why a step did not go through, as a sentence that says what to do. `what` is what was typed or touched. */
export function sentenceForStep(word: string, what: string): string {
  if (word === 'wrong' || word === 'CredentialsSignin') return `${what}を確かめて、もう一度お試しください。`;
  if (word === 'cancelled')
    return 'パスキーの確認が終わりませんでした。もう一度押すか、ほかの方法を選んでください。';
  if (word === 'wait_for_admin') return '試した回数が多いため、止めています。管理者に解除を頼んでください。';
  const wait = /^wait_(\d+)$/.exec(word);
  if (wait)
    return `試した回数が多いため、止めています。${Math.ceil(Number(wait[1]) / 60)} 分ほど待ってから、もう一度お試しください。`;
  if (word === 'expired' || word === 'not_allowed')
    return '時間が過ぎました。ID とパスワードから、もう一度お願いします。';
  if (word === 'code_needed') return '管理者から手渡された番号を入れてください。';
  if (word === 'no_answer') return '通信できませんでした。少し待ってから、もう一度お試しください。';
  return '今は確かめられません。少し待ってから、もう一度お試しください。';
}

/** Asks the device for a passkey and takes the step with it. */
export async function provePasskey(purpose: 'sign_in' | 'prove'): Promise<StepResult> {
  let response: unknown;
  try {
    const { options } = await account.passkeyOptions.mutate({ purpose });
    response = await startAuthentication({
      optionsJSON: options as unknown as PublicKeyCredentialRequestOptionsJSON,
    });
  } catch (error) {
    return { ok: false, word: wordOf(error) };
  }
  return takeStep(
    purpose === 'sign_in'
      ? { step: 'passkey', response }
      : { step: 'prove', answer: { kind: 'passkey', response } },
  );
}

/** Makes a passkey on this device and keeps it. */
export async function enrolPasskey(name: string, handedCode: string | null): Promise<StepResult> {
  let response: unknown;
  try {
    const { options } = await account.beginPasskey.mutate({ handedCode });
    response = await startRegistration({
      optionsJSON: options as unknown as PublicKeyCredentialCreationOptionsJSON,
    });
  } catch (error) {
    return { ok: false, word: wordOf(error) };
  }
  return takeStep({ step: 'enrol_passkey', response, name, handedCode });
}

/** The program's word for a failed call or a failed touch. */
export function wordOf(error: unknown): string {
  const data = (error as { data?: { reason?: string | null; code?: string } | null }).data;
  if (data) return data.reason ?? (data.code === 'UNAUTHORIZED' ? 'expired' : 'unavailable');
  // the browser's own refusals: closed, timed out, no such passkey here
  return error instanceof Error && error.name !== 'TRPCClientError' ? 'cancelled' : 'no_answer';
}
