'use client';

import { unitLabels } from '@shirube/core/sharing/kinds';
import type { SharingRow } from '@shirube/core/sharing/schema';
import {
  Button,
  Card,
  EmptyState,
  Notice,
  SegmentedControl,
  Select,
  Skeleton,
  StatusBadge,
  TextField,
} from '@shirube/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { dayAndClock, eraDateWithWeekday } from '../format.ts';
import { SharingDetail } from './sharing-detail.tsx';
import { referralWords, stateWords } from './words.ts';

const stateFilters = [
  { value: 'all', label: 'すべて' },
  { value: 'refused', label: '受け付けられず' },
  { value: 'waiting', label: '待っている' },
  { value: 'done', label: '済んだもの' },
] as const;
type StateFilter = (typeof stateFilters)[number]['value'];

const kindFilters = [
  { value: 'all', label: 'すべての種類' },
  ...Object.entries(unitLabels).map(([value, label]) => ({ value, label })),
];

const fits = (row: SharingRow, state: StateFilter, kind: string): boolean => {
  const settled = row.state !== 'refused' && row.state !== 'waiting';
  return (
    (kind === 'all' || row.kind === kind) &&
    (state === 'all' || row.state === state || (state === 'done' && settled))
  );
};

/** 共有の状況: what was sent, what waits, what was refused and why; one press opens the details. */
export function SharingScreen({ clinic }: { clinic: string }) {
  const trpc = useTRPC();
  const [date, setDate] = useState('');
  const [state, setState] = useState<StateFilter>('all');
  const [kind, setKind] = useState('all');
  const [opened, setOpened] = useState<SharingRow | null>(null);
  const list = useQuery({
    ...trpc.sharing.list.queryOptions({ date: date === '' ? null : date }),
    refetchInterval: 10_000,
  });
  const rows = ((list.data?.rows ?? []) as SharingRow[]).filter((row) => fits(row, state, kind));
  return (
    <main id="main" className="grid gap-5 px-5 py-4">
      <div className="grid gap-1">
        <h1 className="text-head font-bold">共有の状況</h1>
        <p>
          電子カルテ情報共有サービスへの登録です。カルテを確定したり直したりすると、その日のうちに自動で送ります。
        </p>
      </div>
      {list.isError ? <Notice tone="error" title={sentenceOf(list.error)} live /> : null}
      {list.data?.shares === false ? (
        <Notice tone="warning" title="この医療機関は、いま何も送っていません">
          管理者が「医療機関の設定」で、共有サービスに送らない設定にしています。
        </Notice>
      ) : null}
      {list.data ? (
        <Card title={`${eraDateWithWeekday(list.data.date)} の状況`}>
          <dl className="grid grid-cols-[repeat(auto-fit,minmax(11rem,1fr))] gap-3">
            <Count label="受け付けられず" value={list.data.counts.refused} strong />
            <Count label="送信を待っている" value={list.data.counts.waiting} />
            <Count label="この日に登録" value={list.data.counts.registered} />
            <Count label="この日に取消" value={list.data.counts.cancelled} />
          </dl>
        </Card>
      ) : null}
      <div className="flex flex-wrap items-end gap-4">
        <SegmentedControl
          label="状態でしぼる"
          labelVisible
          segments={stateFilters}
          value={state}
          onChange={setState}
        />
        <Select
          label="種類"
          value={kind}
          onChange={(event) => setKind(event.target.value)}
          options={kindFilters}
        />
        <TextField
          label="日を選ぶ（空のときは今日）"
          type="date"
          value={date}
          onChange={(event) => setDate(event.target.value)}
        />
      </div>
      {list.isPending ? <Skeleton label="共有の状況を開いています" /> : null}
      {list.data && rows.length === 0 ? <EmptyState title="あてはまるものはありません" /> : null}
      <ul className="grid gap-3">
        {rows.map((row) => (
          <li key={row.unitId}>
            <Row row={row} onOpen={() => setOpened(row)} />
          </li>
        ))}
      </ul>
      {list.data && list.data.more > 0 ? (
        <p>{`ほかに ${list.data.more} 件あります。上のものが片づくと、ここに出ます。`}</p>
      ) : null}
      {opened ? (
        <SharingDetail
          clinic={clinic}
          patientId={opened.patientId}
          unitId={opened.unitId}
          onClose={() => setOpened(null)}
        />
      ) : null}
    </main>
  );
}

function Count({ label, value, strong = false }: { label: string; value: number; strong?: boolean }) {
  const alarming = strong && value > 0;
  return (
    <div
      className={`rounded-card border px-4 py-3 ${alarming ? 'border-danger bg-danger-tint' : 'border-line bg-white'}`}
    >
      <dt className="text-sub">{label}</dt>
      <dd className="tabular text-head font-bold">{`${value} 件`}</dd>
    </div>
  );
}

function Row({ row, onOpen }: { row: SharingRow; onOpen: () => void }) {
  const words = stateWords[row.state];
  const whom = row.patientName ? `${row.patientName} さん` : `患者番号 ${row.patientNumber}`;
  return (
    <section
      aria-label={`${whom} ${unitLabels[row.kind]}`}
      className="flex flex-wrap items-center gap-x-5 gap-y-2 rounded-card border border-line bg-card px-4 py-3 shadow-card"
    >
      <StatusBadge tone={words.tone}>{words.label}</StatusBadge>
      <div className="min-w-0 flex-[1_1_18rem]">
        <p className="text-title font-bold">{`${whom}　${unitLabels[row.kind]}`}</p>
        <p className="text-sub text-ink-2">
          {[
            row.patientName ? `患者番号 ${row.patientNumber}` : null,
            dayAndClock(row.at),
            row.responsible ? `担当 ${row.responsible}` : null,
            row.mine && row.state === 'refused' ? 'あなたの確認を待っています' : null,
          ]
            .filter(Boolean)
            .join('　')}
        </p>
        {row.sentence ? <p className="mt-1">{row.sentence}</p> : null}
        {row.referralState ? <p className="mt-1">{referralWords[row.referralState]}</p> : null}
      </div>
      <Button size="lg" onClick={onOpen} aria-label={`くわしく見る ${whom} ${unitLabels[row.kind]}`}>
        くわしく見る
      </Button>
    </section>
  );
}
