'use client';

import type { DraftDecision, DraftRp } from '@shirube/core/prescribing/draft';
import type { OrderFinding } from '@shirube/core/prescribing/schema';
import { Button, Checkbox, NumberStepper, OrderGroup, OrderQuestion, StatusBadge } from '@shirube/ui';
import { memo, useState } from 'react';
import { type ChangeOrder, changeRp, setAllDays } from '../order-actions.ts';
import { UsagePicker } from '../pickers/usage-picker.tsx';
import { rpChips } from './chips.ts';
import { LineRow } from './line-row.tsx';
import { QuantityPicks } from './quantity-picks.tsx';
import { RpDetails } from './rp-details.tsx';
import type { SinceLastTime } from './since.ts';
import { quantityUnit } from './words.ts';

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
  sinceOf: (rp: DraftRp, line: DraftRp['medications'][number]) => SinceLastTime;
  decisions: readonly DraftDecision[];
  unchecked: boolean;
  subsidyCount: number;
  onRemove: (lineId: string) => void;
  change: ChangeOrder;
  onOralConsent: (() => void) | null;
  forDoctor: boolean;
}

const none: readonly OrderFinding[] = [];

/** One RP: how its drugs are taken and how long, then the drugs. What is opened opens in place. */
export const RpGroup = memo(function RpGroup(props: RpGroupProps) {
  const { rp, label, change } = props;
  const [open, setOpen] = useState<'usage' | 'days' | 'details' | null>(rp.usage === null ? 'usage' : null);
  const [openLine, setOpenLine] = useState<string | null>(null);
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
      usage={rp.usage ? rp.usage.text : <strong className="text-danger">用法を選んでください</strong>}
      marks={rpChips(rp).map((chip) => (
        <StatusBadge key={chip.text} size="sm" tone={chip.tone}>
          {chip.text}
        </StatusBadge>
      ))}
      duration={
        counted ? (
          <span className="inline-flex items-center gap-1.5">
            <NumberStepper
              label={`${label} の${unit}`}
              unit={unit}
              value={rp.quantity}
              min={1}
              max={999}
              onChange={(quantity) => change((current) => changeRp(current, rp.clientId, { quantity }))}
            />
            <Button
              size="sm"
              variant="tertiary"
              aria-expanded={open === 'days'}
              onClick={() => toggle('days')}
            >
              <span className="sr-only">{`${label} の`}</span>
              {unit === '日分' ? '日数を選ぶ' : '回数を選ぶ'}
            </Button>
          </span>
        ) : undefined
      }
      picks={
        open === 'days' && counted ? (
          <DaysPicks {...props} onPicked={() => setOpen(null)} />
        ) : open === 'usage' ? (
          <div className="rounded-control border border-key-line bg-white p-4">
            <UsagePicker
              formClass={rp.formClass}
              value={rp.usage}
              onPick={(usage) => {
                change((current) => changeRp(current, rp.clientId, { usage }));
                setOpen(null);
              }}
            />
          </div>
        ) : undefined
      }
      actions={
        <Button size="sm" variant="tertiary" aria-expanded={open === 'usage'} onClick={() => toggle('usage')}>
          <span className="sr-only">{`${label} の`}</span>
          用法を変える
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
          findings={props.findingsOf.get(line.clientId) ?? none}
          decisions={props.decisions}
          since={props.sinceOf(rp, line)}
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
