'use client';

import { roleWords } from '@shirube/core/identity';
import type { PersonRow } from '@shirube/core/people/schema';
import { Button, Card, Notice, SegmentedControl, Skeleton, StatusBadge, Table } from '@shirube/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { useWhyNot } from '~/client/may.tsx';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { dateAndClock, eraDateShort, fullKana, fullName } from '../format.ts';
import { InvitationsCard } from './invitations-card.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { ReviewCard } from './review-card.tsx';

type Shown = 'active' | 'left' | 'all';

/** 職員: who works here, as what, with which licence. */
export function PeopleScreen({ clinic }: { clinic: string }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = trpc.people.list.queryOptions({});
  const list = useQuery(query);
  const refresh = () => queryClient.invalidateQueries({ queryKey: query.queryKey });
  const [shown, setShown] = useState<Shown>('active');
  const [inviting, setInviting] = useState(false);
  const whyNotInvite = useWhyNot('people.invite');
  if (list.isError)
    return (
      <main id="main" className="p-6">
        <Notice tone="error" title={sentenceOf(list.error)} live />
      </main>
    );
  if (!list.data)
    return (
      <main id="main" className="p-6">
        <Skeleton label="職員の一覧を開いています" />
      </main>
    );
  const { people, invitations, review } = list.data;
  const active = people.filter((person) => person.active);
  const rows = shown === 'all' ? people : people.filter((person) => person.active === (shown === 'active'));
  return (
    <main id="main" className="grid gap-4 px-5 py-4">
      <div className="flex flex-wrap items-center gap-4">
        <h1 className="text-head font-bold">職員</h1>
        <SegmentedControl<Shown>
          label="表示する職員"
          segments={[
            { value: 'active', label: `在職 ${active.length}` },
            { value: 'left', label: `離職 ${people.length - active.length}` },
            { value: 'all', label: 'すべて' },
          ]}
          value={shown}
          onChange={setShown}
        />
        <span className="flex-1" />
        <Button
          variant="primary"
          size="lg"
          unavailableReason={whyNotInvite}
          onClick={() => setInviting(true)}
        >
          職員を招く
        </Button>
      </div>
      <Card title="一覧" note={`${rows.length}人`} padding="none">
        <PeopleTable clinic={clinic} rows={rows} />
      </Card>
      <ReviewCard review={review} active={active.length} onRecorded={refresh} />
      <InvitationsCard invitations={invitations} onChanged={refresh} />
      <InviteDialog open={inviting} onClose={() => setInviting(false)} onInvited={refresh} />
    </main>
  );
}

function FactorState({ signIn }: { signIn: PersonRow['signIn'] }) {
  if (signIn === null) return null;
  if (signIn.locked) return <StatusBadge tone="danger">停止中（試した回数が多い）</StatusBadge>;
  return signIn.factors > 0 ? (
    <StatusBadge tone="success">登録済み</StatusBadge>
  ) : (
    <StatusBadge tone="caution">まだ登録していない</StatusBadge>
  );
}

function PeopleTable({ clinic, rows }: { clinic: string; rows: readonly PersonRow[] }) {
  return (
    <Table
      caption="職員の一覧"
      captionHidden
      emptyText="いません"
      columns={[
        {
          key: 'name',
          header: '氏名',
          rowHeader: true,
          cell: (row) => (
            <>
              <Link
                href={`/c/${clinic}/people/${row.staffId}`}
                className="inline-flex min-h-11 items-center text-key underline underline-offset-4"
              >
                {fullName(row)}
              </Link>
              {row.self ? <span className="ml-2 text-note font-normal text-ink-2">自分</span> : null}
              <span className="block text-note font-normal text-ink-2">{fullKana(row)}</span>
            </>
          ),
        },
        { key: 'roles', header: '役割', cell: (row) => roleWords(row.roles) },
        { key: 'licence', header: '資格', cell: (row) => row.licence ?? 'なし' },
        {
          key: 'state',
          header: '状態',
          cell: (row) =>
            row.active ? (
              <StatusBadge tone="success">在職</StatusBadge>
            ) : (
              <StatusBadge>{`離職 ${row.leftOn ? eraDateShort(row.leftOn) : ''}`}</StatusBadge>
            ),
        },
        { key: 'joined', header: '入職', cell: (row) => (row.joinedOn ? eraDateShort(row.joinedOn) : '') },
        { key: 'login', header: 'ID', cell: (row) => row.signIn?.loginId ?? 'なし' },
        {
          key: 'last',
          header: '最後のログイン',
          cell: (row) => (row.signIn?.lastSignInAt ? dateAndClock(row.signIn.lastSignInAt) : 'まだない'),
        },
        { key: 'factors', header: '2つ目の認証', cell: (row) => <FactorState signIn={row.signIn} /> },
      ]}
      rows={rows}
      rowKey={(row) => row.staffId}
    />
  );
}
