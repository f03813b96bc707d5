'use client';

/**
 * The session's token changes whenever a factor is proved, in this tab or another of the same browser. Scripts never see it; this
 * only counts the changes, so that calls wait for one that is under way and are repeated when it overtook them.
 */
let generation = 0;
let changing: Promise<unknown> = Promise.resolve();

const channel =
  typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('shirube.session-token');
channel?.addEventListener('message', () => {
  generation += 1;
});

/** Which token a call is sent with. */
export const currentToken = (): number => generation;

/** When no change is under way any more. */
export const tokenSettled = (): Promise<unknown> => changing;

/** Runs something that replaces the token. */
export function whileTokenChanges<T>(work: () => Promise<T>): Promise<T> {
  const run = work().finally(() => {
    generation += 1;
    channel?.postMessage('changed');
  });
  changing = run.catch(() => undefined);
  return run;
}
