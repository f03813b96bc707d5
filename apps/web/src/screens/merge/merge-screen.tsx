'use client';

import type { PatientSummary } from '@shirube/core/patients/schema';
import {
  Button,
  Card,
  Dialog,
  Notice,
  RadioCards,
  SearchPicker,
  Skeleton,
  StatusBadge,
  Table,
  TextField,
} from '@shirube/ui';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { ageInWords, birthDateInWords, eraDate, fullKana, fullName, sexInWords } from '../format.ts';

const reasons = [
  { value: '受付で二重に登録していた', label: '受付で二重に登録していた' },
  {
    value: '氏名や保険が変わったときに新しく登録していた',
    label: '氏名や保険が変わったときに、新しく登録していた',
  },
  { value: 'other', label: 'ほかの理由' },
] as const;

/** Two registrations always differ in these; it says nothing of whether they are one person. */
const ofRegistration = ['患者番号', '受診の回数', '最後の受診'];

/** 患者の統合: both charts side by side, then one decision in two clicks. */
export function MergeScreen({ today }: { today: string }) {
  const [from, setFrom] = useState<PatientSummary | null>(null);
  const [into, setInto] = useState<PatientSummary | null>(null);
  return (
    <main id="main" className="grid gap-5 px-5 py-4">
      <div className="grid gap-1">
        <h1 className="text-head font-bold">同じ人の登録をまとめる</h1>
        <p>
          同じ人が２つの患者番号で登録されているときに使います。記録は元の場所に残り、残す登録のカルテから、まとめた登録の病名・アレルギー・薬・検査結果も見えます。元にもどすことはできません。
        </p>
      </div>
      <div className="grid grid-cols-[repeat(auto-fit,minmax(20rem,1fr))] gap-5">
        <Side title="残す登録" chosen={into} today={today} onChoose={setInto} />
        <Side title="使わなくなる登録" chosen={from} today={today} onChoose={setFrom} />
      </div>
      {from && into ? (
        <Decision
          key={`${from.id}-${into.id}`}
          fromId={from.id}
          intoId={into.id}
          onDone={() => {
            setFrom(null);
          }}
        />
      ) : null}
    </main>
  );
}

function Side(props: {
  title: string;
  chosen: PatientSummary | null;
  today: string;
  onChoose: (patient: PatientSummary | null) => void;
}) {
  const trpc = useTRPC();
  const [text, setText] = useState('');
  const asked = text.trim();
  const found = useQuery({
    ...trpc.patients.search.queryOptions({ text: asked, limit: 10 }),
    enabled: asked !== '' && props.chosen === null,
    placeholderData: keepPreviousData,
  });
  return (
    <Card title={props.title}>
      {props.chosen ? (
        <div className="flex flex-wrap items-center gap-3">
          <p className="flex-1">
            <strong>{`${fullName(props.chosen)} さん`}</strong>
            {`　患者番号 ${props.chosen.patientNumber}`}
          </p>
          <Button aria-label={`${props.title}を選び直す`} onClick={() => props.onChoose(null)}>
            選び直す
          </Button>
        </div>
      ) : (
        <SearchPicker
          label={`${props.title}をさがす`}
          hint="カナ・名前・患者番号・生年月日で"
          query={text}
          onQueryChange={setText}
          state={asked === '' ? 'idle' : found.isError ? 'failed' : found.isFetching ? 'loading' : 'ready'}
          items={(asked === '' ? [] : (found.data ?? [])).map((each) => ({
            id: each.id,
            label: fullName(each),
            detail: `${fullKana(each)}　${birthDateInWords(each.birthDate)}`,
            facts: `${sexInWords(each.sex)} ${ageInWords(each.birthDate, props.today)}　${each.patientNumber}`,
            patient: each,
          }))}
          onPick={(item) => props.onChoose(item.patient)}
        />
      )}
    </Card>
  );
}

function Decision({ fromId, intoId, onDone }: { fromId: string; intoId: string; onDone: () => void }) {
  const trpc = useTRPC();
  const pair = { fromId, intoId };
  const compared = useQuery({ ...trpc.patients.compareMerge.queryOptions(pair), staleTime: 0 });
  const [reason, setReason] = useState<(typeof reasons)[number]['value'] | null>(null);
  const [words, setWords] = useState('');
  const [difference, setDifference] = useState('');
  const [asking, setAsking] = useState(false);
  const merge = useMutation(trpc.patients.merge.mutationOptions({ onSettled: () => setAsking(false) }));
  const both = compared.data;
  if (merge.isSuccess)
    return (
      <Notice
        tone="success"
        title="２つの登録をまとめました"
        live
        actions={<Button onClick={onDone}>続けて別の登録をまとめる</Button>}
      >
        これからは、残した登録で受付してください。前の番号でさがしても、残した登録が出ます。
      </Notice>
    );
  if (compared.isError) return <Notice tone="error" title={sentenceOf(compared.error)} live />;
  if (!both) return <Skeleton label="２つの登録を比べています" />;
  const text = reason === 'other' ? words.trim() : (reason ?? '');
  const missing =
    text === ''
      ? '理由を選ぶと押せます'
      : both.asksWhyDifferent && difference.trim() === ''
        ? '違いの理由を書くと押せます'
        : undefined;
  const rows = [
    ['患者番号', both.into.patientNumber, both.from.patientNumber],
    ['氏名', fullName(both.into), fullName(both.from)],
    ['カナ', fullKana(both.into), fullKana(both.from)],
    ['生年月日', birthDateInWords(both.into.birthDate), birthDateInWords(both.from.birthDate)],
    ['性別', sexInWords(both.into.sex), sexInWords(both.from.sex)],
    ['住所', both.into.address ?? '登録なし', both.from.address ?? '登録なし'],
    ['電話', both.into.phone ?? '登録なし', both.from.phone ?? '登録なし'],
    ['保険', both.into.insurance ?? '登録なし', both.from.insurance ?? '登録なし'],
    ['受診の回数', `${both.into.visits} 回`, `${both.from.visits} 回`],
    [
      '最後の受診',
      both.into.lastVisitOn ? eraDate(both.into.lastVisitOn) : 'なし',
      both.from.lastVisitOn ? eraDate(both.from.lastVisitOn) : 'なし',
    ],
  ].map(([what = '', into = '', from = '']) => ({
    what,
    into,
    from,
    differs: ofRegistration.includes(what) ? null : into !== from,
  }));
  return (
    <>
      <Card title="２つの登録の違い" padding="none">
        <Table
          caption="２つの登録の違い"
          captionHidden
          columns={[
            { key: 'what', header: '項目', cell: (row) => row.what, rowHeader: true },
            {
              key: 'into',
              header: '残す登録',
              cell: (row) => (row.differs ? <strong>{row.into}</strong> : row.into),
            },
            {
              key: 'from',
              header: '使わなくなる登録',
              cell: (row) => (row.differs ? <strong>{row.from}</strong> : row.from),
            },
            {
              key: 'differs',
              header: '違い',
              cell: (row) =>
                row.differs === null ? (
                  ''
                ) : row.differs ? (
                  <StatusBadge tone="warning">違います</StatusBadge>
                ) : (
                  '同じ'
                ),
            },
          ]}
          rows={rows}
          rowKey={(row) => row.what}
        />
      </Card>
      {both.refusal ? (
        <Notice tone="warning" title="まとめられません">
          {both.refusal}
        </Notice>
      ) : (
        <Card title="まとめる理由">
          <div className="grid gap-4">
            {merge.isError ? <Notice tone="error" title={sentenceOf(merge.error)} live /> : null}
            <RadioCards
              label="まとめる理由"
              options={reasons}
              value={reason}
              onChange={setReason}
              columns={3}
            />
            {reason === 'other' ? (
              <TextField
                label="理由"
                value={words}
                maxLength={200}
                onChange={(event) => setWords(event.target.value)}
              />
            ) : null}
            {both.asksWhyDifferent ? (
              <>
                <Notice tone="warning" title="生年月日か性別が違います">
                  別の人ではないか、本人に確かめてください。
                </Notice>
                <TextField
                  label="違うのに同じ人である理由"
                  required
                  maxLength={200}
                  value={difference}
                  onChange={(event) => setDifference(event.target.value)}
                />
              </>
            ) : null}
            <div>
              <Button variant="primary" size="lg" unavailableReason={missing} onClick={() => setAsking(true)}>
                まとめる
              </Button>
            </div>
          </div>
        </Card>
      )}
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title="２つの登録を１つにまとめますか"
        kind="alert"
        actions={
          <>
            <Button
              variant="danger"
              size="lg"
              busy={merge.isPending}
              onClick={() =>
                merge.mutate({
                  ...pair,
                  reason: text,
                  differenceReason: both.asksWhyDifferent ? difference.trim() : null,
                })
              }
            >
              {`患者番号 ${both.from.patientNumber} を使うのをやめて、まとめる`}
            </Button>
            <Button size="lg" onClick={() => setAsking(false)}>
              やめる
            </Button>
          </>
        }
      >
        <p>{`残るのは ${fullName(both.into)} さん（患者番号 ${both.into.patientNumber}）の登録です。元にもどすことはできません。`}</p>
      </Dialog>
    </>
  );
}
