'use client';

import { Card, Notice, Skeleton, StatusBadge, Table } from '@shirube/ui';
import { useQuery } from '@tanstack/react-query';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { dateAndClock } from '../format.ts';

const outcomes = {
  success: { label: '実行', tone: 'success' },
  refused: { label: '拒否', tone: 'danger' },
  failed: { label: '失敗', tone: 'warning' },
} as const;

/** What the client did in the last thirty days, from the audit trail. */
export function ActivityCard({ clientId }: { clientId: string }) {
  const trpc = useTRPC();
  const events = useQuery(trpc.clients.activity.queryOptions({ clientId }));
  return (
    <Card title="最近の利用" note="30日以内、新しいものから50件まで" padding="none">
      {events.isError ? <Notice tone="error" title={sentenceOf(events.error)} live /> : null}
      {events.isPending ? <Skeleton label="利用の記録を開いています" /> : null}
      {events.data ? (
        <Table
          caption="最近の利用"
          captionHidden
          emptyText="まだ使われていません"
          columns={[
            { key: 'at', header: '日時', cell: (row) => dateAndClock(row.at) },
            { key: 'what', header: 'したこと', rowHeader: true, cell: (row) => row.label },
            { key: 'patient', header: '患者番号', cell: (row) => row.patientNumber ?? '' },
            { key: 'ip', header: '接続元', cell: (row) => row.ip ?? '不明' },
            {
              key: 'outcome',
              header: '結果',
              cell: (row) => (
                <StatusBadge size="sm" tone={outcomes[row.outcome].tone}>
                  {outcomes[row.outcome].label}
                </StatusBadge>
              ),
            },
            { key: 'reason', header: '理由', cell: (row) => row.reason ?? '' },
          ]}
          rows={events.data}
          rowKey={(row) => row.id}
        />
      ) : null}
    </Card>
  );
}
