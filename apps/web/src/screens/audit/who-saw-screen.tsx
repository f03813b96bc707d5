'use client';

import type { WhoSaw } from '@shirube/core/audit/schema';
import { addDays } from '@shirube/terminology';
import { Button, Card, Notice, SegmentedControl, Skeleton, StatusBadge, Table } from '@shirube/ui';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { sentenceOf, useTRPC, useTRPCClient } from '~/client/trpc.tsx';
import { fullKana, fullName } from '../format.ts';
import { AuditNav } from './audit-nav.tsx';
import { EventTable } from './event-table.tsx';
import { PatientPicker } from './patient-picker.tsx';
import { pageSize, useEventPages } from './use-event-pages.ts';
import { roleInWords, toTheSecond } from './words.ts';

type Period = 'month' | 'year' | 'all';
type Person = WhoSaw['people'][number];

/** Which patient: a search, then that patient's page. */
export function WhoSawSearchScreen({ clinic, today }: { clinic: string; today: string }) {
  const router = useRouter();
  return (
    <main id="main" className="grid gap-4 px-5 py-4">
      <h1 className="text-head font-bold">患者を誰が見たか</h1>
      <AuditNav clinic={clinic} current="patients" />
      <Card title="患者を選ぶ">
        <PatientPicker
          today={today}
          onPick={(patient) => router.push(`/c/${clinic}/audit/patients/${patient.id}`)}
        />
      </Card>
    </main>
  );
}

interface WhoSawScreenProps {
  clinic: string;
  patientId: string;
  today: string;
}

/** この患者を誰が見たか: one row a person, and below what a person did. */
export function WhoSawScreen({ clinic, patientId, today }: WhoSawScreenProps) {
  const trpc = useTRPC();
  const [period, setPeriod] = useState<Period>('year');
  const [person, setPerson] = useState<Person | null>(null);
  const from = period === 'all' ? null : addDays(today, period === 'month' ? -29 : -364);
  const answer = useQuery({
    ...trpc.audit.whoSaw.queryOptions({ patientId, from, to: null }),
    refetchOnWindowFocus: false,
  });
  return (
    <main id="main" className="grid gap-4 px-5 py-4">
      <h1 className="text-head font-bold">患者を誰が見たか</h1>
      <AuditNav clinic={clinic} current="patients" />
      {answer.isError ? <Notice tone="error" title={sentenceOf(answer.error)} live /> : null}
      {answer.isPending ? <Skeleton label="記録をしらべています" /> : null}
      {answer.data ? (
        <Card
          title={`${fullName(answer.data.patient)} さん`}
          note={`${fullKana(answer.data.patient)}　患者番号 ${answer.data.patient.patientNumber}`}
          padding="none"
          actions={
            <SegmentedControl<Period>
              label="期間"
              segments={[
                { value: 'month', label: '30日' },
                { value: 'year', label: '1年' },
                { value: 'all', label: 'すべて' },
              ]}
              value={period}
              onChange={(value) => {
                setPeriod(value);
                setPerson(null);
              }}
            />
          }
        >
          <PeopleTable answer={answer.data} onShow={setPerson} />
          <p className="px-4 py-3 text-sub text-ink-2">
            {`「受診なし」は、前後${answer.data.days}日に受付も診察もないときの操作です。受付一覧や検索の結果など、多くの患者が並ぶ画面を見ただけのことは数えません。`}
          </p>
        </Card>
      ) : null}
      {person?.actorId ? (
        <PersonEvents
          key={person.actorId}
          clinic={clinic}
          patientId={patientId}
          from={from}
          actorId={person.actorId}
          name={person.actorName}
        />
      ) : null}
    </main>
  );
}

function PeopleTable({ answer, onShow }: { answer: WhoSaw; onShow: (person: Person) => void }) {
  return (
    <Table
      caption="記録を見た・書いた人"
      captionHidden
      emptyText="この期間に、記録を見た人はいません"
      columns={[
        { key: 'who', header: '職員', cell: (row) => row.actorName, rowHeader: true },
        { key: 'role', header: '役割', cell: (row) => roleInWords(row.actorRole) },
        { key: 'first', header: 'はじめ', cell: (row) => toTheSecond(row.first) },
        { key: 'last', header: '最後', cell: (row) => toTheSecond(row.last) },
        { key: 'count', header: '回数', align: 'end', cell: (row) => row.count },
        {
          key: 'visit',
          header: '受診との関係',
          cell: (row) =>
            row.withoutVisit > 0 ? (
              <StatusBadge size="sm" tone="warning">{`受診なし ${row.withoutVisit}回`}</StatusBadge>
            ) : (
              ''
            ),
        },
        {
          key: 'refused',
          header: '拒否',
          cell: (row) =>
            row.refused > 0 ? <StatusBadge size="sm" tone="danger">{`${row.refused}回`}</StatusBadge> : '',
        },
        {
          key: 'show',
          header: '操作',
          cell: (row) =>
            row.actorId ? (
              <Button size="sm" onClick={() => onShow(row)}>
                {`${row.actorName} のしたことを見る`}
              </Button>
            ) : null,
        },
      ]}
      rows={answer.people}
      rowKey={(row) => row.actorId ?? row.actorName}
    />
  );
}

interface PersonEventsProps {
  clinic: string;
  patientId: string;
  actorId: string;
  name: string;
  from: string | null;
}

function PersonEvents({ clinic, patientId, actorId, name, from }: PersonEventsProps) {
  const client = useTRPCClient();
  const pages = useEventPages([patientId, actorId, from], (start) =>
    client.audit.patientEvents.query({ patientId, actorId, from, ...start, limit: pageSize }),
  );
  return (
    <Card title={`${name} がこの患者についてしたこと`} padding="none">
      {pages.isError ? <Notice tone="error" title={sentenceOf(pages.error)} live /> : null}
      {pages.isPending ? <Skeleton label="記録を開いています" /> : null}
      {pages.data ? <EventTable clinic={clinic} events={pages.events} ofOnePatient /> : null}
      {pages.hasNextPage ? (
        <div className="p-4 text-center">
          <Button size="lg" busy={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
            もっと見る
          </Button>
        </div>
      ) : null}
    </Card>
  );
}
