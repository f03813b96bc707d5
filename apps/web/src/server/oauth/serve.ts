import 'server-only';
import { randomUUID } from 'node:crypto';
import type { NextRequest } from 'next/server';
import { database } from '../database.ts';
import { logger } from '../logger.ts';
import { callerOf } from '../rest/caller.ts';
import { OauthError, oauthAnswer } from './errors.ts';
import type { OauthContext } from './prove-client.ts';

/** Runs an endpoint for programs and turns what it throws into an answer. When something fails, nothing is let in. */
export async function serveOauth(
  request: NextRequest,
  endpoint: (request: NextRequest, context: OauthContext) => Promise<Response>,
): Promise<Response> {
  const requestId = randomUUID();
  try {
    return await endpoint(request, {
      database: database(),
      requestId,
      address: callerOf(request),
      now: new Date(),
    });
  } catch (error) {
    if (error instanceof OauthError) return oauthAnswer(error);
    logger.error({ oauth: 'failed', requestId, error });
    return oauthAnswer(
      new OauthError('temporarily_unavailable', 'The server can not answer now; try again later.', 503, {
        'Retry-After': '5',
      }),
    );
  }
}
