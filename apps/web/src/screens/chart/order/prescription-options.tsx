'use client';

import type { OrderDraft, PrescriptionOptions } from '@shirube/core/prescribing/draft';
import type { DrugHit, OrderFinding } from '@shirube/core/prescribing/schema';
import { addDays, displayDrugName, todayInTokyo } from '@shirube/terminology';
import {
  Button,
  DownIcon,
  Notice,
  OrderQuestion,
  SegmentedControl,
  StatusBadge,
  TextField,
  ToggleButton,
} from '@shirube/ui';
import { useId, useState } from 'react';
import type { ChangeOrder } from '../order-actions.ts';
import { isNarcotic, orderChips } from './chips.ts';
import { ClinicalNotes, LabValues, Remarks } from './option-texts.tsx';
import type { OrderSurroundings } from './surroundings.ts';

interface PrescriptionOptionsProps {
  order: OrderDraft;
  /** what the drug master says of the lines, as far as it is known yet */
  facts: readonly DrugHit[];
  findings: readonly OrderFinding[];
  surroundings: OrderSurroundings;
  change: ChangeOrder;
}

export type SetOptions = (update: Partial<PrescriptionOptions>) => void;

const issueTypes = [
  { value: 'electronic', label: '電子処方箋' },
  { value: 'paper', label: '紙の処方箋' },
  { value: 'in_house', label: '院内処方' },
] as const;

/** 処方箋全体のこと: one line that says what is not plain, and opens in place. */
export function PrescriptionOptionsPanel(props: PrescriptionOptionsProps) {
  const { order, change } = props;
  const [open, setOpen] = useState(false);
  const id = useId();
  const set: SetOptions = (update) =>
    change((current) => ({ ...current, options: { ...current.options, ...update } }));
  const chips = orderChips(order);
  return (
    <section aria-label="処方箋全体のこと" className="border-t border-line-2">
      <div className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2">
        <SegmentedControl
          label="処方箋の出しかた"
          segments={issueTypes}
          value={order.issueType}
          onChange={(issueType) => change((current) => ({ ...current, issueType }))}
        />
        {chips.map((chip) => (
          <StatusBadge key={chip.text} size="sm" tone={chip.tone}>
            {chip.text}
          </StatusBadge>
        ))}
        <span className="ml-auto">
          <Button
            size="sm"
            variant="tertiary"
            aria-expanded={open}
            aria-controls={open ? id : undefined}
            iconEnd={<DownIcon className={open ? 'rotate-180' : ''} />}
            onClick={() => setOpen(!open)}
          >
            {open ? 'とじる' : '処方箋全体をくわしく'}
          </Button>
        </span>
      </div>
      <Narcotic {...props} set={set} />
      {open ? (
        <div id={id} className="grid gap-5 border-t border-line-2 bg-key-tint/40 px-4 py-4">
          <Repeats {...props} set={set} />
          <Validity
            options={order.options}
            today={props.surroundings.today ?? todayInTokyo(new Date())}
            set={set}
          />
          <OrderQuestion title="残薬があったとき">
            {(
              [
                ['ask_first', '疑義照会してから調剤'],
                ['inform', '調剤して情報提供'],
              ] as const
            ).map(([value, label]) => (
              <ToggleButton
                key={value}
                pressed={order.options.leftover === value}
                onPress={(pressed) => set({ leftover: pressed ? value : null })}
              >
                {label}
              </ToggleButton>
            ))}
          </OrderQuestion>
          <Remarks options={order.options} set={set} />
          <LabValues options={order.options} labs={props.surroundings.labs} set={set} />
          <ClinicalNotes order={order} set={set} />
        </div>
      ) : null}
    </section>
  );
}

/**
 * Why リフィル is not possible for these drugs, as sentences. Source: 療養担当規則 20条 and the notices on リフィル処方箋: 麻薬, 向精神薬 and new drugs
 * with a limit of days, 貼付剤. Whether a limit applies to a drug is told by the findings, where our tables know it.
 */
function whyNoRefill(facts: readonly DrugHit[], findings: readonly OrderFinding[]): string[] {
  const reasons = facts.flatMap((hit) => {
    const name = displayDrugName(hit.name);
    if (isNarcotic(hit)) return [`${name} は麻薬のため`];
    if (hit.controlledKind?.includes('向精神')) return [`${name} は向精神薬（投薬量の限度あり）のため`];
    if (hit.routeClass.startsWith('外') && /テープ|パップ|貼付|湿布/.test(`${hit.dosageForm}${hit.name}`))
      return [`${name} は貼付剤のため`];
    return [];
  });
  const limited = findings.filter((finding) => finding.kind === 'max_days').map((finding) => finding.title);
  return [...new Set([...reasons, ...limited])];
}

function Repeats({ order, facts, findings, change, set }: PrescriptionOptionsProps & { set: SetOptions }) {
  const { options } = order;
  const why = whyNoRefill(facts, findings);
  const clearSplits = () =>
    change((current) => ({
      ...current,
      options: { ...current.options, split: null },
      rps: current.rps.map((rp) => ({ ...rp, splitQuantities: null })),
    }));
  return (
    <>
      <OrderQuestion
        title="リフィル（同じ処方箋をくり返し使う）"
        hint={why.length > 0 ? `リフィルにできません。${why.join('、')}。` : undefined}
      >
        {[2, 3].map((count) => (
          <ToggleButton
            key={count}
            pressed={options.refillCount === count}
            unavailableReason={
              options.refillCount !== count && (why.length > 0 || options.split !== null)
                ? options.split !== null
                  ? '分割調剤とは同時に使えません'
                  : ''
                : undefined
            }
            onPress={(pressed) => set({ refillCount: pressed ? count : null })}
          >
            {`${count}回まで使える`}
          </ToggleButton>
        ))}
      </OrderQuestion>
      <OrderQuestion
        title="分割調剤"
        hint={options.split ? '何日分ずつ渡すかは、RPの「くわしく」で決めます。' : undefined}
      >
        {[2, 3].map((times) => (
          <ToggleButton
            key={times}
            pressed={options.split?.times === times}
            unavailableReason={options.refillCount !== null ? 'リフィルとは同時に使えません' : undefined}
            onPress={(pressed) => (pressed ? set({ split: { times, current: 1 } }) : clearSplits())}
          >
            {`${times}回に分けて渡す`}
          </ToggleButton>
        ))}
      </OrderQuestion>
    </>
  );
}

const validityPicks = [7, 14, 28];

/** 使用期間: the day of issue counts; four days unless said otherwise. */
function Validity(props: { options: PrescriptionOptions; today: string; set: SetOptions }) {
  const { options, today, set } = props;
  return (
    <OrderQuestion
      title="処方箋の使用期間"
      hint="交付の日を入れて数えます。長期の旅行など、特別な事情のあるときだけ変えます。"
    >
      <ToggleButton pressed={options.validUntil === null} onPress={() => set({ validUntil: null })}>
        4日（ふつう）
      </ToggleButton>
      {validityPicks.map((days) => {
        const until = addDays(today, days - 1);
        return (
          <ToggleButton
            key={days}
            pressed={options.validUntil === until}
            onPress={() => set({ validUntil: until })}
          >
            {`${days}日`}
          </ToggleButton>
        );
      })}
      <TextField
        label="使用期間の最後の日"
        type="date"
        characters={16}
        min={today}
        value={options.validUntil ?? ''}
        onChange={(event) => set({ validUntil: event.target.value === '' ? null : event.target.value })}
      />
    </OrderQuestion>
  );
}

/** 麻薬: the licence of the doctor has to stand on the prescription; with it go the patient's address and telephone. */
function Narcotic({ order, facts, surroundings, set }: PrescriptionOptionsProps & { set: SetOptions }) {
  const [typed, setTyped] = useState('');
  const narcotics = facts.filter(isNarcotic);
  const { narcoticLicence } = order.options;
  if (narcotics.length === 0 && narcoticLicence === null) return null;
  const registered = surroundings.narcoticLicence;
  if (narcoticLicence !== null)
    return (
      <div className="flex flex-wrap items-center gap-3 px-4 pb-3">
        <span>{`麻薬施用者免許番号 ${narcoticLicence} を処方箋に書きます。患者の住所と電話番号も入ります。`}</span>
        <Button size="sm" variant="tertiary" onClick={() => set({ narcoticLicence: null })}>
          書かない
        </Button>
      </div>
    );
  return (
    <div className="px-4 pb-3">
      <Notice
        tone="warning"
        title={`${narcotics.map((hit) => displayDrugName(hit.name)).join('、')} は麻薬です。麻薬施用者免許番号がいります`}
        live
        actions={
          registered ? (
            <Button onClick={() => set({ narcoticLicence: registered })}>
              {`登録してある免許番号 ${registered} を書く`}
            </Button>
          ) : (
            <>
              <TextField
                label="麻薬施用者免許番号"
                characters={16}
                maxLength={15}
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
              />
              <Button
                unavailableReason={typed.trim() === '' ? '番号を入れると書けます' : undefined}
                onClick={() => set({ narcoticLicence: typed.trim() })}
              >
                この番号を書く
              </Button>
            </>
          )
        }
      >
        {registered ? '' : '免許番号は職員の登録に入れておくと、次から1回で書けます。'}
      </Notice>
    </div>
  );
}
