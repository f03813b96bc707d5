import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import type { NextRequest } from 'next/server';
import { accountRouter } from '~/server/account-router.ts';
import { admit, screenApiRule, screenRefusal } from '~/server/request-guard.ts';
import { callerOf, sessionCookieName, stateOfToken } from '~/server/session.ts';
import { signInContext } from '~/server/sign-in.ts';

/** A person's own account: outside any clinic, before and after the second factor. */
async function handler(incoming: NextRequest): Promise<Response> {
  const admitted = await admit(incoming, screenApiRule);
  if ('refusal' in admitted) return screenRefusal(admitted.refusal);
  const { request } = admitted;
  return fetchRequestHandler({
    endpoint: '/api/account/trpc',
    req: request,
    router: accountRouter,
    allowBatching: false,
    allowMethodOverride: true,
    createContext: async () => {
      const token = request.cookies.get(sessionCookieName())?.value ?? null;
      return {
        signIn: signInContext(request.headers),
        token,
        state: await stateOfToken(token ?? undefined, callerOf(request.headers)),
      };
    },
  });
}

export { handler as GET, handler as POST };
