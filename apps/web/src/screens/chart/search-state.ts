import type { SearchState } from '@shirube/ui';
import { useEffect, useState } from 'react';

const pauseMilliseconds = 150;

/** The text once the person has paused, without the spaces around it. */
export function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), pauseMilliseconds);
    return () => clearTimeout(timer);
  }, [text]);
  return paused.trim();
}

/** The state of a search for `text` of which `asked` is being answered. */
export function searchStateOf(
  text: string,
  asked: string,
  query: { isError: boolean; isFetching: boolean },
): SearchState {
  if (text.trim() === '') return 'idle';
  if (query.isError) return 'failed';
  return asked !== text.trim() || query.isFetching ? 'loading' : 'ready';
}
