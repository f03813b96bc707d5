'use client';

import type { DraftMedication, DraftRp } from '@shirube/core/prescribing/draft';
import type { DrugHit } from '@shirube/core/prescribing/schema';
import { allSubsidies, clearBurdens, setBurden } from '@shirube/core/prescribing/writing';
import { displayDrugName } from '@shirube/terminology';
import { Button, OrderQuestion, SegmentedControl, TextField, ToggleButton } from '@shirube/ui';
import { useState } from 'react';
import { type ChangeOrder, changeLine } from '../order-actions.ts';
import { FavouriteButton } from '../pickers/favourite-button.tsx';
import { moveLine, splitLine } from './arrange.ts';
import { focusSoon, lineElementId } from './focus.ts';
import { AmountDetails } from './line-amounts.tsx';

export interface LineDetailsProps {
  rp: DraftRp;
  line: DraftMedication;
  facts: DrugHit | null;
  elsewhere: readonly { id: string; label: string }[];
  subsidyCount: number;
  change: ChangeOrder;
}

/** くわしく of one line: how it is written, what the pharmacist may change, how it is given, who bears it, and where it stands. */
export function LineDetails(props: LineDetailsProps) {
  const { rp, line, change } = props;
  const set = (update: Partial<DraftMedication>) =>
    change((current) => changeLine(current, line.clientId, update));
  return (
    <>
      {line.kind === 'material' ? null : (
        <>
          <NameQuestion {...props} set={set} />
          {line.generic === null ? <SubstitutionQuestion line={line} set={set} /> : null}
          <SupplementQuestion line={line} set={set} />
        </>
      )}
      <AmountDetails {...props} set={set} />
      {line.kind === 'drug' ? (
        <OrderQuestion title="よく使う薬">
          <FavouriteButton rp={rp} line={line} />
        </OrderQuestion>
      ) : null}
      {props.subsidyCount > 0 ? <BurdenQuestion {...props} /> : null}
      {line.kind === 'material' ? null : (
        <OrderQuestion title="保険">
          <ToggleButton
            pressed={line.kind === 'uninsured'}
            onPress={(pressed) => set({ kind: pressed ? 'uninsured' : 'drug' })}
          >
            保険外の薬として書く
          </ToggleButton>
        </OrderQuestion>
      )}
      {rp.medications.length > 1 || props.elsewhere.length > 0 ? (
        <OrderQuestion title="この薬を分け直す">
          {rp.medications.length > 1 ? (
            <Button
              onClick={() => {
                change((current) => splitLine(current, line.clientId));
                focusSoon(lineElementId(line.clientId));
              }}
            >
              新しいRPに分ける
            </Button>
          ) : null}
          {props.elsewhere.map((place) => (
            <Button
              key={place.id}
              variant="tertiary"
              onClick={() => {
                change((current) => moveLine(current, line.clientId, place.id));
                focusSoon(lineElementId(line.clientId));
              }}
            >
              {`${place.label} に移す`}
            </Button>
          ))}
        </OrderQuestion>
      ) : null}
    </>
  );
}

export type SetLine = (update: Partial<DraftMedication>) => void;

function NameQuestion({ line, facts, set }: LineDetailsProps & { set: SetLine }) {
  const generic = facts?.generic ?? line.generic;
  return (
    <OrderQuestion
      title="名前の書きかた"
      hint={generic ? `一般名：${displayDrugName(generic.name)}` : '一般名処方の名前がない薬です。'}
    >
      {generic ? (
        <SegmentedControl
          label={`${displayDrugName(line.name)} の名前の書きかた`}
          segments={[
            { value: 'brand', label: '銘柄名' },
            { value: 'generic', label: '一般名（一般名処方）' },
          ]}
          value={line.generic ? 'generic' : 'brand'}
          onChange={(as) =>
            // a generic name leaves the product to the pharmacist: nothing of it can be forbidden
            set(as === 'generic' ? { generic, substitution: null } : { generic: null })
          }
        />
      ) : null}
    </OrderQuestion>
  );
}

const substitutions = [
  ['no_generic', '後発品へ変更不可'],
  ['no_form', '剤形の変更不可'],
  ['no_strength', '規格の変更不可'],
  ['no_form_or_strength', '剤形・規格とも変更不可'],
] as const;

/** Usual grounds; the record has no code for them, only words. */
const substitutionReasons = [
  'この薬で状態が安定しているため',
  '後発品で副作用があったため',
  '後発品で効果が足りなかったため',
  '剤形・添加物が合わないため',
  '飲み間違いを防ぐため',
];

function SubstitutionQuestion({ line, set }: { line: DraftMedication; set: SetLine }) {
  const chosen = line.substitution;
  const name = displayDrugName(line.name);
  return (
    <>
      <OrderQuestion title="薬局での変更">
        <ToggleButton pressed={chosen === null} onPress={() => set({ substitution: null })}>
          変更してよい
        </ToggleButton>
        {substitutions.map(([kind, label]) => (
          <ToggleButton
            key={kind}
            pressed={chosen?.kind === kind}
            onPress={() => set({ substitution: { kind, reason: chosen?.reason ?? '' } })}
          >
            {label}
          </ToggleButton>
        ))}
      </OrderQuestion>
      {chosen ? (
        <OrderQuestion title="変更できない理由">
          {substitutionReasons.map((reason) => (
            <ToggleButton
              key={reason}
              pressed={chosen.reason === reason}
              onPress={() => set({ substitution: { ...chosen, reason } })}
            >
              {reason}
            </ToggleButton>
          ))}
          <TextField
            label={`${name} を変更できない理由（ほかの言葉で）`}
            value={substitutionReasons.includes(chosen.reason) ? '' : chosen.reason}
            maxLength={50}
            onChange={(event) => set({ substitution: { ...chosen, reason: event.target.value } })}
          />
        </OrderQuestion>
      ) : null}
    </>
  );
}

const supplements = [
  ['one_dose_package', '一包化'],
  ['crush', '粉砕'],
  ['brand_at_patients_wish', '先発品を患者が希望（選定療養）'],
] as const;

function SupplementQuestion({ line, set }: { line: DraftMedication; set: SetLine }) {
  return (
    <OrderQuestion title="調剤のしかた（この薬だけ）">
      {supplements.map(([kind, text]) => {
        const pressed = line.supplements.some((each) => each.kind === kind);
        const others = line.supplements.filter((each) => each.kind !== kind);
        return (
          <ToggleButton
            key={kind}
            pressed={pressed}
            onPress={() => set({ supplements: pressed ? others : [...others, { kind, text, code: null }] })}
          >
            {text}
          </ToggleButton>
        );
      })}
    </OrderQuestion>
  );
}

const ordinals = [
  ['first', '第一公費'],
  ['second', '第二公費'],
  ['third', '第三公費'],
] as const;

function BurdenQuestion({ line, subsidyCount, change }: LineDetailsProps) {
  const usual = allSubsidies(subsidyCount);
  const burden = line.burden;
  const [told] = useState(burden !== null);
  return (
    <OrderQuestion
      title="公費の負担（この薬）"
      hint={
        burden === null
          ? told
            ? 'どの薬にも付けていません。'
            : 'ふつうは付けません。付けると、ほかの薬にも同じように付きます。'
          : '公費の負担は、すべての薬に付いています。'
      }
    >
      {ordinals.slice(0, subsidyCount).map(([key, label]) => (
        <ToggleButton
          key={key}
          pressed={burden?.[key] ?? false}
          onPress={(pressed) =>
            change((current) => ({
              ...current,
              rps: setBurden(
                current.rps,
                line.clientId,
                { ...(burden ?? { ...usual, first: false, second: false, third: false }), [key]: pressed },
                usual,
              ),
            }))
          }
        >
          {label}
        </ToggleButton>
      ))}
      {burden === null ? null : (
        <Button
          variant="tertiary"
          onClick={() => change((current) => ({ ...current, rps: clearBurdens(current.rps) }))}
        >
          全部の薬からはずす
        </Button>
      )}
    </OrderQuestion>
  );
}
