'use client';

import type { Emergency } from '@shirube/core/restrictions/schema';
import { Button } from '@shirube/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTRPC } from '~/client/trpc.tsx';

const askAgainMilliseconds = 60_000;

/** '24分', and seconds for the last minute. */
function leftInWords(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1_000));
  return seconds > 60 ? `${Math.ceil(seconds / 60)}分` : `${seconds}秒`;
}

/** While somebody has a restricted chart open for an emergency, every page says so, and for how long still. */
export function EmergencyBanner() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const live = useQuery({
    ...trpc.restrictions.liveEmergencies.queryOptions({}),
    refetchInterval: askAgainMilliseconds,
  });
  const [now, setNow] = useState(() => Date.now());
  const accesses = (live.data ?? []) as Emergency[];
  const running = accesses.filter((access) => new Date(access.expiresAt).getTime() > now);
  const closeCharts = () =>
    Promise.all([
      queryClient.invalidateQueries(trpc.restrictions.liveEmergencies.queryFilter()),
      // what is on the screen goes when the time is over: the chart asks again and is refused
      queryClient.invalidateQueries(trpc.charting.open.queryFilter()),
    ]);
  const end = useMutation(trpc.restrictions.endEmergency.mutationOptions({ onSettled: closeCharts }));
  const isRunning = accesses.length > 0;
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [isRunning]);
  const over = accesses.length > running.length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs once when an access is over
  useEffect(() => {
    if (over) void closeCharts();
  }, [over]);
  return running.map((access) => (
    <section
      key={access.id}
      aria-label="緊急閲覧"
      className="flex flex-wrap items-center gap-4 border-b border-danger-line bg-danger-tint px-5 py-2 font-bold text-danger print-hide"
    >
      <p className="flex-1">
        {`緊急閲覧中　${access.patientName} さん　残り ${leftInWords(new Date(access.expiresAt).getTime() - now)}`}
      </p>
      <Button size="sm" busy={end.isPending} onClick={() => end.mutate({ accessId: access.id })}>
        緊急閲覧を終える
      </Button>
    </section>
  ));
}
