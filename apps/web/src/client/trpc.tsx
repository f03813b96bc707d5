'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createTRPCClient, httpLink, TRPCClientError } from '@trpc/client';
import type { inferRouterOutputs } from '@trpc/server';
import { createTRPCContext } from '@trpc/tanstack-react-query';
import { type ReactNode, useState } from 'react';
import type { AccountRouter } from '~/server/account-router.ts';
import type { AppRouter } from '~/server/router.ts';
import { quietSeconds } from './activity.ts';
import { sessionLink } from './session-link.ts';

const context = createTRPCContext<AppRouter>();
export const useTRPC = context.useTRPC;
export const useTRPCClient = context.useTRPCClient;

/** What the procedures answer. */
export type Answers = inferRouterOutputs<AppRouter>;
export type AccountAnswers = inferRouterOutputs<AccountRouter>;
export type Me = Answers['session']['me'];

export type ApiError = TRPCClientError<AppRouter>;

/** The sentence to show for a failed call; a call that got no answer says that what was typed is still here. */
export function sentenceOf(error: unknown): string {
  if (error instanceof TRPCClientError && error.data) return error.message;
  return '通信できませんでした。入力した内容は画面に残っています。少し待ってから、もう一度お試しください。';
}

/** Which field a refusal is about, or null. */
export function fieldOf(error: unknown): string | null {
  if (!(error instanceof TRPCClientError) || !error.data) return null;
  return (error.data as { at: string | null }).at;
}

/** Why a call failed, for the program: the domain's reason, or 'session_locked', 'unauthorized', or 'no_answer'. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof TRPCClientError) || !error.data) return 'no_answer';
  const data = error.data as { code: string; reason: string | null };
  if (data.code === 'UNAUTHORIZED') return data.reason ?? 'unauthorized';
  return data.reason ?? data.code;
}

/** The API of one clinic. The clinic stands in the address, so two clinics in two tabs can not be confused. */
export function ClinicApi({ clinic, children }: { clinic: string; children: ReactNode }) {
  const [queryClient] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: { staleTime: 0, gcTime: 60_000, retry: 1, refetchOnWindowFocus: true },
          mutations: { retry: 0 },
        },
      }),
  );
  const [client] = useState(() =>
    createTRPCClient<AppRouter>({
      // queries are posted too: a name that is looked for must not stand in an address
      links: [
        sessionLink(),
        httpLink({
          url: `/api/c/${clinic}/trpc`,
          methodOverride: 'POST',
          headers: () => ({ 'shirube-quiet': String(quietSeconds()) }),
        }),
      ],
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
