import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '~/client/trpc.tsx';

/** Everything the pages about the clinic itself show, and how to read it again. */
export function useClinic() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const options = {
    profile: trpc.clinic.profile.queryOptions({}),
    settings: trpc.clinic.settings.queryOptions({}),
    setup: trpc.clinic.setup.queryOptions({}),
  };
  const profile = useQuery(options.profile);
  const settings = useQuery(options.settings);
  const setup = useQuery(options.setup);
  const refresh = () =>
    Promise.all(Object.values(options).map(({ queryKey }) => queryClient.invalidateQueries({ queryKey })));
  return {
    error: profile.error ?? settings.error ?? setup.error,
    data:
      profile.data && settings.data && setup.data
        ? { profile: profile.data, settings: settings.data, setup: setup.data }
        : null,
    refresh,
  };
}
