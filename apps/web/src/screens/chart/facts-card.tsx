'use client';

import {
  type Fact,
  type MeasureKind,
  measureKinds,
  measureRules,
  type ToldKind,
  type ToldState,
  toldKinds,
  toldLabels,
} from '@shirube/core/patients/facts-schema';
import { Button, Card, Dialog, Disclosure, Notice, RadioCards, TextField } from '@shirube/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '~/client/may.tsx';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { eraDate, monthDay } from '../format.ts';

const toldWords: Record<ToldState, string> = { yes: 'あり', no: 'なし', unknown: 'わからない' };
const toldOptions = (Object.keys(toldWords) as ToldState[]).map((value) => ({
  value,
  label: toldWords[value],
}));

function valueInWords(fact: Fact): string {
  if (fact.state !== null) return toldWords[fact.state];
  if (fact.value === null) return '取り消し';
  return `${fact.value}${measureRules[fact.kind as MeasureKind].unit}`;
}

const labelOf = (kind: Fact['kind']): string =>
  kind in measureRules ? measureRules[kind as MeasureKind].label : toldLabels[kind as ToldKind];

interface FactsCardProps {
  patientId: string;
  /** the day in Japan, as the chart was opened */
  today: string;
  /** what the checks know has changed */
  onChanged: () => unknown;
}

/** 体重・身長・eGFR・妊娠・授乳: what the checks of doses and drugs ask for, with the day it was measured or told. */
export function FactsCard({ patientId, today, onChanged }: FactsCardProps) {
  const trpc = useTRPC();
  const facts = useQuery(trpc.patientFacts.list.queryOptions({ patientId }));
  const mayRecord = useMay('patient.record_facts');
  const [editing, setEditing] = useState(false);
  const all = facts.data ?? [];
  const current = [...measureKinds, ...toldKinds].map((kind) => ({
    kind,
    fact: all.find((fact) => fact.kind === kind),
  }));
  return (
    <Card
      title="体重・妊娠など"
      actions={
        mayRecord && facts.data ? <Button onClick={() => setEditing(true)}>記録する</Button> : undefined
      }
    >
      {facts.isError ? <Notice tone="error" title={sentenceOf(facts.error)} live /> : null}
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        {current.map(({ kind, fact }) => (
          <div key={kind} className="contents">
            <dt className="text-ink-2">{labelOf(kind)}</dt>
            <dd>
              {fact && (fact.value !== null || fact.state !== null) ? (
                <>
                  <strong>{valueInWords(fact)}</strong>
                  <span className="text-sub text-ink-2">{`　${monthDay(fact.onDate)}`}</span>
                </>
              ) : (
                <span className="text-ink-2">{facts.data ? '記録なし' : '…'}</span>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {editing ? (
        <FactsDialog
          patientId={patientId}
          today={today}
          facts={all}
          onClose={() => setEditing(false)}
          onChanged={onChanged}
        />
      ) : null}
    </Card>
  );
}

function FactsDialog({
  patientId,
  today,
  facts,
  onClose,
  onChanged,
}: FactsCardProps & { facts: Fact[]; onClose: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const record = useMutation(trpc.patientFacts.record.mutationOptions());
  const [onDate, setOnDate] = useState(today);
  const [measures, setMeasures] = useState<Partial<Record<MeasureKind, string>>>({});
  const [told, setTold] = useState<Partial<Record<ToldKind, ToldState>>>({});
  const filled = measureKinds.filter((kind) => (measures[kind] ?? '').trim() !== '');
  const chosen = toldKinds.filter((kind) => told[kind] !== undefined);
  const problems = Object.fromEntries(
    filled.flatMap((kind) => {
      const problem = problemOf(kind, measures[kind] ?? '');
      return problem === null ? [] : [[kind, problem]];
    }),
  ) as Partial<Record<MeasureKind, string>>;
  const refresh = async () => {
    await queryClient.invalidateQueries(trpc.patientFacts.list.queryFilter({ patientId }));
    await onChanged();
  };
  const save = async () => {
    try {
      for (const kind of filled)
        await record.mutateAsync({
          patientId,
          kind,
          value: readNumber(measures[kind] ?? ''),
          state: null,
          onDate,
        });
      for (const kind of chosen)
        await record.mutateAsync({ patientId, kind, value: null, state: told[kind] ?? null, onDate });
      await refresh();
      onClose();
    } catch {
      // what went wrong stands in the notice; what was recorded before it is shown in the card
      await refresh();
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="体重・妊娠などを記録する"
      actions={
        <>
          <Button
            size="lg"
            variant="primary"
            busy={record.isPending}
            unavailableReason={
              filled.length + chosen.length === 0
                ? 'わかったところだけ入れると記録できます'
                : Object.keys(problems).length > 0
                  ? '赤いところを直すと記録できます'
                  : undefined
            }
            onClick={save}
          >
            記録する
          </Button>
          <Button size="lg" variant="tertiary" onClick={onClose}>
            やめる
          </Button>
        </>
      }
    >
      <div className="grid gap-5">
        {record.isError ? <Notice tone="error" title={sentenceOf(record.error)} live /> : null}
        <TextField
          label="測った日・聞いた日"
          type="date"
          max={today}
          value={onDate}
          onChange={(event) => setOnDate(event.target.value)}
        />
        {measureKinds.map((kind) => (
          <TextField
            key={kind}
            label={measureRules[kind].label}
            unit={measureRules[kind].unit}
            inputMode="decimal"
            characters={8}
            value={measures[kind] ?? ''}
            error={problems[kind]}
            onChange={(event) => setMeasures({ ...measures, [kind]: event.target.value })}
          />
        ))}
        {toldKinds.map((kind) => (
          <RadioCards<ToldState>
            key={kind}
            label={toldLabels[kind]}
            options={toldOptions}
            value={told[kind] ?? null}
            onChange={(state) => setTold({ ...told, [kind]: state })}
            columns={3}
          />
        ))}
        {facts.length > 0 ? <History {...{ patientId, facts, onChanged: refresh }} /> : null}
      </div>
    </Dialog>
  );
}

/** Everything recorded, newest first. A wrong measure is withdrawn, never removed. */
function History(props: { patientId: string; facts: Fact[]; onChanged: () => Promise<unknown> }) {
  const trpc = useTRPC();
  const withdraw = useMutation(
    trpc.patientFacts.record.mutationOptions({ onSuccess: () => props.onChanged() }),
  );
  const isNewest = (fact: Fact) => props.facts.find((each) => each.kind === fact.kind)?.id === fact.id;
  return (
    <Disclosure summary="これまでの記録">
      {withdraw.isError ? <Notice tone="error" title={sentenceOf(withdraw.error)} live /> : null}
      <ul className="divide-y divide-line-2">
        {props.facts.map((fact) => (
          <li key={fact.id} className="flex flex-wrap items-center justify-between gap-3 py-2">
            <span>
              {`${eraDate(fact.onDate)}　${labelOf(fact.kind)} `}
              <strong>{valueInWords(fact)}</strong>
              <span className="text-sub text-ink-2">{`　${fact.recordedBy}`}</span>
            </span>
            {fact.value !== null && isNewest(fact) ? (
              <Button
                busy={withdraw.isPending}
                onClick={() =>
                  withdraw.mutate({
                    patientId: props.patientId,
                    kind: fact.kind,
                    value: null,
                    state: null,
                    onDate: fact.onDate,
                  })
                }
              >
                {`まちがいなので取り消す（${labelOf(fact.kind)}）`}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}

/** Full-width digits are what a Japanese keyboard gives first. */
function readNumber(text: string): number {
  return Number(text.normalize('NFKC').trim());
}

function problemOf(kind: MeasureKind, text: string): string | null {
  const { unit, min, max } = measureRules[kind];
  const value = readNumber(text);
  if (Number.isNaN(value)) return '数字だけを入れてください';
  return value < min || value > max ? `${min}${unit}から${max}${unit}のあいだで入れてください` : null;
}
