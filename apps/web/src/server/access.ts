import 'server-only';
import {
  isAssured,
  PasswordRefused,
  passwordProblemWords,
  type SignInRefusalCode,
  SignInRefused,
} from '@shirube/core/identity/sign-in';
import { PortError } from '@shirube/core/ports';
import { DomainError } from '@shirube/core/shared';
import type { ResolvedSession } from '@shirube/db';
import { TRPCError } from '@trpc/server';
import { refusalWord } from './sign-in.ts';

/** Why somebody who is signed in gets no answer yet. The browser does something about it: covers the screen, asks for a touch. */
export type AccessReason =
  | 'session_locked'
  | 'step_up_required'
  | 'place_refused'
  | 'clinic_suspended'
  | 'clinic_closed';

const accessSentences: Record<AccessReason, string> = {
  session_locked: '画面がロックされています。ロックを解除すると続けられます。',
  step_up_required: '本人であることを確かめてから、もう一度押してください。',
  place_refused:
    'この医療機関の情報は、決められた場所と端末からだけ使えます。場所を確かめるか、管理者に相談してください。',
  clinic_suspended:
    'この医療機関の利用は停止されています。記録は残っています。医療機関の管理者か、Shirube の運用者に確かめてください。',
  clinic_closed:
    'この医療機関は閉じられています。記録は法令の定める期間、保存されています。必要なときは、Shirube の運用者に連絡してください。',
};

export class AccessRefused extends Error {
  readonly reason: AccessReason;
  constructor(reason: AccessReason) {
    super(`access refused: ${reason}`);
    this.name = 'AccessRefused';
    this.reason = reason;
  }
}

export const accessError = (reason: AccessReason): TRPCError =>
  new TRPCError({
    code:
      reason === 'session_locked'
        ? 'UNAUTHORIZED'
        : reason === 'step_up_required'
          ? 'PRECONDITION_FAILED'
          : 'FORBIDDEN',
    cause: new AccessRefused(reason),
  });

/** What a refusal of a use case is to a program. */
export const httpCodeOf: Record<DomainError['code'], TRPCError['code']> = {
  not_found: 'NOT_FOUND',
  forbidden: 'FORBIDDEN',
  restricted: 'FORBIDDEN',
  conflict: 'CONFLICT',
  stale: 'CONFLICT',
  invalid: 'UNPROCESSABLE_CONTENT',
  needs_decision: 'PRECONDITION_FAILED',
  needs_signing: 'PRECONDITION_FAILED',
  unavailable: 'SERVICE_UNAVAILABLE',
};

/** Refused before any schema or use case sees it, in one place for every procedure. */
export function unfit(): TRPCError {
  const sentence =
    '保存できない文字が含まれているか、内容が大きすぎます。貼り付けた文字を消して、入力し直してください。';
  return new TRPCError({ code: 'BAD_REQUEST', cause: new DomainError('invalid', sentence) });
}

/** Whether what is declared with `stepUp` may go on: a factor was proved a moment ago in this session. */
export const mayGoOn = (declaration: { stepUp?: boolean | undefined }, session: ResolvedSession): boolean =>
  declaration.stepUp !== true || isAssured(session.assuredAt, new Date());

const refusalSentences: Record<Exclude<SignInRefusalCode, 'wait'>, string> = {
  wrong: '入力した内容が正しくありません。確かめて、もう一度お試しください。',
  expired: '時間が過ぎました。はじめからやり直してください。',
  unavailable: '今は確かめられません。少し待ってから、もう一度お試しください。',
  enrol: '2つ目の認証を登録してください。',
  code_needed: '管理者から手渡された番号を入れてください。',
  not_allowed: 'この操作はできません。はじめからやり直してください。',
};

/** What a procedure's error says to the person and to the program. Nothing in it holds patient data. */
export function errorShapeOf(error: TRPCError): {
  message: string;
  reason: string | null;
  at: string | null;
} {
  const { cause } = error;
  if (cause instanceof DomainError) return { message: cause.userMessage, reason: cause.code, at: cause.at };
  if (cause instanceof PortError)
    return { message: cause.userMessage, reason: `port_${cause.kind}`, at: null };
  if (cause instanceof AccessRefused)
    return { message: accessSentences[cause.reason], reason: cause.reason, at: null };
  if (cause instanceof PasswordRefused)
    return { message: passwordProblemWords[cause.problem], reason: cause.problem, at: 'password' };
  if (cause instanceof SignInRefused)
    return {
      message: cause.code === 'wait' ? waitSentence(cause.waitSeconds) : refusalSentences[cause.code],
      reason: refusalWord(cause),
      at: null,
    };
  return { message: sentenceFor(error.code), reason: null, at: null };
}

const waitSentence = (seconds: number | null): string =>
  seconds === null
    ? '試した回数が多いため、止めています。管理者に解除を頼んでください。'
    : `試した回数が多いため、止めています。${Math.ceil(seconds / 60)} 分ほど待ってから、もう一度お試しください。`;

function sentenceFor(code: TRPCError['code']): string {
  switch (code) {
    case 'UNAUTHORIZED':
      return 'ログインの有効期限が切れました。もう一度ログインしてください。入力中の内容はこの端末に残っています。';
    case 'FORBIDDEN':
    case 'NOT_FOUND':
      return 'この操作はできません。';
    case 'BAD_REQUEST':
      return '入力の形が正しくありません。内容を確かめてください。';
    default:
      return '処理できませんでした。少し待ってから、もう一度お試しください。';
  }
}
