'use client';

import type { OrderDraft, PrescriptionOptions } from '@shirube/core/prescribing/draft';
import { displayDrugName } from '@shirube/terminology';
import { Button, OrderQuestion, Select, TextField, ToggleButton } from '@shirube/ui';
import { useState } from 'react';
import type { SetOptions } from './prescription-options.tsx';
import type { OrderSurroundings } from './surroundings.ts';

const remarkKinds = [
  { value: '', label: '備考' },
  { value: 'one_dose_package', label: '一包化' },
  { value: 'crush', label: '粉砕' },
  { value: 'split', label: '分割' },
] as const;

/** 備考 (record 81): 50 full-width characters each. */
export function Remarks({ options, set }: { options: PrescriptionOptions; set: SetOptions }) {
  const [kind, setKind] = useState<(typeof remarkKinds)[number]['value']>('');
  const [text, setText] = useState('');
  const written = text.trim();
  return (
    <OrderQuestion title="備考">
      <ul className="grid w-full gap-1.5">
        {options.remarks.map((remark, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a remark has no identity but its place
          <li key={index} className="flex flex-wrap items-center gap-3">
            <span>{remark.text}</span>
            <Button
              size="sm"
              variant="tertiary"
              onClick={() => set({ remarks: options.remarks.filter((_, at) => at !== index) })}
            >
              <span className="sr-only">{`備考 ${remark.text} を`}</span>
              消す
            </Button>
          </li>
        ))}
      </ul>
      <Select
        label="備考の種類"
        options={remarkKinds}
        value={kind}
        onChange={(event) => setKind(event.target.value as typeof kind)}
      />
      <TextField
        label="備考の言葉"
        maxLength={50}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button
        unavailableReason={written === '' ? '言葉を書くと足せます' : undefined}
        onClick={() => {
          set({ remarks: [...options.remarks, { kind: kind === '' ? null : kind, text: written }] });
          setText('');
        }}
      >
        備考に足す
      </Button>
    </OrderQuestion>
  );
}

/** How many of the chart's tests are offered: those with the newest results. */
const labsOffered = 16;

/** 検査値データ等 (record 302): the newest value of each test of the chart, one press each. */
export function LabValues(props: {
  options: PrescriptionOptions;
  labs: OrderSurroundings['labs'];
  set: SetOptions;
}) {
  const { options, set } = props;
  const offered = props.labs.flatMap((lab) => {
    const newest = lab.values.at(-1);
    if (!newest) return [];
    return [
      {
        on: newest.effectiveOn,
        text: `${lab.name} ${newest.text}${lab.unit ?? ''}（${newest.effectiveOn.replaceAll('-', '/')}）`,
      },
    ];
  });
  const texts = [
    ...new Set([
      ...options.labValues,
      ...offered
        .sort((a, b) => b.on.localeCompare(a.on))
        .slice(0, labsOffered)
        .map((each) => each.text),
    ]),
  ];
  return (
    <OrderQuestion
      title="薬局に伝える検査値"
      hint={texts.length === 0 ? 'このカルテには検査の結果がまだありません。' : undefined}
    >
      {texts.map((text) => (
        <ToggleButton
          key={text}
          pressed={options.labValues.includes(text)}
          onPress={(pressed) =>
            set({
              labValues: pressed
                ? [...options.labValues, text]
                : options.labValues.filter((each) => each !== text),
            })
          }
        >
          {text}
        </ToggleButton>
      ))}
    </OrderQuestion>
  );
}

/** 提供診療情報 (record 301): about the whole prescription or one of its drugs, for the pharmacist. */
export function ClinicalNotes({ order, set }: { order: OrderDraft; set: SetOptions }) {
  const { clinicalNotes } = order.options;
  const [drugName, setDrugName] = useState('');
  const [comment, setComment] = useState('');
  const names = [
    ...new Set(order.rps.flatMap((rp) => rp.medications.map((line) => displayDrugName(line.name)))),
  ];
  const written = comment.trim();
  return (
    <OrderQuestion title="薬局に伝える診療の情報">
      <ul className="grid w-full gap-1.5">
        {clinicalNotes.map((note, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a note has no identity but its place
          <li key={index} className="flex flex-wrap items-center gap-3">
            <span>{`${note.drugName ? `${note.drugName}：` : ''}${note.comment}`}</span>
            <Button
              size="sm"
              variant="tertiary"
              onClick={() => set({ clinicalNotes: clinicalNotes.filter((_, at) => at !== index) })}
            >
              <span className="sr-only">{`${note.comment} を`}</span>
              消す
            </Button>
          </li>
        ))}
      </ul>
      <Select
        label="どの薬について"
        emptyLabel="処方全体"
        options={names.map((name) => ({ value: name, label: name }))}
        value={drugName}
        onChange={(event) => setDrugName(event.target.value)}
      />
      <TextField
        label="伝えること"
        maxLength={200}
        value={comment}
        onChange={(event) => setComment(event.target.value)}
      />
      <Button
        unavailableReason={written === '' ? '言葉を書くと足せます' : undefined}
        onClick={() => {
          set({
            clinicalNotes: [
              ...clinicalNotes,
              { drugName: drugName === '' ? null : drugName.slice(0, 40), comment: written },
            ],
          });
          setComment('');
        }}
      >
        伝えることに足す
      </Button>
    </OrderQuestion>
  );
}
