'use client';

import type { DraftRp } from '@shirube/core/prescribing/draft';
import {
  isTakenForDays,
  isTaper,
  type TaperStep,
  taperSteps,
  taperSupplements,
} from '@shirube/core/prescribing/writing';
import { displayDrugName } from '@shirube/terminology';
import { Button, NumberStepper, OrderQuestion, SegmentedControl, TextField } from '@shirube/ui';
import { type ChangeOrder, changeLine, changeRp } from '../order-actions.ts';
import { UsageSupplementPicker } from '../pickers/supplement-picker.tsx';
import { joinAlike } from './arrange.ts';
import { formInWords } from './chips.ts';
import { focusSoon, lineElementId } from './focus.ts';
import { stepOf } from './line-row.tsx';
import { quantityUnit } from './words.ts';

export interface RpDetailsProps {
  rp: DraftRp;
  /** RP1 */
  label: string;
  /** the other RPs that are taken exactly as this one */
  alike: readonly string[];
  /** in how many parts the prescription is dispensed; null: 分割調剤 is not ordered */
  splitTimes: number | null;
  onRemove: () => void;
  change: ChangeOrder;
}

const forms = ['1', '2', '3', '4', '5', '6', '9'] as const;

/** くわしく of one RP: 用法補足, 漸減, 剤形, 分割, joining and taking it out. */
export function RpDetails(props: RpDetailsProps) {
  const { rp, label, change } = props;
  const set = (update: Partial<DraftRp>) => change((current) => changeRp(current, rp.clientId, update));
  const [only] = rp.medications;
  return (
    <>
      {props.alike.length > 0 ? (
        <OrderQuestion title="同じ飲みかたのRP">
          <Button
            onClick={() => {
              change((current) => joinAlike(current, rp.clientId));
              focusSoon(lineElementId(rp.medications[0]?.clientId ?? ''));
            }}
          >
            {`${props.alike.join('・')} をまとめて ${label} に入れる`}
          </Button>
        </OrderQuestion>
      ) : null}
      <OrderQuestion title="用法の補足">
        <div className="w-full">
          <UsageSupplementPicker
            value={rp.supplements.filter((each) => !isTaper(each))}
            taperElsewhere={isTakenForDays(rp.formClass)}
            onChange={(supplements) =>
              set({ supplements: [...supplements, ...rp.supplements.filter(isTaper)] })
            }
          />
        </div>
      </OrderQuestion>
      {isTakenForDays(rp.formClass) ? (
        rp.medications.length === 1 && only ? (
          <Taper
            key={only.clientId}
            rp={rp}
            unit={displayDrugName(only.unit)}
            dose={only.dose}
            lineId={only.clientId}
            change={change}
          />
        ) : (
          <OrderQuestion
            title="漸減（少しずつ減らす）"
            hint="漸減にする薬だけを、薬の「くわしく」で新しいRPに分けてください。"
          >
            {null}
          </OrderQuestion>
        )
      ) : null}
      <OrderQuestion title="剤形の区分">
        <SegmentedControl
          label={`${label} の剤形の区分`}
          segments={forms.map((value) => ({ value, label: formInWords({ formClass: value }) }))}
          value={rp.formClass}
          onChange={(formClass) =>
            // another usage belongs to another form, and the quantity counts something else
            set({
              formClass,
              formName: null,
              usage: null,
              quantity: quantityUnit(formClass) === '（総量）' ? 1 : null,
              splitQuantities: null,
            })
          }
        />
        {rp.formClass === '9' ? (
          <TextField
            label="剤形の名前"
            hint="2文字まで"
            characters={4}
            maxLength={2}
            value={rp.formName ?? ''}
            onChange={(event) => set({ formName: event.target.value || null })}
          />
        ) : null}
      </OrderQuestion>
      {props.splitTimes !== null ? <SplitQuestion {...props} times={props.splitTimes} set={set} /> : null}
      <OrderQuestion title={`${label} を消す`} hint="消したあとも「もとに戻す」で戻せます。">
        <Button variant="danger" onClick={props.onRemove}>
          {`${label} を消す（${rp.medications.length}つの薬）`}
        </Button>
      </OrderQuestion>
    </>
  );
}

/** 漸減 as a small table: each step its days and its dose; the words and the days of the RP follow from it by rule. */
function Taper(props: {
  rp: DraftRp;
  unit: string;
  dose: string | null;
  lineId: string;
  change: ChangeOrder;
}) {
  const { rp, unit, lineId, change } = props;
  const steps = taperSteps(rp.supplements);
  const others = rp.supplements.filter((each) => !isTaper(each));
  const set = (next: TaperStep[]) =>
    change((current) =>
      next.length === 0
        ? changeRp(current, rp.clientId, { supplements: others })
        : changeLine(
            changeRp(current, rp.clientId, {
              supplements: [...others, ...taperSupplements(next, unit)],
              quantity: next.reduce((sum, step) => sum + step.days, 0),
            }),
            lineId,
            { dose: next[0]?.dose ?? null, unevenDoses: null },
          ),
    );
  if (steps === null)
    return (
      <OrderQuestion title="漸減（少しずつ減らす）">
        <Button
          onClick={() => {
            const dose = props.dose ?? '1';
            set([
              { days: 3, dose },
              { days: 3, dose: String(Math.max(Number(dose) - stepOf(unit), stepOf(unit))) },
            ]);
          }}
        >
          段階を決めて減らす
        </Button>
      </OrderQuestion>
    );
  const update = (index: number, step: Partial<TaperStep>) =>
    set(steps.map((each, at) => (at === index ? { ...each, ...step } : each)));
  return (
    <OrderQuestion
      title="漸減（少しずつ減らす）"
      hint={
        <output>{`${steps.reduce((sum, step) => sum + step.days, 0)}日間：${taperSupplements(steps, unit)
          .map((each) => each.text)
          .join('、')}`}</output>
      }
    >
      <ol className="grid gap-2">
        {steps.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step has no identity but its place
          <li key={index} className="flex flex-wrap items-center gap-3">
            <span className="font-bold">{`${index + 1}段め`}</span>
            <NumberStepper
              label={`${index + 1}段めの日数`}
              unit="日間"
              value={step.days}
              min={1}
              max={180}
              onChange={(days) => days !== null && update(index, { days })}
            />
            <NumberStepper
              label={`${index + 1}段めの1日量`}
              unit={unit}
              value={Number(step.dose)}
              min={0.001}
              max={9999}
              step={stepOf(unit)}
              grain={0.001}
              onChange={(dose) => dose !== null && update(index, { dose: String(dose) })}
            />
            <Button size="sm" variant="tertiary" onClick={() => set(steps.filter((_, at) => at !== index))}>
              {`${index + 1}段めを消す`}
            </Button>
          </li>
        ))}
      </ol>
      <Button
        unavailableReason={steps.length >= 10 ? '10段までです' : undefined}
        onClick={() => {
          const last = steps.at(-1) ?? { days: 3, dose: '1' };
          const dose = String(Math.max(Number(last.dose) - stepOf(unit), stepOf(unit)));
          set([...steps, { days: last.days, dose }]);
        }}
      >
        段を足す
      </Button>
      <Button variant="tertiary" onClick={() => set([])}>
        漸減をやめる
      </Button>
    </OrderQuestion>
  );
}

/** 分割調剤数量: what is handed out each time, adding up to the RP's quantity. */
function SplitQuestion(props: RpDetailsProps & { times: number; set: (update: Partial<DraftRp>) => void }) {
  const { rp, times, label } = props;
  const total = rp.quantity ?? 0;
  const even = Array.from(
    { length: times },
    (_, index) => Math.floor(total / times) + (index < total % times ? 1 : 0),
  );
  const now = rp.splitQuantities;
  const sum = (now ?? []).reduce((one, two) => one + two, 0);
  const unit = quantityUnit(rp.formClass);
  return (
    <OrderQuestion
      title="分割調剤の分けかた"
      hint={
        now && sum !== total ? `足すと ${sum} です。${label} の ${total} に合わせてください。` : undefined
      }
    >
      {now === null ? (
        <Button
          unavailableReason={total < times ? '数量が少なく、分けられません' : undefined}
          onClick={() => props.set({ splitQuantities: even })}
        >
          {`${even.join('＋')} に分ける`}
        </Button>
      ) : (
        now.map((quantity, index) => (
          <NumberStepper
            // biome-ignore lint/suspicious/noArrayIndexKey: the times have no identity but their place
            key={index}
            label={`${label} の${index + 1}回目`}
            unit={unit}
            value={quantity}
            min={1}
            max={999}
            onChange={(value) =>
              value !== null &&
              props.set({ splitQuantities: now.map((each, at) => (at === index ? value : each)) })
            }
          />
        ))
      )}
      {now === null ? null : (
        <Button variant="tertiary" onClick={() => props.set({ splitQuantities: null })}>
          このRPは分けない
        </Button>
      )}
    </OrderQuestion>
  );
}
