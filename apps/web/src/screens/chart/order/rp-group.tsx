'use client';

import type { DraftDecision, DraftRp } from '@shirube/core/prescribing/draft';
import type { OrderFinding } from '@shirube/core/prescribing/schema';
import {
  Button,
  Checkbox,
  DownIcon,
  NumberStepper,
  OrderGroup,
  OrderQuestion,
  StatusBadge,
} from '@shirube/ui';
import { memo, useRef, useState } from 'react';
import { type ChangeOrder, changeRp, setAllDays } from '../order-actions.ts';
import { UsagePicker } from '../pickers/usage-picker.tsx';
import { rpChips } from './chips.ts';
import type { DoseAdvice } from './dose-help.tsx';
import { LineRow } from './line-row.tsx';
import { QuantityPicks } from './quantity-picks.tsx';
import { RpDetails } from './rp-details.tsx';
import type { SinceLastTime } from './since.ts';
import { quantityUnit, usageInWords } from './words.ts';

interface RpGroupProps {
  rp: DraftRp;
  /** RP1 */
  label: string;
  alike: string;
  /** the other RPs a line of this one could move to: 'id label' in one string, so that nothing is drawn anew without need */
  elsewhere: string;
  splitTimes: number | null;
  /** other RPs count days too */
  othersHaveDays: boolean;
  findingsOf: ReadonlyMap<string, readonly OrderFinding[]>;
  adviceOf: ReadonlyMap<string, DoseAdvice>;
  sinceOf: (rp: DraftRp, line: DraftRp['medications'][number]) => SinceLastTime;
  decisions: readonly DraftDecision[];
  unchecked: boolean;
  subsidyCount: number;
  onRemove: (lineId: string) => void;
  change: ChangeOrder;
  onOralConsent: (() => void) | null;
  forDoctor: boolean;
}

/** One RP: how its drugs are taken and how long, then the drugs. What is opened opens in place. */
export const RpGroup = memo(function RpGroup(props: RpGroupProps) {
  const { rp, label, change } = props;
  const [open, setOpen] = useState<'usage' | 'days' | 'details' | null>(rp.usage === null ? 'usage' : null);
  const [openLine, setOpenLine] = useState<string | null>(null);
  const usageButton = useRef<HTMLButtonElement>(null);
  const daysButton = useRef<HTMLButtonElement>(null);
  const toggle = (what: NonNullable<typeof open>) => setOpen((now) => (now === what ? null : what));
  const unit = quantityUnit(rp.formClass);
  const counted = unit !== '（総量）';
  const elsewhere =
    props.elsewhere === ''
      ? []
      : props.elsewhere.split('\n').map((each) => {
          const [id = '', ...words] = each.split(' ');
          return { id, label: words.join(' ') };
        });
  return (
    <OrderGroup
      title={label}
      usage={
        rp.usage ? usageInWords(rp.usage.text) : <strong className="text-danger">用法を選んでください</strong>
      }
      marks={rpChips(rp).map((chip) => (
        <StatusBadge key={chip.text} size="sm" tone={chip.tone}>
          {chip.text}
        </StatusBadge>
      ))}
      duration={
        counted ? (
          <Button
            ref={daysButton}
            size="sm"
            aria-expanded={open === 'days'}
            iconEnd={<DownIcon />}
            onClick={() => toggle('days')}
          >
            <span className="sr-only">{`${label} を`}</span>
            {rp.quantity === null ? (
              <span className="text-danger">{unit === '日分' ? '日数を選ぶ' : '回数を選ぶ'}</span>
            ) : (
              <span className="tabular text-body">{`${rp.quantity}${unit}`}</span>
            )}
          </Button>
        ) : undefined
      }
      picks={
        open === 'days' && counted ? (
          <DaysPicks
            {...props}
            onPicked={() => {
              setOpen(null);
              daysButton.current?.focus();
            }}
          />
        ) : open === 'usage' ? (
          <div className="rounded-control border border-key-line bg-white p-4">
            <UsagePicker
              formClass={rp.formClass}
              value={rp.usage}
              onPick={(usage) => {
                change((current) => changeRp(current, rp.clientId, { usage }));
                setOpen(null);
                usageButton.current?.focus();
              }}
            />
          </div>
        ) : undefined
      }
      actions={
        <Button
          ref={usageButton}
          size="sm"
          variant="tertiary"
          aria-expanded={open === 'usage'}
          onClick={() => toggle('usage')}
        >
          <span className="sr-only">{`${label} の`}</span>
          用法
        </Button>
      }
      details={{
        open: open === 'details',
        onToggle: () => toggle('details'),
        content: () => (
          <RpDetails
            rp={rp}
            label={label}
            alike={props.alike === '' ? [] : props.alike.split('・')}
            splitTimes={props.splitTimes}
            onRemove={() => {
              for (const line of rp.medications) props.onRemove(line.clientId);
            }}
            change={change}
          />
        ),
      }}
    >
      {rp.medications.map((line) => (
        <LineRow
          key={line.clientId}
          rp={rp}
          line={line}
          elsewhere={elsewhere}
          findingsOf={props.findingsOf}
          decisions={props.decisions}
          since={props.sinceOf(rp, line)}
          advice={props.adviceOf.get(line.yjCode)}
          unchecked={props.unchecked}
          subsidyCount={props.subsidyCount}
          open={openLine === line.clientId}
          onToggle={(id) => setOpenLine((now) => (now === id ? null : id))}
          onRemove={props.onRemove}
          change={change}
          onOralConsent={props.onOralConsent}
          forDoctor={props.forDoctor}
        />
      ))}
    </OrderGroup>
  );
});

function DaysPicks(props: RpGroupProps & { onPicked: () => void }) {
  const { rp, label, change } = props;
  const [all, setAll] = useState(false);
  const unit = quantityUnit(rp.formClass);
  return (
    <OrderQuestion title={unit === '日分' ? '何日分' : '何回分'}>
      <QuantityPicks
        label={`${label} の${unit}を選ぶ`}
        rp={rp}
        onPick={(quantity) => {
          change((current) =>
            all ? setAllDays(current, quantity) : changeRp(current, rp.clientId, { quantity }),
          );
          props.onPicked();
        }}
      />
      <NumberStepper
        label={`${label} の${unit}`}
        unit={unit}
        value={rp.quantity}
        min={1}
        max={999}
        onChange={(quantity) => change((current) => changeRp(current, rp.clientId, { quantity }))}
      />
      {unit === '日分' && props.othersHaveDays ? (
        <Checkbox
          label="ほかのRPも同じ日数にする"
          checked={all}
          onChange={(event) => setAll(event.target.checked)}
        />
      ) : null}
    </OrderQuestion>
  );
}
