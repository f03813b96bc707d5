'use client';

import type { DraftDecision, DraftMedication, DraftRp } from '@shirube/core/prescribing/draft';
import type { OrderFinding } from '@shirube/core/prescribing/schema';
import { evenShare, isTakenForDays } from '@shirube/core/prescribing/writing';
import { displayDrugName } from '@shirube/terminology';
import { NumberStepper, OrderRow, StatusBadge } from '@shirube/ui';
import { type ChangeOrder, changeDose } from '../order-actions.ts';
import { lineChips } from './chips.ts';
import { type DoseAdvice, DoseHelp } from './dose-help.tsx';
import { useDrugFacts } from './facts.ts';
import { lineElementId } from './focus.ts';
import { LineDetails } from './line-details.tsx';
import { LineFindings } from './line-findings.tsx';
import { PastChanges } from './past-changes.tsx';
import type { SinceLastTime } from './since.ts';

export interface LineRowProps {
  rp: DraftRp;
  line: DraftMedication;
  /** the other RPs this line could stand in */
  elsewhere: readonly { id: string; label: string }[];
  findingsOf: ReadonlyMap<string, readonly OrderFinding[]>;
  decisions: readonly DraftDecision[];
  since: SinceLastTime;
  advice: DoseAdvice | undefined;
  /** the national check could not be made for this order, and nobody has decided about it yet */
  unchecked: boolean;
  subsidyCount: number;
  open: boolean;
  onToggle: (lineId: string) => void;
  onRemove: (lineId: string) => void;
  change: ChangeOrder;
  onOralConsent: (() => void) | null;
  forDoctor: boolean;
}

/** Half tablets are usual; half capsules are not. What is typed may be finer. */
export const stepOf = (unit: string): number => (/^(錠|ｇ|g)$/.test(unit) ? 0.5 : 1);

const doseWord = (rp: DraftRp): string =>
  isTakenForDays(rp.formClass) ? '1日量' : rp.formClass === '2' ? '1回量' : '総量';

/** One drug: what it is, how much, what is not plain about it, and what the checks found. Everything else opens in place. */
export function LineRow(props: LineRowProps) {
  const { rp, line, change } = props;
  const facts = useDrugFacts(line.yjCode);
  const unit = displayDrugName(line.unit);
  const chips = lineChips(line, facts);
  const findings = props.findingsOf.get(line.clientId) ?? [];
  return (
    <OrderRow
      id={lineElementId(line.clientId)}
      name={displayDrugName(line.name)}
      subName={displayDrugName(line.ingredientName)}
      marks={
        chips.length > 0 || props.unchecked ? (
          <>
            {chips.map((chip) => (
              <StatusBadge key={chip.text} size="sm" tone={chip.tone}>
                {chip.text}
              </StatusBadge>
            ))}
            {props.unchecked ? (
              <StatusBadge size="sm" tone="unknown">
                全国チェック未実施
              </StatusBadge>
            ) : null}
          </>
        ) : undefined
      }
      amount={
        <span className="grid justify-items-end">
          <NumberStepper
            label={`${displayDrugName(line.name)} の${doseWord(rp)}`}
            unit={unit}
            value={line.dose === null ? null : Number(line.dose)}
            min={0.001}
            max={9999}
            step={stepOf(unit)}
            grain={0.001}
            onChange={(dose) =>
              change((current) => changeDose(current, line.clientId, dose === null ? null : String(dose)))
            }
          />
          <PerTime rp={rp} line={line} unit={unit} />
        </span>
      }
      notes={
        <>
          <PastChanges since={props.since} line={line} change={change} />
          <DoseHelp advice={props.advice} />
        </>
      }
      onRemove={() => props.onRemove(line.clientId)}
      details={{
        open: props.open,
        onToggle: () => props.onToggle(line.clientId),
        content: () => (
          <LineDetails
            rp={rp}
            line={line}
            facts={facts}
            elsewhere={props.elsewhere}
            subsidyCount={props.subsidyCount}
            change={change}
          />
        ),
      }}
      alerts={
        findings.length > 0 ? (
          <LineFindings
            findings={findings}
            findingsOf={props.findingsOf}
            decisions={props.decisions}
            change={change}
            onRemove={props.onRemove}
            onOralConsent={props.onOralConsent}
            forDoctor={props.forDoctor}
          />
        ) : undefined
      }
    />
  );
}

/** 1日量 with what it is each time, so that nobody takes one for the other; and a word where it does not share evenly. */
function PerTime({ rp, line, unit }: { rp: DraftRp; line: DraftMedication; unit: string }) {
  const word = doseWord(rp);
  const times = rp.usage?.timesPerDay ?? null;
  if (!isTakenForDays(rp.formClass) || times === null || times < 2 || line.dose === null || line.unevenDoses)
    return <span className="text-sub text-ink-2">{word}</span>;
  const share = evenShare(line.dose, times, 0.001);
  return share === null ? (
    <span className="text-sub font-bold text-warning-strong">{`${word}。${times}回に同じ量ずつ分けられません`}</span>
  ) : (
    <span className="text-sub text-ink-2">{`${word}（1回${share}${unit}×${times}）`}</span>
  );
}
