'use client';

import { type TRPCClientError, type TRPCLink, TRPCClientError as TrpcError } from '@trpc/client';
import type { AnyRouter } from '@trpc/server';
import { observable } from '@trpc/server/observable';
import { announceLocked } from './screen-lock.ts';
import { askForStepUp } from './step-up.ts';
import { currentToken, tokenSettled } from './token.ts';

/** Why the server did not answer, as far as the session is concerned. */
function refusalOf(error: unknown): 'locked' | 'step_up' | 'unauthorized' | null {
  if (!(error instanceof TrpcError) || !error.data) return null;
  const { code, reason } = error.data as { code: string; reason: string | null };
  if (reason === 'session_locked') return 'locked';
  if (reason === 'step_up_required') return 'step_up';
  return code === 'UNAUTHORIZED' && reason === null ? 'unauthorized' : null;
}

/**
 * What every call of a signed-in page needs: it waits while the session's token is being replaced and is sent again when the
 * replacement overtook it; a refusal for want of a recent proof becomes a touch or a code, and then the same call by itself; a
 * locked session covers the screen.
 */
export function sessionLink<Router extends AnyRouter>(): TRPCLink<Router> {
  return () =>
    ({ next, op }) =>
      observable((observer) => {
        let current: { unsubscribe(): void } | null = null;
        let ended = false;
        let resent = false;
        let asked = false;

        const fail = async (error: TRPCClientError<Router>, sentWith: number) => {
          const refusal = refusalOf(error);
          if (refusal === 'unauthorized' && !resent && currentToken() !== sentWith) {
            resent = true;
            return send();
          }
          if (refusal === 'step_up' && !asked) {
            asked = true;
            if (await askForStepUp()) return send();
          }
          if (refusal === 'locked') announceLocked();
          if (!ended) observer.error(error);
        };

        const send = async () => {
          await tokenSettled();
          if (ended) return;
          const sentWith = currentToken();
          current = next(op).subscribe({
            next: (value) => observer.next(value),
            error: (error) => {
              fail(error, sentWith);
            },
            complete: () => observer.complete(),
          });
        };

        send();
        return () => {
          ended = true;
          current?.unsubscribe();
        };
      });
}
