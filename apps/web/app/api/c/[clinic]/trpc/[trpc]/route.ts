import { randomUUID } from 'node:crypto';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import type { NextRequest } from 'next/server';
import { environment } from '~/env.ts';
import { database } from '~/server/database.ts';
import { appRouter } from '~/server/router.ts';
import { addressOf, resolveToken, sessionCookieName } from '~/server/session.ts';

/** A write must come from our own pages: a foreign or missing origin is refused before anything is read. */
function fromElsewhere(request: NextRequest): boolean {
  return (
    request.method !== 'GET' &&
    request.headers.get('origin') !== new URL(environment().SHIRUBE_PUBLIC_URL).origin
  );
}

async function handler(
  request: NextRequest,
  context: { params: Promise<{ clinic: string }> },
): Promise<Response> {
  if (fromElsewhere(request)) return new Response(null, { status: 403 });
  const { clinic } = await context.params;
  return fetchRequestHandler({
    endpoint: `/api/c/${clinic}/trpc`,
    req: request,
    router: appRouter,
    createContext: async () => ({
      session: await resolveToken(request.cookies.get(sessionCookieName())?.value),
      clinic,
      requestId: randomUUID(),
      ip: addressOf(request.headers.get('x-forwarded-for')),
      database: database(),
    }),
  });
}

export { handler as GET, handler as POST };
