'use client';

import { AppHeader, Button, Notice, Skeleton } from '@shirube/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import Link from 'next/link';
import { signOut } from 'next-auth/react';
import { account } from '~/client/account.ts';
import { sentenceOf } from '~/client/trpc.tsx';
import type { AccountRouter } from '~/server/account-router.ts';
import { useLockScreen } from '../shell/session-guard.tsx';
import { FactorsCard } from './factors-card.tsx';
import { HistoryCard } from './history-card.tsx';
import { PasswordCard } from './password-card.tsx';
import { RecoveryCard } from './recovery-card.tsx';
import { SessionsCard } from './sessions-card.tsx';

export type Overview = inferRouterOutputs<AccountRouter>['overview'];

const overviewKey = ['account', 'overview'];

/** 自分のログイン: how one proves who one is, where one is signed in, what happened. */
export function AccountScreen() {
  const lock = useLockScreen();
  const queryClient = useQueryClient();
  const overview = useQuery({ queryKey: overviewKey, queryFn: () => account.overview.query({}) });
  const refresh = () => queryClient.invalidateQueries({ queryKey: overviewKey });
  const clinics = overview.data?.clinics ?? [];
  const home = clinics[0] ? `/c/${clinics[0].slug}/board` : '/account';
  return (
    <>
      <AppHeader
        homeHref={home}
        linkAs={Link}
        links={clinics.map((clinic) => ({ href: `/c/${clinic.slug}/board`, label: `${clinic.name}へ戻る` }))}
        right={
          <>
            <Button size="sm" variant="tertiary" title="Ctrl + Alt + L" onClick={lock}>
              画面をロック
            </Button>
            <Button size="sm" variant="tertiary" onClick={() => signOut({ callbackUrl: '/sign-in' })}>
              ログアウト
            </Button>
          </>
        }
      />
      <main id="main" className="mx-auto grid max-w-4xl gap-6 px-4 py-8">
        <h1 className="text-head font-bold">
          自分のログイン
          {overview.data ? (
            <span className="ml-4 text-lead font-normal">{`${overview.data.name}（ID：${overview.data.loginId}）`}</span>
          ) : null}
        </h1>
        {overview.isError ? (
          <Notice
            tone="error"
            title={sentenceOf(overview.error)}
            live
            actions={<Button onClick={() => overview.refetch()}>もう一度読み込む</Button>}
          />
        ) : null}
        {overview.isPending ? <Skeleton label="読み込んでいます" /> : null}
        {overview.data ? (
          <>
            <FactorsCard overview={overview.data} onChanged={refresh} />
            <RecoveryCard overview={overview.data} onChanged={refresh} />
            <SessionsCard overview={overview.data} onChanged={refresh} />
            <PasswordCard overview={overview.data} onChanged={refresh} />
            <HistoryCard overview={overview.data} />
          </>
        ) : null}
      </main>
    </>
  );
}
