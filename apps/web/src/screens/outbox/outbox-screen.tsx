'use client';

import { Button, Card, Notice, Skeleton, StatusBadge, Table } from '@shirube/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { dayAndClock } from '../format.ts';

const kinds: Record<string, string> = {
  'prescription.register': '処方箋の登録',
  'prescription.cancel': '処方箋の取消',
  'check.prepare': '重複投薬等チェックの準備',
  'prescription.copy': '控えの受け取り',
  'sharing.Condition': '傷病名の共有',
  'sharing.AllergyIntolerance': 'アレルギー等の共有',
  'sharing.Observation': '検査結果の共有',
  'sharing.referral': '紹介状・返書の共有',
  'sharing.checkup': '健診結果報告書の共有',
  'sharing.care_summary': '患者サマリーの共有',
};
const states = {
  pending: { label: '送信中', tone: 'key' },
  delivered: { label: '届いた', tone: 'success' },
  refused: { label: '受け付けられず', tone: 'danger' },
  dead: { label: '届かず', tone: 'danger' },
} as const;

/** 送信の状況: what left the clinic, and what waits for a person. */
export function OutboxScreen() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const options = trpc.audit.outbox.queryOptions({});
  const messages = useQuery({ ...options, refetchInterval: 5_000 });
  const redrive = useMutation(
    trpc.audit.redrive.mutationOptions({
      onSettled: () => queryClient.invalidateQueries({ queryKey: options.queryKey }),
    }),
  );
  return (
    <main id="main" className="px-5 py-4">
      {messages.isError ? <Notice tone="error" title={sentenceOf(messages.error)} live /> : null}
      {redrive.isError ? <Notice tone="error" title={sentenceOf(redrive.error)} live /> : null}
      {messages.isPending ? <Skeleton label="送信の状況を開いています" /> : null}
      {messages.data ? (
        <Card title="送信の状況" padding="none">
          <Table
            caption="送信の状況"
            captionHidden
            emptyText="送ったものはまだありません"
            columns={[
              { key: 'at', header: '作成', cell: (row) => dayAndClock(row.createdAt) },
              { key: 'kind', header: '内容', cell: (row) => kinds[row.kind] ?? row.kind, rowHeader: true },
              { key: 'patient', header: '患者番号', cell: (row) => row.patientNumber ?? '' },
              {
                key: 'state',
                header: '状態',
                cell: (row) => (
                  <StatusBadge size="sm" tone={states[row.state].tone}>
                    {states[row.state].label}
                  </StatusBadge>
                ),
              },
              { key: 'error', header: '説明', cell: (row) => row.lastError ?? '' },
              {
                key: 'action',
                header: '操作',
                cell: (row) =>
                  row.state === 'refused' || row.state === 'dead' ? (
                    <Button
                      size="sm"
                      busy={redrive.isPending}
                      onClick={() => redrive.mutate({ messageId: row.id })}
                    >
                      もう一度送る
                    </Button>
                  ) : null,
              },
            ]}
            rows={messages.data}
            rowKey={(row) => row.id}
          />
        </Card>
      ) : null}
    </main>
  );
}
