'use client';

import { useSyncExternalStore } from 'react';

/**
 * Some acts ask for a factor proved a moment ago. However many calls wait for it, the person is asked once; the dialog stands in
 * `screens/sign-in/step-up-dialog.tsx`.
 */
let waiting: ((proved: boolean) => void)[] = [];
const listeners = new Set<() => void>();

function notify(): void {
  for (const listener of listeners) listener();
}

/** Resolves to true when a factor was proved, to false when the person closed the dialog. */
export function askForStepUp(): Promise<boolean> {
  // nobody would see the question
  if (listeners.size === 0) return Promise.resolve(false);
  return new Promise((resolve) => {
    waiting = [...waiting, resolve];
    notify();
  });
}

/** The dialog's answer to everything that waits. */
export function settleStepUp(proved: boolean): void {
  const settled = waiting;
  waiting = [];
  notify();
  for (const resolve of settled) resolve(proved);
}

/** Whether something waits for a proof. */
export function useStepUpWanted(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    () => waiting.length > 0,
    () => false,
  );
}
