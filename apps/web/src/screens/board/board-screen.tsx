'use client';

import type { Board, BoardRow } from '@shirube/core/reception/schema';
import { Button, EmptyState, Notice, ReceptionList, ReceptionRow, Skeleton } from '@shirube/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useMay } from '~/client/may.tsx';
import { reasonOf, sentenceOf, useTRPC } from '~/client/trpc.tsx';
import {
  ageInWords,
  clock,
  eraDateWithWeekday,
  fullKana,
  fullName,
  prescriptionStatusInWords,
  sexInWords,
} from '../format.ts';
import { RestrictedNotice } from '../restrictions/restricted-notice.tsx';
import { InboundCard } from './inbound-card.tsx';
import { RowAction } from './row-action.tsx';
import { WalkInDialog } from './walk-in-dialog.tsx';

const refreshMilliseconds = 4_000;
const longWaitMinutes = 25;

const statusLook = {
  waiting: { label: '診察待ち', tone: 'caution', emphasis: 'filled' },
  in_consultation: { label: '診察中', tone: 'key', emphasis: 'filled' },
  awaiting_payment: { label: '会計待ち', tone: 'success', emphasis: 'soft' },
  done: { label: '済', tone: 'neutral', emphasis: 'soft' },
  cancelled: { label: '取消', tone: 'neutral', emphasis: 'soft' },
} as const;

const order: BoardRow['status'][] = ['in_consultation', 'waiting', 'awaiting_payment', 'done', 'cancelled'];

const minutesSince = (instant: string): number =>
  Math.max(0, Math.floor((Date.now() - new Date(instant).getTime()) / 60_000));

function noteOf(row: BoardRow): string {
  return [
    row.verificationMethod,
    row.prescriptionPreference === 'electronic' ? '電子処方箋を希望' : null,
    row.hasExternalMedication ? '他院のお薬あり' : null,
    row.hasDraft ? '未確定の記載あり' : null,
    row.pendingEntries > 0 ? `未承認の代行入力 ${row.pendingEntries}件` : null,
    row.prescription
      ? `処方箋 ${prescriptionStatusInWords[row.prescription.status] ?? ''}${row.prescription.accessCode ? '（引換番号あり）' : ''}`
      : null,
  ]
    .filter(Boolean)
    .join('／');
}

interface BoardScreenProps {
  clinic: string;
  today: string;
}

/** 受付一覧: who waits, since when, and the one next act. */
export function BoardScreen({ clinic, today }: BoardScreenProps) {
  const mayOpenChart = useMay('chart.write');
  const mayReceive = useMay('reception.manage');
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const boardQuery = trpc.reception.board.queryOptions({ serviceDate: null });
  const board = useQuery({ ...boardQuery, refetchInterval: refreshMilliseconds });
  const refresh = () => queryClient.invalidateQueries({ queryKey: boardQuery.queryKey });
  const [searching, setSearching] = useState(false);
  const open = useMutation(
    trpc.charting.start.mutationOptions({
      onSuccess: ({ patientId, encounterId }) =>
        router.push(`/c/${clinic}/patients/${patientId}/encounters/${encounterId}`),
    }),
  );
  const change = useMutation(trpc.reception.changeStatus.mutationOptions({ onSettled: refresh }));

  if (board.isError && !board.data)
    return (
      <main id="main" className="p-6">
        <Notice tone="error" title={sentenceOf(board.error)} live />
      </main>
    );
  if (!board.data)
    return (
      <main id="main" className="p-6">
        <Skeleton label="受付一覧を開いています" />
      </main>
    );
  const rows = [...(board.data as Board).rows].sort(
    (a, b) => order.indexOf(a.status) - order.indexOf(b.status) || a.number - b.number,
  );
  const waiting = rows.filter((row) => row.status === 'waiting');
  const averageWait =
    waiting.length === 0
      ? 0
      : Math.round(waiting.reduce((sum, row) => sum + minutesSince(row.arrivedAt), 0) / waiting.length);
  const next = waiting[0];
  const refusedRow =
    open.isError && reasonOf(open.error) === 'restricted'
      ? rows.find((row) => row.receptionId === open.variables.receptionId)
      : undefined;
  const paying = rows.filter((row) => row.status === 'awaiting_payment').length;

  return (
    <main id="main" className="grid gap-4 px-5 py-4">
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="text-head font-bold">{`${eraDateWithWeekday(today)} 受付一覧`}</h1>
        <Fact term="診察待ち" value={String(waiting.length)} />
        <Fact term="平均待ち時間" value={`${averageWait}分`} />
        <Fact term="会計待ち" value={String(paying)} />
        <span className="flex-1" />
        {mayReceive ? (
          <Button
            size="lg"
            variant={mayOpenChart ? 'secondary' : 'primary'}
            onClick={() => setSearching(true)}
          >
            患者をさがして受付する
          </Button>
        ) : null}
        {mayOpenChart && next ? (
          <Button
            variant="primary"
            size="xl"
            busy={open.isPending}
            onClick={() => open.mutate({ receptionId: next.receptionId })}
          >
            {`次の患者を呼ぶ ${fullName(next.patient)} さん`}
          </Button>
        ) : null}
      </div>
      {refusedRow ? (
        <RestrictedNotice
          key={refusedRow.receptionId}
          patientId={refusedRow.patient.id}
          patientName={fullName(refusedRow.patient)}
          onOpened={() => open.mutate({ receptionId: refusedRow.receptionId })}
        />
      ) : open.isError ? (
        <Notice tone="error" title={sentenceOf(open.error)} live />
      ) : null}
      {change.isError ? <Notice tone="error" title={sentenceOf(change.error)} live /> : null}
      {board.isError ? (
        <Notice tone="warning" title="一覧を新しくできていません。表示は少し前のものです。" live />
      ) : null}
      {mayReceive
        ? board.data.inbound.map((inbound) => (
            <InboundCard key={inbound.id} inbound={inbound} onAccepted={refresh} />
          ))
        : null}
      {rows.length === 0 ? (
        <EmptyState title="今日の受付はまだありません" />
      ) : (
        <ReceptionList label="今日の受付">
          {rows.map((row) => (
            <ReceptionRow
              key={row.receptionId}
              number={String(row.number)}
              status={statusLook[row.status]}
              name={fullName(row.patient)}
              kana={fullKana(row.patient)}
              facts={`${sexInWords(row.patient.sex)} ${ageInWords(row.patient.birthDate, today)}`}
              purpose={row.purpose}
              purposeNote={noteOf(row)}
              time={`${clock(row.arrivedAt)} 受付`}
              waiting={
                row.status === 'waiting'
                  ? {
                      text: `待ち ${minutesSince(row.arrivedAt)}分`,
                      long: minutesSince(row.arrivedAt) >= longWaitMinutes,
                    }
                  : undefined
              }
              emphasis={
                row.status === 'in_consultation'
                  ? 'now'
                  : row.status === 'done' || row.status === 'cancelled'
                    ? 'past'
                    : 'normal'
              }
              action={
                <RowAction
                  clinic={clinic}
                  row={row}
                  onOpen={() => open.mutate({ receptionId: row.receptionId })}
                  onChange={(status) =>
                    change.mutate({ receptionId: row.receptionId, status, rowVersion: row.rowVersion })
                  }
                />
              }
            />
          ))}
        </ReceptionList>
      )}
      <WalkInDialog
        open={searching}
        today={today}
        onClose={() => setSearching(false)}
        onReceived={() => {
          setSearching(false);
          return refresh();
        }}
      />
    </main>
  );
}

function Fact({ term, value }: { term: string; value: string }) {
  return (
    <p className="rounded-control border border-line bg-card px-4 py-2">
      <span>{term}</span> <strong className="ml-1 text-title">{value}</strong>
    </p>
  );
}
