import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '~/client/may.tsx';
import { useTRPC } from '~/client/trpc.tsx';

type NameChoice = 'brand' | 'generic';

/** Product name or 一般名: what holds, and changing it. A doctor's change is kept for the next time; another's holds while the screen is open. */
export function useNameChoice(): { holds: NameChoice; choose: (choice: NameChoice) => void } {
  const trpc = useTRPC();
  const client = useQueryClient();
  const mayKeep = useMay('prescription.write');
  const [chosen, setChosen] = useState<NameChoice | null>(null);
  const kept = useQuery({ ...trpc.masters.nameChoice.queryOptions({}), staleTime: 600_000 });
  const save = useMutation(
    trpc.orderSets.saveNameChoiceOwn.mutationOptions({
      onSettled: () => client.invalidateQueries({ queryKey: trpc.masters.nameChoice.queryKey() }),
    }),
  );
  return {
    holds: chosen ?? kept.data?.holds ?? 'brand',
    choose: (choice) => {
      setChosen(choice);
      if (mayKeep) save.mutate({ choice });
    },
  };
}
