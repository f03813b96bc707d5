'use client';

import { Card, Notice, Skeleton, StatusBadge, Table } from '@shirube/ui';
import { useQuery } from '@tanstack/react-query';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { dayAndClock } from '../format.ts';

const outcomes = {
  success: { label: '実行', tone: 'success' },
  refused: { label: '拒否', tone: 'danger' },
  failed: { label: '失敗', tone: 'warning' },
} as const;
const roles: Record<string, string> = {
  doctor: '医師',
  clerk: '受付',
  admin: '管理者',
  system: 'システム',
  operator: '運用者',
};

/** 監査証跡, newest first. */
export function AuditScreen() {
  const trpc = useTRPC();
  const events = useQuery(trpc.audit.list.queryOptions({ patientId: null, before: null, limit: 200 }));
  return (
    <main id="main" className="px-5 py-4">
      {events.isError ? <Notice tone="error" title={sentenceOf(events.error)} live /> : null}
      {events.isPending ? <Skeleton label="監査証跡を開いています" /> : null}
      {events.data ? (
        <Card
          title="監査証跡"
          note={`新しいものから ${events.data.length}件`}
          headingLevel={2}
          padding="none"
        >
          <Table
            caption="監査証跡"
            captionHidden
            columns={[
              { key: 'at', header: '日時', cell: (row) => dayAndClock(row.at) },
              {
                key: 'who',
                header: '職員',
                cell: (row) => `${roles[row.actorRole] ?? row.actorRole} ${row.actorName}`,
              },
              { key: 'what', header: 'したこと', cell: (row) => row.label, rowHeader: true },
              { key: 'patient', header: '患者番号', cell: (row) => row.patientNumber ?? '' },
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
        </Card>
      ) : null}
    </main>
  );
}
