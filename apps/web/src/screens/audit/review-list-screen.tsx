'use client';

import type { WeekState } from '@shirube/core/audit/schema';
import { Card, LinkButton, Notice, Skeleton, StatusBadge, Table, type Tone } from '@shirube/ui';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { AuditNav } from './audit-nav.tsx';
import { toTheSecond, weekInWords } from './words.ts';

export const weekStates: Record<WeekState, { label: string; tone: Tone }> = {
  open: { label: 'この週', tone: 'neutral' },
  due: { label: '未点検', tone: 'caution' },
  overdue: { label: '期限切れ', tone: 'danger' },
  reviewed: { label: '点検済み', tone: 'success' },
};

/** 週の点検: every week of the trail, and what has become of it. */
export function ReviewListScreen({ clinic }: { clinic: string }) {
  const trpc = useTRPC();
  const weeks = useQuery(trpc.audit.reviews.queryOptions({}));
  return (
    <main id="main" className="grid gap-4 px-5 py-4">
      <h1 className="text-head font-bold">監査証跡の週の点検</h1>
      <AuditNav clinic={clinic} current="reviews" />
      <p className="max-w-[50em] text-body">
        一週間の記録から、時間外・大量・同じ姓・受診のない患者の閲覧、拒否の集中、緊急の閲覧を選び出します。週が終わってから
        7日のうちに確かめて、署名してください。
      </p>
      {weeks.isError ? <Notice tone="error" title={sentenceOf(weeks.error)} live /> : null}
      {weeks.isPending ? <Skeleton label="点検の一覧を開いています" /> : null}
      {weeks.data ? (
        <Card title="週の一覧" padding="none">
          <Table
            caption="週の一覧"
            captionHidden
            emptyText="記録はまだありません"
            columns={[
              {
                key: 'week',
                header: '週',
                rowHeader: true,
                cell: (row) => weekInWords(row.weekStart, row.weekEnd),
              },
              {
                key: 'state',
                header: '状態',
                cell: (row) => (
                  <StatusBadge tone={weekStates[row.state].tone}>{weekStates[row.state].label}</StatusBadge>
                ),
              },
              {
                key: 'by',
                header: '点検した人',
                cell: (row) =>
                  row.reviewedAt ? `${row.reviewerName ?? ''}　${toTheSecond(row.reviewedAt)}` : '',
              },
              {
                key: 'follow',
                header: '要確認',
                align: 'end',
                cell: (row) => (row.state === 'reviewed' ? `${row.followUps}件` : ''),
              },
              {
                key: 'open',
                header: '操作',
                cell: (row) => (
                  <LinkButton as={Link} size="sm" href={`/c/${clinic}/audit/reviews/${row.weekStart}`}>
                    {row.state === 'due' || row.state === 'overdue' ? '点検する' : '開く'}
                  </LinkButton>
                ),
              },
            ]}
            rows={weeks.data}
            rowKey={(row) => row.weekStart}
          />
        </Card>
      ) : null}
    </main>
  );
}
