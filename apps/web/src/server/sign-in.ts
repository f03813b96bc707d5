import 'server-only';
import { randomUUID } from 'node:crypto';
import { type SignInContext, SignInRefused } from '@shirube/core/identity/sign-in';
import { environment, secretKey } from '../env.ts';
import { database } from './database.ts';
import { logger } from './logger.ts';
import { addressOf } from './session.ts';

/** Sign-in's context of one request. The relying party is where people open Shirube: nothing in the request can change it. */
export function signInContext(head: { get(name: string): string | null }): SignInContext {
  const env = environment();
  const { hostname, origin } = new URL(env.SHIRUBE_PUBLIC_URL);
  const requestId = randomUUID();
  return {
    database: database(),
    key: secretKey(),
    relyingParty: { id: hostname, origin },
    lifetimeSeconds: env.SHIRUBE_SESSION_HOURS * 3600,
    place: {
      ip: addressOf(head.get('x-forwarded-for')),
      userAgent: (head.get('user-agent') ?? '').slice(0, 300),
    },
    requestId,
    now: () => new Date(),
    later: (work) => {
      setImmediate(() => {
        work().catch((error: unknown) => logger.error({ requestId, error }));
      });
    },
  };
}

/** Why sign-in was refused, as a word for the browser: the screen has the sentences (client/sign-in.ts). */
export function refusalWord(error: unknown): string {
  if (!(error instanceof SignInRefused)) return 'unavailable';
  if (error.code !== 'wait') return error.code;
  return error.waitSeconds === null ? 'wait_for_admin' : `wait_${error.waitSeconds}`;
}
