'use client';

import type { operatorEventsSchema } from '@shirube/core/operators/schema';
import { Button, Card, Skeleton, StatusBadge, Table } from '@shirube/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { useOperatorTRPC } from '~/client/operator.tsx';
import { dateAndClock } from '../format.ts';
import { OperatorProblem } from './operator-problem.tsx';
import { outcomeBadges } from './words.ts';

type Events = z.output<typeof operatorEventsSchema>;
const pageSize = 50;

/** 運用の記録: who of the operators did what, to which clinic and why. */
export function OperatorEventsScreen() {
  const trpc = useOperatorTRPC();
  const events = useInfiniteQuery(
    trpc.events.infiniteQueryOptions(
      { limit: pageSize },
      {
        initialCursor: null,
        getNextPageParam: (page: Events) => (page.length < pageSize ? undefined : page.at(-1)?.id),
      },
    ),
  );
  return (
    <main id="main" className="grid gap-4 px-5 py-4">
      <h1 className="text-head font-bold">運用の記録</h1>
      <OperatorProblem error={events.error} />
      {events.isPending ? <Skeleton label="運用の記録を開いています" /> : null}
      {events.data ? (
        <Card title="新しい順" padding="none">
          <EventsTable events={events.data.pages.flat()} />
        </Card>
      ) : null}
      {events.hasNextPage ? (
        <div>
          <Button size="lg" busy={events.isFetchingNextPage} onClick={() => events.fetchNextPage()}>
            前の記録を見る
          </Button>
        </div>
      ) : null}
    </main>
  );
}

export function EventsTable({ events }: { events: Events }) {
  return (
    <Table
      caption="運用の記録"
      captionHidden
      emptyText="まだありません"
      columns={[
        { key: 'at', header: '日時', cell: (row) => dateAndClock(row.at) },
        { key: 'who', header: '運用者', cell: (row) => row.operatorName },
        { key: 'what', header: 'したこと', rowHeader: true, cell: (row) => row.label },
        { key: 'clinic', header: '医療機関', cell: (row) => row.tenantName ?? '' },
        {
          key: 'outcome',
          header: '結果',
          cell: (row) => (
            <StatusBadge size="sm" tone={outcomeBadges[row.outcome].tone}>
              {outcomeBadges[row.outcome].label}
            </StatusBadge>
          ),
        },
        { key: 'reason', header: '理由', cell: (row) => row.reason ?? '' },
        {
          key: 'from',
          header: 'どこから',
          cell: (row) => row.ip ?? (row.client === 'command' ? 'コマンド' : ''),
        },
      ]}
      rows={events}
      rowKey={(row) => row.id}
    />
  );
}
