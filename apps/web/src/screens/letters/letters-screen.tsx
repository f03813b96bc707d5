'use client';

import { Card, LinkButton, Notice, Skeleton, StatusBadge, Table } from '@shirube/ui';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { type Answers, sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { dayAndClock, eraDate, fullName } from '../format.ts';
import { bornInWords, sexWord, stateWords } from './words.ts';

type Row = Answers['letters']['list'][number];
const pollMilliseconds = 15_000;

/** 届いた紹介状: who sent what about whom, and what to do next. What stands in a letter is not here. */
export function LettersScreen({ clinic }: { clinic: string }) {
  const trpc = useTRPC();
  const list = useQuery({ ...trpc.letters.list.queryOptions({}), refetchInterval: pollMilliseconds });
  const rows = list.data ?? [];
  const waiting = rows.filter((row) => stateWords[row.state].next !== '');
  const done = rows.filter((row) => stateWords[row.state].next === '');
  return (
    <main id="main" className="grid gap-4 px-5 py-4">
      {list.isError ? <Notice tone="error" title={sentenceOf(list.error)} live /> : null}
      {list.isPending ? <Skeleton label="届いた紹介状を確かめています" /> : null}
      {list.data ? (
        <>
          <Card title={`届いた紹介状（${waiting.length}件）`} padding="none">
            <LetterTable clinic={clinic} caption="これから読む紹介状" rows={waiting} />
          </Card>
          {done.length > 0 ? (
            <Card title="この30日に受領した・取り下げられた紹介状" padding="none">
              <LetterTable clinic={clinic} caption="受領した・取り下げられた紹介状" rows={done} />
            </Card>
          ) : null}
        </>
      ) : null}
    </main>
  );
}

const actWord = (row: Row): string =>
  row.state === 'accepted' ? '読む' : row.patient ? '開く' : '患者を決める';

function LetterTable({ clinic, caption, rows }: { clinic: string; caption: string; rows: Row[] }) {
  return (
    <Table
      caption={caption}
      captionHidden
      emptyText="ありません"
      columns={[
        {
          key: 'state',
          header: '状態',
          cell: (row) => (
            <StatusBadge tone={stateWords[row.state].tone} size="lg">
              {row.replaced ? '新しい版に替わりました' : stateWords[row.state].label}
            </StatusBadge>
          ),
        },
        {
          key: 'person',
          header: '紹介された方',
          rowHeader: true,
          cell: (row) => (
            <>
              {row.person.name}
              <span className="block text-sub font-normal text-ink-2">{`${row.person.kana ?? 'カナの記載なし'}　${bornInWords(row.person.birthDate)}　${sexWord(row.person.sex)}`}</span>
            </>
          ),
        },
        { key: 'sender', header: '紹介元', cell: (row) => row.senderName },
        {
          key: 'day',
          header: '書いた日・届いた日',
          cell: (row) => (
            <>
              {eraDate(row.issuedOn)}
              <span className="block text-sub text-ink-2">{`${dayAndClock(row.noticedAt)} 到着${row.revision > 1 ? `　${row.revision}版` : ''}`}</span>
            </>
          ),
        },
        {
          key: 'ours',
          header: '当院の患者',
          cell: (row) =>
            row.patient ? `${fullName(row.patient)}（${row.patient.patientNumber}）` : 'まだ決めていません',
        },
        {
          key: 'act',
          header: '操作',
          cell: (row) =>
            row.state === 'withdrawn' ? (
              ''
            ) : (
              <LinkButton
                as={Link}
                size="lg"
                variant={row.state === 'accepted' ? undefined : 'primary'}
                href={`/c/${clinic}/letters/${row.id}`}
                aria-label={`${actWord(row)} ${row.person.name} ${row.senderName}`}
              >
                {actWord(row)}
              </LinkButton>
            ),
        },
      ]}
      rows={rows}
      rowKey={(row) => row.id}
    />
  );
}
