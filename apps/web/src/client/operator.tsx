'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createTRPCClient, httpLink } from '@trpc/client';
import { createTRPCContext } from '@trpc/tanstack-react-query';
import { type ReactNode, useState } from 'react';
import type { OperatorRouter } from '~/server/operator/router.ts';

const context = createTRPCContext<OperatorRouter>();
export const useOperatorTRPC = context.useTRPC;

/** The API of the operators' console. Nothing is asked again by itself: a console that is left alone signs out. */
export function OperatorApi({ children }: { children: ReactNode }) {
  const [queryClient] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: { staleTime: 0, gcTime: 60_000, retry: false, refetchOnWindowFocus: false },
          mutations: { retry: 0 },
        },
      }),
  );
  const [client] = useState(() =>
    createTRPCClient<OperatorRouter>({
      links: [httpLink({ url: '/api/operator/trpc', methodOverride: 'POST' })],
    }),
  );
  return (
    <QueryClientProvider client={queryClient}>
      <context.TRPCProvider trpcClient={client} queryClient={queryClient}>
        {children}
      </context.TRPCProvider>
    </QueryClientProvider>
  );
}
