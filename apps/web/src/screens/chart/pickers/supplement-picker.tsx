'use client';

import { Button, ChoiceGrid, DeleteIcon, TextField } from '@shirube/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '~/client/trpc.tsx';
import type { UsageSupplement } from './picks.ts';
import { SitePicker } from './site-picker.tsx';

/** The record holds 50 full-width characters. */
const mostCharacters = 50;

/** Supplements that are words only. 一包化 and 粉砕 need none of their own. */
const written = {
  tapering: { label: '漸減', hint: '例：3日ごとに1錠ずつ減らす' },
  continued: { label: '用法の続き', hint: '例：のどが痛い間だけ' },
  single_dose: { label: '1回使用量', hint: '例：1回1～2滴' },
  site: { label: '部位（コードのない部位）', hint: '例：右手の傷のまわり' },
} as const;
type Written = keyof typeof written;

const plain: { kind: UsageSupplement['kind']; text: string }[] = [
  { kind: 'one_dose_package', text: '一包化' },
  { kind: 'alternate_days', text: '隔日' },
  { kind: 'crush', text: '粉砕' },
];

const same = (a: UsageSupplement, b: UsageSupplement) =>
  a.kind === b.kind && a.text === b.text && a.code === b.code && a.siteCode === b.siteCode;

/**
 * 用法補足 of an RP: 一包化, 隔日, 粉砕 and the coded days and sites by one press each, 漸減, 続き and 1回使用量 in words. A second press takes
 * one away. The kinds of the record (181) that carry a code take it from the table.
 */
export function UsageSupplementPicker({
  value,
  onChange,
  taperElsewhere = false,
}: {
  value: readonly UsageSupplement[];
  onChange: (supplements: UsageSupplement[]) => void;
  /** 漸減 is asked for step by step beside this, and not in words here */
  taperElsewhere?: boolean;
}) {
  const trpc = useTRPC();
  const codes = useQuery({ ...trpc.masters.prescriptionCodes.queryOptions({}), staleTime: 3_600_000 });
  const [open, setOpen] = useState<Written | 'days' | 'sites' | null>(null);
  const [text, setText] = useState('');
  const has = (supplement: UsageSupplement) => value.some((each) => same(each, supplement));
  const toggle = (supplement: UsageSupplement) =>
    onChange(has(supplement) ? value.filter((each) => !same(each, supplement)) : [...value, supplement]);
  const none = { code: null, siteCode: null };
  const choices = [
    ...plain.map((each) => ({
      id: each.kind as string,
      label: each.text,
      chosen: has({ ...each, ...none }),
      press: () => toggle({ ...each, ...none }),
    })),
    ...[
      ['days', '曜日・間かく'] as const,
      ['sites', '部位'] as const,
      ...(['tapering', 'single_dose', 'continued', 'site'] as const)
        .filter((kind) => kind !== 'tapering' || !taperElsewhere)
        .map((kind) => [kind, written[kind].label] as const),
    ].map(([id, label]) => ({
      id,
      label: `${label} …`,
      chosen: open === id,
      press: () => {
        setOpen(open === id ? null : id);
        setText('');
      },
    })),
  ];
  return (
    <div className="grid gap-4">
      {value.length > 0 ? (
        <ul aria-label="いまの補足" className="flex flex-wrap gap-2">
          {value.map((each) => (
            <li key={`${each.kind} ${each.code} ${each.siteCode} ${each.text}`}>
              <Button
                size="md"
                iconEnd={<DeleteIcon />}
                onClick={() => toggle(each)}
                aria-label={`${each.text} をはずす`}
              >
                {each.text}
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      <ChoiceGrid label="補足を選ぶ" choices={choices} onPick={(each) => each.press()} />
      {open === 'days' ? (
        <ChoiceGrid
          label="曜日・間かく（JAMI 補足用法コード）"
          choices={(codes.data?.usageSupplements ?? []).map(({ code, name }) => {
            const supplement = { kind: 'jami' as const, text: name, code, siteCode: null };
            return { id: code, label: name, chosen: has(supplement), supplement };
          })}
          onPick={(each) => toggle(each.supplement)}
          width="wide"
        />
      ) : null}
      {open === 'sites' ? (
        <SitePicker
          value={value.flatMap((each) => each.siteCode ?? [])}
          onPick={({ code, name }) => toggle({ kind: 'jami_site', text: name, code: null, siteCode: code })}
        />
      ) : null}
      {open !== null && open !== 'days' && open !== 'sites' ? (
        <div className="grid gap-3">
          <TextField
            label={written[open].label}
            hint={written[open].hint}
            value={text}
            maxLength={mostCharacters}
            onChange={(event) => setText(event.target.value)}
          />
          <Button
            size="lg"
            unavailableReason={text.trim() === '' ? '言葉を書くと足せます' : undefined}
            onClick={() => {
              const supplement = { kind: open, text: text.trim(), ...none };
              if (!has(supplement)) onChange([...value, supplement]);
              setOpen(null);
            }}
          >
            補足に足す
          </Button>
        </div>
      ) : null}
    </div>
  );
}
