'use client';

import { addDays } from '@shirube/terminology';
import { Button, Card, LinkButton, Notice, Skeleton, StatusBadge, Table, TextField } from '@shirube/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay, useMe } from '~/client/may.tsx';
import { type Answers, sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { eraDateWithWeekday, monthDay } from '../format.ts';
import { Quarantined } from './quarantined.tsx';

type Listed = Answers['prescriptions']['list']['rows'][number];

const pollMilliseconds = 15_000;
const issueWords = { electronic: '電子', paper: '紙', in_house: '院内' } as const;

/** 処方箋 of a day with their state, what needs a person first, and the next act of each. No drug stands here. */
export function PrescriptionsScreen({ clinic, today }: { clinic: string; today: string }) {
  const trpc = useTRPC();
  const [date, setDate] = useState(today);
  const list = useQuery({
    ...trpc.prescriptions.list.queryOptions({ date }),
    refetchInterval: pollMilliseconds,
  });
  const me = useMe();
  const maySign = useMay('prescription.sign');
  const listed = list.data ? [...list.data.waiting, ...list.data.rows] : [];
  const unsigned = maySign ? listed.filter((row) => mustSign(row) && row.doctorId === me.staffId).length : 0;
  return (
    <main id="main" className="grid gap-4 px-5 py-4">
      <Card
        title="処方箋"
        note={eraDateWithWeekday(date)}
        actions={
          unsigned > 1 ? (
            <LinkButton href={`/c/${clinic}/signing`} variant="primary">
              {`まとめて署名する（${unsigned}件）`}
            </LinkButton>
          ) : undefined
        }
      >
        <div className="flex flex-wrap items-end gap-3">
          <Button size="lg" onClick={() => setDate(addDays(date, -1))}>
            前の日
          </Button>
          <TextField
            label="日付"
            type="date"
            value={date}
            max={today}
            onChange={({ target }) => {
              if (/^\d{4}-\d{2}-\d{2}$/.test(target.value)) setDate(target.value);
            }}
          />
          <Button
            size="lg"
            unavailableReason={date >= today ? '今日より先の処方箋はありません' : undefined}
            onClick={() => setDate(addDays(date, 1))}
          >
            次の日
          </Button>
          <Button size="lg" onClick={() => setDate(today)}>
            今日
          </Button>
        </div>
      </Card>
      {list.isError ? <Notice tone="error" title={sentenceOf(list.error)} live /> : null}
      {list.isPending ? <Skeleton label="処方箋の一覧を開いています" /> : null}
      {list.data ? (
        <>
          <Quarantined rows={list.data.quarantined} />
          {list.data.waiting.length > 0 ? (
            <Card title={`ほかの日の、対応が必要な処方箋（${list.data.waiting.length}件）`} padding="none">
              <ListTable clinic={clinic} caption="ほかの日の、対応が必要な処方箋" rows={list.data.waiting} />
            </Card>
          ) : null}
          <Card title={date === today ? '今日の処方箋' : `${monthDay(date)} の処方箋`} padding="none">
            <ListTable clinic={clinic} caption="この日の処方箋" rows={list.data.rows} />
          </Card>
        </>
      ) : null}
    </main>
  );
}

function ListTable({ clinic, caption, rows }: { clinic: string; caption: string; rows: Listed[] }) {
  return (
    <Table
      caption={caption}
      captionHidden
      emptyText="処方箋はありません"
      columns={[
        {
          key: 'state',
          header: '状態',
          cell: (row) => (
            <StatusBadge tone={row.situation.tone} size="lg">
              {row.situation.label}
            </StatusBadge>
          ),
        },
        {
          key: 'patient',
          header: '患者',
          rowHeader: true,
          cell: (row) => (
            <>
              {row.patientName}
              <span className="block text-sub font-normal text-ink-2">{`患者番号 ${row.patientNumber}`}</span>
            </>
          ),
        },
        {
          key: 'kind',
          header: '種類',
          cell: (row) => `${issueWords[row.issueType]}　${monthDay(row.issuedOn)}`,
        },
        { key: 'doctor', header: '医師', cell: (row) => row.doctorName },
        {
          key: 'todo',
          header: 'すること',
          cell: (row) => row.situation.todo ?? (row.pharmacyName ? `薬局：${row.pharmacyName}` : ''),
        },
        { key: 'act', header: '操作', cell: (row) => <NextAct clinic={clinic} row={row} /> },
      ]}
      rows={rows}
      rowKey={(row) => row.id}
    />
  );
}

const mustSign = ({ situation }: Listed): boolean =>
  situation.need === 'unsigned' || situation.need === 'sign_failed';

/** The one next act: signing by whoever prescribed, the copy once there is one, else the chart. */
function NextAct({ clinic, row }: { clinic: string; row: Listed }) {
  const me = useMe();
  const maySign = useMay('prescription.sign');
  const mayPrint = useMay('prescription.print');
  const mayOpen = useMay('chart.view');
  const chart = `/c/${clinic}/patients/${row.patientId}/encounters/${row.encounterId}`;
  const ofPatient = ` ${row.patientName}`;
  if (mustSign(row) && maySign && row.doctorId === me.staffId)
    return (
      <LinkButton href={chart} variant="primary" size="lg" aria-label={`署名する${ofPatient}`}>
        署名する
      </LinkButton>
    );
  const form = printable(row);
  if (form !== null && mayPrint)
    return (
      <LinkButton
        href={`/c/${clinic}/patients/${row.patientId}/prescriptions/${row.id}/print/${form.path}`}
        size="lg"
        target="_blank"
        rel="noreferrer"
        aria-label={`${form.label}${ofPatient}`}
      >
        {form.label}
      </LinkButton>
    );
  if (!mayOpen) return null;
  const openWord = row.situation.need === 'message' ? '連絡を読む' : '処方箋を開く';
  return (
    <LinkButton
      href={chart}
      size="lg"
      variant={row.situation.need === null ? undefined : 'primary'}
      aria-label={`${openWord}${ofPatient}`}
    >
      {openWord}
    </LinkButton>
  );
}

/** What is handed to the patient now; null: nothing, or something else comes first. */
function printable(row: Listed): { path: string; label: string } | null {
  if (row.issueType === 'paper' && (row.situation.need === 'paper_only' || row.status === 'registered'))
    return { path: 'prescription', label: '処方箋を印刷する' };
  if (row.issueType === 'electronic' && row.situation.need === null && row.status === 'registered')
    return { path: 'copy', label: '控えを印刷する' };
  return null;
}
