'use client';

import type { OperatorClinic, operatorTasksSchema } from '@shirube/core/operators/schema';
import { Button, Card, StatusBadge, Table } from '@shirube/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { useOperatorTRPC } from '~/client/operator.tsx';
import { exportBadges, lookAgainMilliseconds, megabytes } from '../clinic/export-words.ts';
import { dateAndClock } from '../format.ts';
import { OperatorProblem } from './operator-problem.tsx';
import { ReasonDialog } from './reason-dialog.tsx';

type Tasks = z.output<typeof operatorTasksSchema>;

const onItsWay = (tasks: Tasks | undefined): boolean =>
  tasks !== undefined &&
  (tasks.exports.some(({ state }) => state === 'waiting' || state === 'running') ||
    tasks.resets.some(({ finishedAt }) => finishedAt === null));

interface TasksCardProps {
  clinic: OperatorClinic;
  mayExport: boolean;
  mayReset: boolean;
  onChanged: () => Promise<unknown>;
}

/** 書き出しとデモの戻し: what the worker does for a clinic, and how far it is. */
export function TasksCard({ clinic, mayExport, mayReset, onChanged }: TasksCardProps) {
  const trpc = useOperatorTRPC();
  const queryClient = useQueryClient();
  const { tenantId } = clinic;
  const query = trpc.tasks.queryOptions({ tenantId });
  const tasks = useQuery({
    ...query,
    // only while something is on its way: a console that is left alone signs out
    refetchInterval: ({ state }) => (onItsWay(state.data) ? lookAgainMilliseconds : false),
  });
  const [asked, setAsked] = useState<'export' | 'reset' | null>(null);
  const done = {
    onSuccess: async () => {
      await Promise.all([queryClient.invalidateQueries({ queryKey: query.queryKey }), onChanged()]);
      setAsked(null);
    },
  };
  const start = useMutation(trpc.startExport.mutationOptions(done));
  const reset = useMutation(trpc.resetDemo.mutationOptions(done));
  const [last] = tasks.data?.resets ?? [];
  return (
    <Card title="記録の書き出し">
      <div className="grid gap-4">
        <OperatorProblem error={tasks.error} />
        <p className="text-sub text-ink-2">
          書き出しを始めて、進み具合を見ることができます。ファイルを受け取れるのは、医療機関の管理者だけです。
        </p>
        <div className="flex flex-wrap gap-3">
          {mayExport && clinic.state !== 'closed' ? (
            <Button size="lg" onClick={() => setAsked('export')}>
              全部の記録の書き出しを始める
            </Button>
          ) : null}
          {mayReset && clinic.isDemo ? (
            <Button size="lg" onClick={() => setAsked('reset')}>
              デモを初めに戻す
            </Button>
          ) : null}
        </div>
        {last ? (
          <p role="status">
            {last.finishedAt === null
              ? 'デモを初めに戻しています。'
              : last.failed
                ? 'デモを初めに戻せませんでした。もう一度お試しください。'
                : `デモを初めに戻しました（${dateAndClock(last.finishedAt)}）。`}
          </p>
        ) : null}
        <Table
          caption="書き出し"
          captionHidden
          emptyText="まだありません"
          columns={[
            { key: 'at', header: '始めた日時', cell: (row) => dateAndClock(row.requestedAt) },
            { key: 'by', header: '始めた人', rowHeader: true, cell: (row) => row.requestedByName },
            {
              key: 'state',
              header: '状態',
              cell: (row) => (
                <StatusBadge tone={exportBadges[row.state].tone}>{exportBadges[row.state].label}</StatusBadge>
              ),
            },
            {
              key: 'size',
              header: '大きさ',
              cell: (row) => (row.byteLength === null ? '' : megabytes(row.byteLength)),
            },
            {
              key: 'fetched',
              header: '管理者が受け取った日時',
              cell: (row) => (row.fetchedAt ? dateAndClock(row.fetchedAt) : ''),
            },
          ]}
          rows={tasks.data?.exports ?? []}
          rowKey={(row) => row.exportId}
        />
      </div>
      <ReasonDialog
        open={asked === 'export'}
        title={`${clinic.name}の全部の記録を書き出す`}
        actionLabel="書き出しを始める"
        busy={start.isPending}
        problem={<OperatorProblem error={start.error} />}
        onClose={() => setAsked(null)}
        onConfirm={(reason) => start.mutate({ tenantId, reason })}
      >
        <p>ファイルは医療機関の中に暗号化して置かれ、医療機関の管理者が受け取ります。</p>
      </ReasonDialog>
      <ReasonDialog
        open={asked === 'reset'}
        danger
        title={`${clinic.name}を初めに戻す`}
        actionLabel="初めに戻す"
        busy={reset.isPending}
        problem={<OperatorProblem error={reset.error} />}
        onClose={() => setAsked(null)}
        onConfirm={(reason) => reset.mutate({ tenantId, reason })}
      >
        <p>
          デモの記録と利用者の設定がすべて消え、初日の状態に戻ります。ログイン中の人は、ログインし直します。
        </p>
      </ReasonDialog>
    </Card>
  );
}
