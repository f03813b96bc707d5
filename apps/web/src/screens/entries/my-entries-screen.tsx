'use client';

import type { MyEntry } from '@shirube/core/entries/schema';
import { Button, Card, EmptyState, LinkButton, Notice, Skeleton, StatusBadge } from '@shirube/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { dayAndClock, fullKana, fullName, monthDay } from '../format.ts';
import { EntryChanges } from './entry-changes.tsx';
import { entryStateLook } from './state-words.ts';

const refreshMilliseconds = 30_000;

/** 自分の代行入力: what came back stands first. */
export function MyEntriesScreen({ clinic }: { clinic: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const entries = useQuery({ ...trpc.entries.mine.queryOptions({}), refetchInterval: refreshMilliseconds });
  const refresh = () =>
    Promise.all([
      queryClient.invalidateQueries(trpc.entries.mine.queryFilter()),
      queryClient.invalidateQueries(trpc.entries.counts.queryFilter()),
    ]);
  const withdraw = useMutation(trpc.entries.withdraw.mutationOptions({ onSettled: refresh }));
  const rewrite = useMutation(
    trpc.entries.rewrite.mutationOptions({
      onSuccess: ({ receptionId }, { patientId }) =>
        router.push(`/c/${clinic}/patients/${patientId}/receptions/${receptionId}/entry`),
      onError: refresh,
    }),
  );
  const all = (entries.data ?? []) as MyEntry[];
  const failed = withdraw.error ?? rewrite.error;
  return (
    <main id="main" className="grid gap-4 px-5 py-4">
      <h1 className="text-head font-bold">自分の代行入力</h1>
      <p>
        この3か月に医師の代わりに入力したものと、その後のようすです。新しく入力するときは、受付一覧で「代行入力する」を選びます。
      </p>
      {failed ? <Notice tone="error" title={sentenceOf(failed)} live /> : null}
      {entries.isError ? <Notice tone="error" title={sentenceOf(entries.error)} live /> : null}
      {entries.isPending ? <Skeleton label="代行入力を開いています" /> : null}
      {entries.data && all.length === 0 ? <EmptyState title="代行入力はまだありません" /> : null}
      {all.map((line) => (
        <EntryLine
          key={line.entry?.proposalId ?? `draft ${line.receptionId}`}
          line={line}
          writeAt={`/c/${clinic}/patients/${line.patient.id}/receptions/${line.receptionId}/entry`}
          busy={withdraw.isPending || rewrite.isPending}
          onRewrite={(proposalId) => rewrite.mutate({ patientId: line.patient.id, proposalId })}
          onWithdraw={(proposalId) => withdraw.mutate({ patientId: line.patient.id, proposalId })}
        />
      ))}
    </main>
  );
}

interface EntryLineProps {
  line: MyEntry;
  writeAt: string;
  busy: boolean;
  onRewrite: (proposalId: string) => void;
  onWithdraw: (proposalId: string) => void;
}

function EntryLine({ line, writeAt, busy, onRewrite, onWithdraw }: EntryLineProps) {
  const { entry, patient } = line;
  const look = entryStateLook[line.state];
  const name = `${fullName(patient)} さん`;
  return (
    <Card
      title={name}
      note={`${fullKana(patient)}　患者番号 ${patient.patientNumber}　${monthDay(line.serviceDate)} 受診　${line.purpose}`}
      actions={
        <>
          {line.state === 'draft' ? (
            <LinkButton href={writeAt} variant="primary" aria-label={`${name}の代行入力の続きを書く`}>
              続きを書く
            </LinkButton>
          ) : null}
          {entry && line.state === 'returned' ? (
            <Button
              variant="primary"
              busy={busy}
              aria-label={`${name}の代行入力を直して出し直す`}
              onClick={() => onRewrite(entry.proposalId)}
            >
              直して出し直す
            </Button>
          ) : null}
          {entry && line.state === 'pending' ? (
            <Button
              variant="tertiary"
              busy={busy}
              aria-label={`${name}の代行入力を取り下げる`}
              onClick={() => onWithdraw(entry.proposalId)}
            >
              取り下げる
            </Button>
          ) : null}
        </>
      }
    >
      <div className="grid gap-3">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <StatusBadge tone={look.tone} emphasis="filled">
            {look.label}
          </StatusBadge>
          {entry?.overdue ? <StatusBadge tone="danger">期限切れ</StatusBadge> : null}
          <span>
            {line.onBehalfOf === null ? '医師はまだ選んでいません' : `${line.onBehalfOf} 医師の代わりに`}
            {entry && entry.versionNo > 1 ? `（第${entry.versionNo}版）` : ''}
          </span>
          <span className="text-sub text-ink-2">
            {dayAndClock(line.at)}
            {entry?.decidedBy && line.state !== 'withdrawn' ? `　${entry.decidedBy}` : ''}
          </span>
        </p>
        {entry?.comment ? (
          <Notice tone="warning" title="差し戻しの理由">
            <p className="whitespace-pre-wrap">{entry.comment}</p>
          </Notice>
        ) : null}
        {entry ? <EntryChanges draft={null} content={entry.content} /> : null}
      </div>
    </Card>
  );
}
