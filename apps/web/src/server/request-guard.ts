import 'server-only';
import { isStorableText } from '@shirube/core/shared';
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc';
import { NextRequest } from 'next/server';
import { environment } from '../env.ts';

/** What a route takes. Everything else is refused before anything of it is read. */
export interface RequestRule {
  methods: readonly ('GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE')[];
  /** media types of a body, without parameters */
  contentTypes: readonly string[];
  /** bytes of a body; longer ones are not read to their end */
  maxBytes: number;
  /**
   * browser: who calls is told by a cookie, so a request that changes something must come from our own pages.
   * token: the caller shows a credential that no browser adds by itself.
   */
  caller: 'browser' | 'token';
}

export interface Refusal {
  status: 400 | 403 | 405 | 413 | 415;
  code: 'BAD_REQUEST' | 'FORBIDDEN' | 'METHOD_NOT_SUPPORTED' | 'PAYLOAD_TOO_LARGE' | 'UNSUPPORTED_MEDIA_TYPE';
  /** for a person, in Japanese */
  sentence: string;
}

/** The screens' API: the longest input is one visit's draft, far below a mebibyte. */
export const screenApiRule: RequestRule = {
  // queries too: what is looked for (a name, a birth date) must not stand in an address
  methods: ['POST'],
  contentTypes: ['application/json'],
  maxBytes: 1024 * 1024,
  caller: 'browser',
};

/**
 * The one procedure that takes a file: in Base64, in the same kind of request, so that everything that holds for the others holds for it.
 * What a document can take at all (`attachmentBytes`) fits.
 */
const uploadRule: RequestRule = { ...screenApiRule, maxBytes: 10 * 1024 * 1024 };

/** The rule for a call of the screens' API, by its address. */
export const screenApiRuleOf = (pathname: string): RequestRule =>
  pathname.endsWith('/documents.attach') ? uploadRule : screenApiRule;

/** The sign-in library's own routes: a name and a password. */
export const signInRule: RequestRule = {
  methods: ['GET', 'POST'],
  contentTypes: ['application/x-www-form-urlencoded'],
  maxBytes: 16 * 1024,
  caller: 'browser',
};

const refusals = {
  foreign: {
    status: 403,
    code: 'FORBIDDEN',
    sentence: 'この画面からの操作ではないため、受け付けませんでした。Shirube の画面を開き直してください。',
  },
  method: { status: 405, code: 'METHOD_NOT_SUPPORTED', sentence: 'この操作は受け付けていません。' },
  mediaType: {
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
    sentence: '送られた内容の形式が正しくありません。画面を開き直してください。',
  },
  tooLarge: {
    status: 413,
    code: 'PAYLOAD_TOO_LARGE',
    sentence: '入力が長すぎて送れませんでした。文章を短くするか、分けて入力してください。',
  },
  unread: {
    status: 400,
    code: 'BAD_REQUEST',
    sentence: '送られた内容を最後まで受け取れませんでした。もう一度お試しください。',
  },
} as const satisfies Record<string, Refusal>;

/**
 * Whether a request comes from another site's page. A request that may change something needs our exact origin: a
 * missing one, `null` and a look-alike are foreign (OWASP ASVS 5.0 V3.5.1). Sec-Fetch-Site, which a page cannot forge,
 * must agree where the browser sends it.
 */
export function isForeign(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site');
  return (
    headers.get('origin') !== new URL(environment().SHIRUBE_PUBLIC_URL).origin ||
    (site !== null && site !== 'same-origin')
  );
}

/** Lets a request in, its body read and bounded, or says why not. */
export async function admit(
  request: NextRequest,
  rule: RequestRule,
): Promise<{ request: NextRequest } | { refusal: Refusal }> {
  if (!(rule.methods as readonly string[]).includes(request.method)) return { refusal: refusals.method };
  if (request.method === 'GET') return { request };
  if (rule.caller === 'browser' && isForeign(request.headers)) return { refusal: refusals.foreign };
  const mediaType = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (mediaType === undefined || !rule.contentTypes.includes(mediaType))
    return { refusal: refusals.mediaType };
  if (Number(request.headers.get('content-length') ?? 0) > rule.maxBytes)
    return { refusal: refusals.tooLarge };
  const body = await boundedBody(request, rule.maxBytes);
  if (body === 'too_large') return { refusal: refusals.tooLarge };
  if (body === 'unread') return { refusal: refusals.unread };
  if (mediaType === 'application/x-www-form-urlencoded' && !isStorableForm(body))
    return { refusal: refusals.unread };
  return {
    request: new NextRequest(request.url, { method: request.method, headers: request.headers, body }),
  };
}

/** The body, whatever length was announced. */
async function boundedBody(
  request: Request,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer> | 'too_large' | 'unread'> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of request.body ?? []) {
      length += chunk.byteLength;
      if (length > maxBytes) return 'too_large';
      chunks.push(chunk);
    }
  } catch {
    return 'unread';
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** A form's fields go straight to a library and a database: what no database keeps ends here. */
function isStorableForm(body: Uint8Array): boolean {
  const fields = new URLSearchParams(new TextDecoder().decode(body));
  return [...fields].flat().every(isStorableText);
}

/** A refusal in the shape of the screens' API, so that a screen shows its sentence like any other. */
export function screenRefusal({ status, code, sentence }: Refusal): Response {
  return Response.json(
    {
      error: {
        message: sentence,
        code: TRPC_ERROR_CODES_BY_KEY[code],
        data: { code, httpStatus: status, reason: null, at: null },
      },
    },
    { status },
  );
}
