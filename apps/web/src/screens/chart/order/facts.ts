'use client';

import type { DraftRp } from '@shirube/core/prescribing/draft';
import type { DrugHit } from '@shirube/core/prescribing/schema';
import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTRPC } from '~/client/trpc.tsx';

function useFactsOptions() {
  const trpc = useTRPC();
  return (yjCode: string) => ({
    ...trpc.masters.drug.queryOptions({ yjCode }),
    enabled: yjCode !== '',
    staleTime: Number.POSITIVE_INFINITY,
    // what is in no master (any more) is in none a second later
    retry: false,
  });
}

/** What the drug master says of a line; null while it is asked for, and for what is in no master (any more). */
export function useDrugFacts(yjCode: string): DrugHit | null {
  return useQuery(useFactsOptions()(yjCode)).data ?? null;
}

/** The same for all lines of an order, as far as it is known yet. */
export function useOrderFacts(rps: readonly DraftRp[]): DrugHit[] {
  const options = useFactsOptions();
  const codes = [...new Set(rps.flatMap((rp) => rp.medications.map((line) => line.yjCode)))];
  return useQueries({ queries: codes.map(options) }).flatMap((facts) => facts.data ?? []);
}

/** A drug that was just picked is known already: nobody waits for it. */
export function useRememberDrug(): (hit: DrugHit) => void {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return useCallback(
    (hit) => queryClient.setQueryData(trpc.masters.drug.queryKey({ yjCode: hit.yjCode }), hit),
    [queryClient, trpc],
  );
}
