'use client';

import { toSearchKey } from '@shirube/terminology';
import { ChoiceGrid, Notice, SegmentedControl, TextField } from '@shirube/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Answers, useTRPC } from '~/client/trpc.tsx';
import type { FormClass, UsagePick } from './picks.ts';
import { UsageWithoutCode } from './usage-without-code.tsx';

type Usage = Answers['masters']['usages'][number];

interface UsagePickerProps {
  formClass: FormClass;
  /** the usage that holds now */
  value: UsagePick | null;
  onPick: (usage: UsagePick) => void;
}

/**
 * 用法を選ぶ, for every 剤形区分: what the doctor uses most first, then by how often and when, by condition, or by where it is applied;
 * or by a few letters. Whatever is picked is a row of the usage table.
 */
export function UsagePicker({ formClass, value, onPick }: UsagePickerProps) {
  const trpc = useTRPC();
  const [text, setText] = useState('');
  const listed = useQuery({ ...trpc.masters.usages.queryOptions({ formClass }), staleTime: 3_600_000 });
  const key = toSearchKey(text);
  const searched = useQuery({
    ...trpc.masters.usages.queryOptions({ formClass, text }),
    staleTime: 3_600_000,
    enabled: key !== '',
  });
  const all = listed.data ?? [];
  const pick = (usage: Usage) =>
    onPick({ code: usage.code, text: usage.text, timesPerDay: usage.timesPerDay });
  const choice = (usage: Usage) => ({
    id: usage.code,
    label: usage.shortText,
    chosen: usage.code === value?.code,
    usage,
  });
  const found = [
    ...all.filter((usage) => key !== '' && usage.searchKey.includes(key)),
    ...(searched.data ?? []).filter((usage) => !all.some((each) => each.code === usage.code)),
  ].slice(0, 24);
  const often = [...all]
    .filter((usage) => usage.useCount > 0)
    .sort((a, b) => b.useCount - a.useCount)
    .slice(0, 6);

  return (
    <div className="grid gap-5">
      {listed.isError ? (
        <Notice tone="error" title="用法の表を読めませんでした" live>
          少し待ってから、もう一度開いてください。
        </Notice>
      ) : null}
      {all.length > 0 ? (
        <TextField
          label="用法をさがす"
          hint="「就寝前」「まいしょくご」などの言葉"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      ) : null}
      {key !== '' ? (
        found.length > 0 ? (
          <ChoiceGrid
            label={`見つかった用法（${found.length}件）`}
            choices={found.map(choice)}
            onPick={(each) => pick(each.usage)}
            width="wide"
          />
        ) : searched.isFetching ? null : (
          <p>見つかりません。ほかの言葉でさがすか、下の「用法を文字で書く」を使ってください。</p>
        )
      ) : (
        <>
          {often.length > 0 ? (
            <ChoiceGrid
              label="よく使う用法"
              choices={often.map(choice)}
              onPick={(each) => pick(each.usage)}
              width="wide"
            />
          ) : null}
          {all.length > 0 ? (
            <Tree formClass={formClass} usages={all} value={value} choice={choice} pick={pick} />
          ) : null}
        </>
      )}
      <UsageWithoutCode
        formClass={formClass}
        value={value}
        onPick={onPick}
        open={listed.isSuccess && all.length === 0}
      />
    </div>
  );
}

interface TreeProps {
  usages: readonly Usage[];
  value: UsagePick | null;
  choice: (usage: Usage) => { id: string; label: string; chosen: boolean; usage: Usage };
  pick: (usage: Usage) => void;
}

function Tree({ formClass, ...props }: TreeProps & { formClass: FormClass }) {
  const regular = props.usages.filter((usage) => usage.condition === null);
  switch (formClass) {
    case '2':
      return <ByCondition {...props} />;
    case '3':
      return <ByMethod {...props} />;
    case '9':
      return (
        <>
          <ByTimes {...props} usages={regular.filter((usage) => usage.formClass === '1')} />
          <ByMethod {...props} usages={props.usages.filter((usage) => usage.formClass !== '1')} />
        </>
      );
    default:
      return <ByTimes {...props} usages={regular} />;
  }
}

const timings: [Usage['timing'], string][] = [
  ['after_meals', '食後'],
  ['before_meals', '食前'],
  ['just_before_meals', '食直前'],
  ['just_after_meals', '食直後'],
  ['between_meals', '食間（食後2時間）'],
  ['bedtime', '就寝前'],
  ['rising', '起床時'],
  ['interval', '時間ごと'],
  ['other', 'そのほか'],
];

/** 内服 and 滴剤: 分1 to 分4 and the rest, then by the meal. */
function ByTimes({ usages, value, choice, pick }: TreeProps) {
  const timesOf = (usage: Usage) =>
    usage.timesPerDay === null || usage.timesPerDay > 4 ? 'more' : String(usage.timesPerDay);
  const current = usages.find((usage) => usage.code === value?.code);
  const [times, setTimes] = useState(current ? timesOf(current) : '1');
  const shown = usages.filter((usage) => timesOf(usage) === times);
  const common = shown.filter((usage) => usage.isCommon);
  // how often a day is said by what is chosen above
  const when = (usage: Usage) => ({
    ...choice(usage),
    label: times === 'more' ? usage.shortText : usage.shortText.replace(/^1日\d+回 /, ''),
  });
  return (
    <section className="grid gap-4" aria-label="回数とのむ時から選ぶ">
      <SegmentedControl
        label="1日の回数"
        segments={[
          { value: '1', label: '分1（1日1回）' },
          { value: '2', label: '分2' },
          { value: '3', label: '分3' },
          { value: '4', label: '分4' },
          { value: 'more', label: 'ほか' },
        ]}
        value={times}
        onChange={setTimes}
        fullWidth
      />
      {common.length > 0 ? (
        <ChoiceGrid label="よくあるのみ方" choices={common.map(when)} onPick={(each) => pick(each.usage)} />
      ) : null}
      {timings.map(([timing, label]) => {
        const choices = shown.filter((usage) => usage.timing === timing && !usage.isCommon);
        return choices.length > 0 ? (
          <ChoiceGrid
            key={timing}
            label={label}
            choices={choices.map(when)}
            onPick={(each) => pick(each.usage)}
          />
        ) : null;
      })}
    </section>
  );
}

/** 頓服: the condition, then how often at most and how far apart, where the table has codes for it. */
function ByCondition({ usages, value, choice, pick }: TreeProps) {
  const current = usages.find((usage) => usage.code === value?.code)?.condition ?? null;
  const [condition, setCondition] = useState<string | null>(current);
  const conditions = [...new Set(usages.map((usage) => usage.condition ?? usage.shortText))];
  const variants = usages.filter((usage) => (usage.condition ?? usage.shortText) === condition);
  return (
    <section className="grid gap-4" aria-label="どんなときにのむかから選ぶ">
      {condition !== null && variants.length > 1 ? (
        <ChoiceGrid
          label={`${condition}：間かくと回数`}
          choices={variants.map((usage) => ({
            ...choice(usage),
            label: usage.limits === null ? `${condition}（決めない）` : usage.limits,
          }))}
          onPick={(each) => pick(each.usage)}
          width="wide"
        />
      ) : null}
      <ChoiceGrid
        label="どんなときに"
        choices={conditions.map((each) => ({ id: each, label: each, chosen: each === condition }))}
        onPick={({ id }) => {
          const of = usages.filter((usage) => (usage.condition ?? usage.shortText) === id);
          if (of.length === 1 && of[0]) pick(of[0]);
          else setCondition(id);
        }}
      />
    </section>
  );
}

/** 外用: how it is applied, then how often or when. */
function ByMethod({ usages, value, choice, pick }: TreeProps) {
  const current = usages.find((usage) => usage.code === value?.code)?.method ?? null;
  const [method, setMethod] = useState<string | null>(current);
  const methods = [...new Set(usages.map((usage) => usage.method))];
  const shown = usages.filter((usage) => usage.method === method);
  return (
    <section className="grid gap-4" aria-label="使い方から選ぶ">
      <ChoiceGrid
        label="使い方"
        choices={methods.map((each) => ({ id: each, label: each, chosen: each === method }))}
        onPick={({ id }) => setMethod(id)}
      />
      {method === null ? null : (
        <ChoiceGrid
          label={`${method}：回数`}
          choices={shown.map(choice)}
          onPick={(each) => pick(each.usage)}
          width="wide"
        />
      )}
    </section>
  );
}
