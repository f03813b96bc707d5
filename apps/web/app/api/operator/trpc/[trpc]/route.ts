import { randomUUID } from 'node:crypto';
import { sha256 } from '@shirube/core/identity/sign-in';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import type { NextRequest } from 'next/server';
import { secretKey } from '~/env.ts';
import { operatorConsole } from '~/server/operator/console.ts';
import { operatorRouter } from '~/server/operator/router.ts';
import { operatorCookie, operatorCookieName } from '~/server/operator/session.ts';
import { admit, screenApiRule, screenRefusal } from '~/server/request-guard.ts';
import { addressOf } from '~/server/session.ts';

/** The operators' console: no clinic, no clinic's session, and a connection that reaches no table. */
async function handler(incoming: NextRequest): Promise<Response> {
  const console = operatorConsole();
  if (!console) return new Response(null, { status: 404 });
  const admitted = await admit(incoming, screenApiRule);
  if ('refusal' in admitted) return screenRefusal(admitted.refusal);
  const { request } = admitted;
  const token = request.cookies.get(operatorCookieName())?.value;
  return fetchRequestHandler({
    endpoint: '/api/operator/trpc',
    req: request,
    router: operatorRouter,
    allowBatching: false,
    allowMethodOverride: true,
    createContext: async ({ resHeaders }) => ({
      console,
      tokenSha256: token ? sha256(token) : null,
      requestId: randomUUID(),
      ip: addressOf(request.headers.get('x-forwarded-for')),
      userAgent: (request.headers.get('user-agent') ?? '').slice(0, 300),
      key: secretKey(),
      setToken: (next: string | null) => resHeaders.append('Set-Cookie', operatorCookie(next)),
    }),
  });
}

export { handler as GET, handler as POST };
