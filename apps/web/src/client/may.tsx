'use client';

import { type Holder, may, type Permission, whyNot } from '@shirube/core/identity';
import { LinkButton, Notice } from '@shirube/ui';
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect } from 'react';
import { type Me, reasonOf, sentenceOf, useTRPC } from './trpc.tsx';

/** How long a change of roles takes at most to be seen in a browser that asks for nothing. The server refuses at once. */
const refreshMilliseconds = 30_000;

const MeContext = createContext<Me | null>(null);

const refusals = ['FORBIDDEN', 'NOT_FOUND', 'not_found', 'clinic_suspended', 'clinic_closed'];

/** A refusal may mean that somebody's rights have changed: then they are asked for again. */
function watchRefusals(queryClient: QueryClient, ask: () => void): () => void {
  const look = (error: unknown) => {
    if (error && refusals.includes(reasonOf(error))) ask();
  };
  const stops = [
    queryClient.getMutationCache().subscribe((event) => {
      if (event.type === 'updated' && event.action.type === 'error') look(event.action.error);
    }),
    queryClient.getQueryCache().subscribe((event) => {
      if (event.type === 'updated' && event.action.type === 'error') look(event.action.error);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/**
 * Tells every screen below what its person may do here. It starts with what the page knew and follows the server: rights that
 * are taken away leave the screen, and so does the clinic itself.
 */
export function MayProvider({ me: first, children }: { me: Me; children: ReactNode }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = trpc.session.me.queryOptions({});
  const me = useQuery({
    ...query,
    initialData: first,
    staleTime: refreshMilliseconds,
    refetchInterval: refreshMilliseconds,
    retry: false,
  });
  const key = JSON.stringify(query.queryKey);
  useEffect(
    () =>
      watchRefusals(queryClient, () => {
        const state = queryClient.getQueryState(JSON.parse(key));
        // its own refusal is the answer, and no reason to ask again
        if (state?.status !== 'error') void queryClient.invalidateQueries({ queryKey: JSON.parse(key) });
      }),
    [queryClient, key],
  );
  const reason = me.isError ? reasonOf(me.error) : null;
  if (reason === 'NOT_FOUND' || reason?.startsWith('clinic_'))
    return (
      <main id="main" className="mx-auto max-w-3xl p-8">
        <Notice
          tone="warning"
          title={`${first.clinic.name}の画面は、いま使えません`}
          live
          actions={<LinkButton href="/">ほかの画面へ進む</LinkButton>}
        >
          {reason === 'NOT_FOUND'
            ? '離職の操作がされたか、所属が変わっています。心当たりがなければ、管理者に確かめてください。'
            : sentenceOf(me.error)}
        </Notice>
      </main>
    );
  return <MeContext value={me.data}>{children}</MeContext>;
}

export function useMe(): Me {
  const me = useContext(MeContext);
  if (!me) throw new Error('useMe is used outside a clinic');
  return me;
}

const holderOf = (me: Me): Holder => ({ roles: me.roles, licence: me.licence });

/** Whether the person may, by the same table that the server refuses from. */
export const useMay = (permission: Permission): boolean => may(holderOf(useMe()), permission);

/** The sentence that says who may, when the person may not: for `unavailableReason` of a button. */
export const useWhyNot = (permission: Permission): string | undefined =>
  whyNot(holderOf(useMe()), permission) ?? undefined;

interface IfMayProps {
  permission: Permission;
  children: ReactNode;
  /** in place of what is not allowed; nothing when left out */
  otherwise?: ReactNode;
}

export function IfMay({ permission, children, otherwise = null }: IfMayProps) {
  return useMay(permission) ? children : otherwise;
}

/** A screen that is opened by its address alone says who may see it. */
export function ScreenFor({ permission, children }: { permission: Permission; children: ReactNode }) {
  const reason = useWhyNot(permission);
  if (reason === undefined) return children;
  return (
    <main id="main" className="mx-auto max-w-3xl p-8">
      <Notice tone="info" title="この画面は開けません">
        {reason.replace('この操作', 'この画面')}
      </Notice>
    </main>
  );
}
