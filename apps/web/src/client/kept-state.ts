'use client';

import { type Dispatch, type SetStateAction, useCallback, useEffect, useState } from 'react';
import { isCovered } from './screen-lock.ts';

/** What screens held when they were covered. In the memory of this page only; leaving the page ends it. */
const kept = new Map<string, unknown>();

/**
 * useState that survives the covering of the screen: the screen is taken out of the page, and what was typed into it comes back with
 * the unlocking. Going to another screen forgets it, as ever. `key` names what is typed, not where: 'amend:<encounter>'.
 */
export function useKeptState<T>(key: string, initial: T): [T, Dispatch<SetStateAction<T>>] {
  const [value, setValue] = useState<T>(() => (kept.has(key) ? (kept.get(key) as T) : initial));
  useEffect(
    () => () => {
      if (!isCovered()) kept.delete(key);
    },
    [key],
  );
  const change = useCallback(
    (next: SetStateAction<T>) => {
      setValue((before) => {
        const after = typeof next === 'function' ? (next as (before: T) => T)(before) : next;
        kept.set(key, after);
        return after;
      });
    },
    [key],
  );
  return [value, change];
}
