'use client';

import {
  type CheckupEntry,
  emptyEntry,
  isAbsent,
  isAnswered,
  judgedValue,
  placeOf,
  type ShownLine,
  wrongIn,
} from '@shirube/core/documents/checkup-lines';
import type { SexCode } from '@shirube/core/records';
import { Disclosure, SegmentedControl, Select, StatusBadge, TextField, WarningIcon } from '@shirube/ui';
import { eraDate } from '../../format.ts';
import { placeId } from '../place.ts';
import { CheckupValue } from './checkup-value.tsx';

interface CheckupLineProps {
  line: ShownLine;
  /** what was entered: without a computed value */
  entered: CheckupEntry | undefined;
  previous: string | null;
  sex: SexCode;
  onChange: (entry: CheckupEntry | null) => void;
}

const states = { value: '結果を入れる', not_done: '未実施', unmeasurable: '測定不能' } as const;
const bounds = { below: '測れる範囲より低い', above: '測れる範囲より高い' } as const;
const reasons = ['本人の希望', '体調のため', '妊娠中', '生理中'];

/** One item: its name and unit, the value, the last one beside it, and what there is to say about it. */
export function CheckupLine({ line, entered, previous, sex, onChange }: CheckupLineProps) {
  const { row, computed } = line;
  const entry = entered ?? emptyEntry(row);
  const shown = line.entry ?? entry;
  // changed by hand: it is nobody else's value any more
  const set = (part: Partial<CheckupEntry>) => onChange({ ...entry, ...part, source: null });
  const absent = isAbsent(entry);
  const isPlain = entry.state === 'value';
  const judged =
    row.kind === 'quantity' && isAnswered(shown) && shown.state === 'value'
      ? judgedValue(row, Number(shown.value), sex)
      : null;
  const problems = wrongIn({ ...line, entry: entered });
  const available = row.kind === 'quantity' ? { ...states, ...bounds } : states;
  return (
    <li
      id={placeId(placeOf(row))}
      tabIndex={-1}
      className="grid gap-2 px-4 py-3 @min-[40rem]:grid-cols-[14rem_1fr]"
    >
      <div className="grid content-start gap-0.5">
        <p className="font-bold leading-snug">{row.name}</p>
        {previous ? <p className="text-sub text-ink-2">{`前回 ${previous}`}</p> : null}
        {entered?.source ? (
          <p className="text-sub text-ink-2">
            {`${entered.source.kind === 'lab' ? 'カルテの検査結果' : 'カルテの計測'} ${eraDate(entered.source.on)}`}
          </p>
        ) : null}
        {computed ? <p className="text-sub text-ink-2">{computed}</p> : null}
      </div>
      <div className="grid content-start gap-2">
        <div className="flex flex-wrap items-start gap-x-4 gap-y-1">
          {absent ? (
            <AbsentReason name={row.name} entry={entry} onChange={(reason) => set({ reason })} />
          ) : (
            <CheckupValue
              row={row}
              value={entered ? entry.value : computed ? shown.value : ''}
              onChange={(value) => set({ value })}
            />
          )}
          <Disclosure
            summary={
              <>
                {isPlain ? '未実施・測定不能など' : { ...states, ...bounds }[entry.state]}
                <span className="sr-only">{`（${row.name}）`}</span>
              </>
            }
            open={!isPlain}
          >
            <div className="flex flex-wrap items-end gap-3">
              <SegmentedControl
                label={`${row.name}の状態`}
                segments={Object.entries(available).map(([value, label]) => ({
                  value: value as CheckupEntry['state'],
                  label,
                }))}
                value={entry.state}
                onChange={(state) => set({ state })}
              />
              {row.methods.length > 1 && !absent ? (
                <Select
                  label={`${row.name}の検査方法`}
                  options={row.methods.map(({ itemCode, method }) => ({
                    value: itemCode,
                    label: method?.name ?? row.name,
                  }))}
                  value={entry.itemCode}
                  onChange={(event) => onChange({ ...entry, itemCode: event.target.value })}
                />
              ) : null}
            </div>
          </Disclosure>
        </div>
        {row.finding && !absent && (entry.finding !== '' || saysSomething(entry.value)) ? (
          <TextField
            label={row.finding.name}
            maxLength={2_000}
            value={entry.finding}
            onChange={(event) => set({ finding: event.target.value })}
          />
        ) : null}
        {judged?.words ? (
          <p>
            <StatusBadge tone="warning">{judged.words}</StatusBadge>
          </p>
        ) : null}
        {problems.map(({ message }) => (
          <p key={message} className="flex items-start gap-1.5 text-sub font-bold text-danger">
            <WarningIcon className="mt-[0.15em]" />
            {message}
          </p>
        ))}
      </div>
    </li>
  );
}

/** 1: 所見あり, 特記すべきことあり */
const saysSomething = (value: string): boolean => value === '1';

function AbsentReason({
  name,
  entry,
  onChange,
}: {
  name: string;
  entry: CheckupEntry;
  onChange: (reason: string) => void;
}) {
  return (
    <div className="grid gap-2">
      <TextField
        label={`${name}が${entry.state === 'not_done' ? '未実施' : '測定不能'}の理由`}
        maxLength={200}
        value={entry.reason}
        onChange={(event) => onChange(event.target.value)}
      />
      <div className="flex flex-wrap gap-2">
        {reasons.map((reason) => (
          <button
            key={reason}
            type="button"
            className="min-h-11 rounded-control border border-control bg-white px-3 hover:bg-key-tint"
            onClick={() => onChange(reason)}
          >
            {reason}
          </button>
        ))}
      </div>
    </div>
  );
}
