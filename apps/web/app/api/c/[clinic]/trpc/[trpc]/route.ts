import { randomUUID } from 'node:crypto';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import type { NextRequest } from 'next/server';
import { database } from '~/server/database.ts';
import { admit, screenApiRuleOf, screenRefusal } from '~/server/request-guard.ts';
import { appRouter } from '~/server/router.ts';
import { callerOf, sessionCookieName, stateOfToken } from '~/server/session.ts';

async function handler(
  incoming: NextRequest,
  context: { params: Promise<{ clinic: string }> },
): Promise<Response> {
  const { clinic } = await context.params;
  const admitted = await admit(incoming, screenApiRuleOf(incoming.nextUrl.pathname));
  if ('refusal' in admitted) return screenRefusal(admitted.refusal);
  const { request } = admitted;
  return fetchRequestHandler({
    endpoint: `/api/c/${clinic}/trpc`,
    req: request,
    router: appRouter,
    // one request, one procedure, one transaction
    allowBatching: false,
    // everything is posted: nothing that is looked for stands in an address (screenApiRule)
    allowMethodOverride: true,
    createContext: async () => {
      const caller = callerOf(request.headers);
      const state = await stateOfToken(request.cookies.get(sessionCookieName())?.value, caller);
      return {
        session: state.stage === 'active' ? state.session : null,
        locked: state.stage === 'locked',
        clinic,
        requestId: randomUUID(),
        ip: caller.ip,
        clientCertificate: caller.clientCertificate,
        database: database(),
      };
    },
  });
}

export { handler as GET, handler as POST };
