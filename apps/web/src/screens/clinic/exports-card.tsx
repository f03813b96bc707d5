'use client';

import { Button, Card, Notice, StatusBadge, Table, TextField } from '@shirube/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useWhyNot } from '~/client/may.tsx';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { dateAndClock } from '../format.ts';
import { exportBadges, lookAgainMilliseconds, megabytes } from './export-words.ts';

/** 全部の記録の書き出し: asked for with a reason, made in the background, fetched after proving who one is. */
export function ExportsCard() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = trpc.clinic.exports.queryOptions({});
  const list = useQuery({
    ...query,
    refetchInterval: ({ state }) =>
      state.data?.some((each) => each.state === 'waiting' || each.state === 'running')
        ? lookAgainMilliseconds
        : false,
  });
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const request = useMutation(
    trpc.clinic.requestExport.mutationOptions({
      onSuccess: () => {
        setReason('');
        return queryClient.invalidateQueries({ queryKey: query.queryKey });
      },
    }),
  );
  const whyNot = useWhyNot('clinic.export');
  const ready = list.data?.some(({ state }) => state === 'ready') ?? false;
  return (
    <Card title="全部の記録の書き出し">
      <div className="grid gap-4">
        {request.error ? <Notice tone="error" title={sentenceOf(request.error)} live /> : null}
        {list.error ? <Notice tone="error" title={sentenceOf(list.error)} live /> : null}
        <p>
          この医療機関の記録を、前の版や監査証跡も含めて、1つの ZIP ファイルに書き出します。表ごとの NDJSON
          と、件数と SHA-256 を書いた一覧が入ります。
        </p>
        {ready ? (
          <Notice tone="warning" title="受け取ったファイルには、患者の情報がそのまま入っています">
            鍵のかかる場所に保管し、メールで送らないでください。14日たつと、ここからは消えます。
          </Notice>
        ) : null}
        <form
          className="flex flex-wrap items-end gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            setMissing(reason.trim() === '');
            if (reason.trim() !== '') request.mutate({ reason });
          }}
        >
          <TextField
            label="書き出す理由"
            required
            value={reason}
            error={missing ? '理由を入力してください。' : undefined}
            onChange={(event) => setReason(event.target.value)}
          />
          <Button type="submit" size="lg" busy={request.isPending} unavailableReason={whyNot}>
            書き出しを始める
          </Button>
        </form>
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
              header: '内容',
              cell: (row) =>
                row.byteLength === null || row.rowCount === null
                  ? ''
                  : `${row.rowCount.toLocaleString('ja-JP')}件　${megabytes(row.byteLength)}`,
            },
            {
              key: 'fetch',
              header: '受け取り',
              cell: (row) => (row.state === 'ready' ? <FetchButton exportId={row.exportId} /> : ''),
            },
          ]}
          rows={list.data ?? []}
          rowKey={(row) => row.exportId}
        />
      </div>
    </Card>
  );
}

/** A recent proof is asked for before the address is opened: a file has no place for a question. */
function FetchButton({ exportId }: { exportId: string }) {
  const trpc = useTRPC();
  const open = useMutation(
    trpc.clinic.openExport.mutationOptions({ onSuccess: ({ address }) => window.location.assign(address) }),
  );
  return (
    <div className="grid gap-2">
      <Button busy={open.isPending} onClick={() => open.mutate({ exportId })}>
        ファイルを受け取る
      </Button>
      {open.error ? <p className="text-danger">{sentenceOf(open.error)}</p> : null}
    </div>
  );
}
