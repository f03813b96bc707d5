'use client';

/** The screen is to be covered, or may be shown again: said in this tab and to all others of the same browser. */
export type LockNews = 'locked' | 'unlocked';

const listeners = new Set<(news: LockNews) => void>();
const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('shirube.screen-lock');
channel?.addEventListener('message', (event: MessageEvent<LockNews>) => {
  for (const listener of listeners) listener(event.data);
});

let covered = false;

/** Whether the screen of this tab is covered. */
export const isCovered = (): boolean => covered;

export function setCovered(now: boolean): void {
  covered = now;
}

export function tellLock(news: LockNews): void {
  for (const listener of listeners) listener(news);
  channel?.postMessage(news);
}

/** The server said that the session is locked. */
export const announceLocked = (): void => tellLock('locked');

export function onLockNews(listener: (news: LockNews) => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** What must be kept before the screen is covered: unsaved typing goes to the server while the session still answers. */
const keepers = new Set<() => Promise<unknown>>();

export function beforeCover(keep: () => Promise<unknown>): () => void {
  keepers.add(keep);
  return () => {
    keepers.delete(keep);
  };
}

/** Keeps everything that asked for it, for at most so long: a slow network must not leave the screen uncovered. */
export async function keepEverything(atMostMilliseconds: number): Promise<void> {
  await Promise.race([
    Promise.allSettled([...keepers].map((keep) => keep())),
    new Promise((resolve) => setTimeout(resolve, atMostMilliseconds)),
  ]);
}
