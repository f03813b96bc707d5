import 'server-only';
import type { DomainError, DomainErrorCode } from '@shirube/core/shared';
import type { z } from 'zod';

/** Which part of the request a problem belongs to. Values are never repeated: problems reach logs of others. */
interface Pointer {
  in: 'path' | 'query' | 'body';
  /** RFC 6901, below that part */
  pointer: string;
  detail: string;
}

interface ProblemOptions {
  headers?: Record<string, string>;
  members?: Record<string, unknown>;
}

/** RFC 9457. `type` tells programs which one it is; `detail` tells a person what to do. */
export class Problem extends Error {
  readonly type: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly options: ProblemOptions;
  constructor(type: string, status: number, title: string, detail: string, options: ProblemOptions = {}) {
    super(type);
    this.name = 'Problem';
    this.type = type;
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.options = options;
  }
}

const urn = (name: string) => `urn:shirube:problem:${name}`;

/** Every problem the API answers with, by the name that stands in its type. */
export const problems = {
  /** one answer for every token that opens nothing: which of them it is, is nobody's business (RFC 6750 section 3.1) */
  token: (scheme: string, error: string | null) =>
    new Problem(
      urn('invalid-token'),
      401,
      '認証が必要です',
      'アクセストークンがないか、使えなくなっています。トークンを受け取り直してください。',
      { headers: { 'WWW-Authenticate': `${scheme} realm="shirube"${error ? `, error="${error}"` : ''}` } },
    ),
  address: () =>
    new Problem(
      urn('address-not-allowed'),
      403,
      '接続元が許可されていません',
      'このIPアドレスからは利用できません。医療機関の管理者に、接続元のIPアドレスの登録を頼んでください。',
    ),
  scope: (scheme: string, scope: string) =>
    new Problem(
      urn('insufficient-scope'),
      403,
      '許可されていない操作です',
      `この操作には ${scope} の許可が必要です。医療機関の管理者に許可を頼んでください。`,
      {
        headers: {
          'WWW-Authenticate': `${scheme} realm="shirube", error="insufficient_scope", scope="${scope}"`,
        },
        members: { scope },
      },
    ),
  noRoute: () =>
    new Problem(
      urn('no-such-address'),
      404,
      '宛先がありません',
      'アドレスを確かめてください。宛先の一覧は docs/api.md にあります。',
    ),
  method: (allow: string) =>
    new Problem(urn('method-not-allowed'), 405, '使えない方法です', `この宛先で使えるのは ${allow} です。`, {
      headers: { Allow: allow },
    }),
  unreadable: (status: number) =>
    new Problem(
      urn('unreadable-body'),
      status,
      '本文を読めません',
      '本文は UTF-8 の JSON（application/json）で、64KB までにしてください。',
    ),
  invalid: (errors: Pointer[]) =>
    new Problem(
      urn('invalid-request'),
      400,
      '内容の形が正しくありません',
      '示した項目を直して、送り直してください。',
      {
        members: { errors },
      },
    ),
  tooMany: (seconds: number) =>
    new Problem(
      'https://iana.org/assignments/http-problem-types#quota-exceeded',
      429,
      '回数の上限を超えました',
      `${seconds}秒待ってから、もう一度送ってください。`,
      { headers: { 'Retry-After': String(seconds) }, members: { 'violated-policies': ['client'] } },
    ),
  unavailable: () =>
    new Problem(
      urn('unavailable'),
      503,
      'いまは答えられません',
      '少し待ってから、もう一度送ってください。続くときは医療機関の管理者に知らせてください。',
      { headers: { 'Retry-After': '5' } },
    ),
  failed: () =>
    new Problem(
      urn('failed'),
      500,
      '処理できませんでした',
      'こちらの不具合です。instance の番号を医療機関の管理者に知らせてください。',
    ),
};

const statusOf: Partial<Record<DomainErrorCode, number>> = {
  not_found: 404,
  forbidden: 403,
  conflict: 409,
  stale: 409,
  unavailable: 503,
};

/** What a use case refuses; 422 for whatever the sender can put right. */
export const problemOfDomain = (error: DomainError): Problem =>
  new Problem(
    urn(error.code.replaceAll('_', '-')),
    statusOf[error.code] ?? 422,
    '受け付けられません',
    error.userMessage,
  );

/** Sentences of our own schemas are kept; the library's English ones are replaced. */
export const pointersOf = (part: Pointer['in'], issues: readonly z.core.$ZodIssue[]): Pointer[] =>
  issues.slice(0, 20).map((issue) => ({
    in: part,
    pointer: issue.path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
    detail: /[ぁ-ん]/.test(issue.message)
      ? issue.message
      : issue.code === 'unrecognized_keys'
        ? '知らない項目があります。'
        : '値の形が正しくありません。',
  }));

export function problemAnswer(
  problem: Problem,
  requestId: string,
  headers: Record<string, string>,
): Response {
  const { type, status, title, detail, options } = problem;
  return new Response(
    JSON.stringify({ type, title, status, detail, instance: `urn:uuid:${requestId}`, ...options.members }),
    {
      status,
      headers: {
        'Content-Type': 'application/problem+json',
        'Content-Language': 'ja',
        'Cache-Control': 'no-store',
        ...headers,
        ...options.headers,
      },
    },
  );
}
