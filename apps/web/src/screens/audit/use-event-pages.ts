'use client';

import type { AuditEventRow } from '@shirube/core/audit/schema';
import { useInfiniteQuery } from '@tanstack/react-query';

/** One page. */
export const pageSize = 200;

export interface PageStart {
  before: string | null;
  beforeId: string | null;
}

/**
 * Pages of the trail, each asked for by a click. Every look is itself an event, so nothing is asked for again by itself.
 * `key` names what is asked; `read` fetches one page.
 */
export function useEventPages(key: readonly unknown[], read: (start: PageStart) => Promise<AuditEventRow[]>) {
  const query = useInfiniteQuery({
    queryKey: ['audit-events', ...key],
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: { before: null, beforeId: null } as PageStart,
    getNextPageParam: (page) => {
      const last = page.at(-1);
      return last && page.length === pageSize ? { before: last.at, beforeId: last.id } : undefined;
    },
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  return { ...query, events: query.data?.pages.flat() ?? [] };
}
