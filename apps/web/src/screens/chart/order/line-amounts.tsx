'use client';

import type { DraftMedication, DraftRp } from '@shirube/core/prescribing/draft';
import type { DrugHit } from '@shirube/core/prescribing/schema';
import {
  convertDose,
  evenShare,
  isTakenForDays,
  sumOfDoses,
  titreFactor,
  unevenDoses,
} from '@shirube/core/prescribing/writing';
import { displayDrugName } from '@shirube/terminology';
import { Button, NumberStepper, OrderQuestion, SegmentedControl, TextField, ToggleButton } from '@shirube/ui';
import { useState } from 'react';
import type { SetLine } from './line-details.tsx';
import { stepOf } from './line-row.tsx';

interface AmountDetailsProps {
  rp: DraftRp;
  line: DraftMedication;
  facts: DrugHit | null;
  set: SetLine;
}

/** The ways an amount can be said beyond one number in the price unit. */
export function AmountDetails(props: AmountDetailsProps) {
  const { rp, line } = props;
  const times = rp.usage?.timesPerDay ?? null;
  return (
    <>
      {isTakenForDays(rp.formClass) && times !== null && times >= 2 && times <= 5 ? (
        <UnevenQuestion {...props} times={times} />
      ) : null}
      {line.kind === 'material' ? null : (
        <>
          <SingleDoseQuestion {...props} />
          <UnitQuestion {...props} />
        </>
      )}
    </>
  );
}

/** 朝, 昼 … as far as the usage's words tell them; else 1回目, 2回目. */
export function timeNames(usageText: string, times: number): string[] {
  const named = (['起床時', '朝', '昼', '夕', '就寝前', '寝る前'] as const).filter((word) =>
    usageText.includes(word),
  );
  return named.length === times
    ? [...named]
    : Array.from({ length: times }, (_, index) => `${index + 1}回目`);
}

function UnevenQuestion({ rp, line, set, times }: AmountDetailsProps & { times: number }) {
  const unit = displayDrugName(line.unit);
  const doses = line.unevenDoses?.map((each) => each.dose) ?? null;
  const names = timeNames(rp.usage?.text ?? '', times);
  const start = () => {
    const share = line.dose === null ? null : evenShare(line.dose, times, 0.001);
    set(unevenDoses(Array.from({ length: times }, () => share ?? '1')));
  };
  if (doses === null)
    return (
      <OrderQuestion title="1回ごとの量">
        <Button onClick={start}>{`${names.join('・')}で量を変える（不均等）`}</Button>
      </OrderQuestion>
    );
  return (
    <OrderQuestion
      title="1回ごとの量（不均等）"
      hint={
        <output>
          {`合わせて1日 ${sumOfDoses(doses)}${unit}（${names.map((name, index) => `${name} ${doses[index] ?? '0'}`).join('＋')}）`}
        </output>
      }
    >
      {names.map((name, index) => (
        <NumberStepper
          key={name}
          label={`${displayDrugName(line.name)} ${name}の量`}
          unit={`${unit}（${name}）`}
          value={Number(doses[index] ?? 0)}
          min={0}
          max={999}
          step={stepOf(unit)}
          grain={0.001}
          onChange={(value) => {
            if (value !== null)
              set(unevenDoses(names.map((_, at) => (at === index ? String(value) : (doses[at] ?? '0')))));
          }}
        />
      ))}
      <Button variant="tertiary" onClick={() => set({ unevenDoses: null })}>
        毎回同じ量にもどす
      </Button>
    </OrderQuestion>
  );
}

/** 1回服用量 (record 241): free, such as 2/3. */
function SingleDoseQuestion({ rp, line, set }: AmountDetailsProps) {
  const times = rp.usage?.timesPerDay ?? null;
  const share =
    isTakenForDays(rp.formClass) && times !== null && line.dose !== null
      ? evenShare(line.dose, times, 0.001)
      : null;
  return (
    <OrderQuestion title="1回量を書きそえる">
      {share ? (
        <ToggleButton
          pressed={line.singleDose?.text === share}
          onPress={(pressed) => set({ singleDose: pressed ? { text: share, timesPerDay: times } : null })}
        >
          {`1回 ${share}${displayDrugName(line.unit)}`}
        </ToggleButton>
      ) : null}
      <TextField
        label={`${displayDrugName(line.name)} の1回量`}
        hint="2/3 のようにも書けます"
        characters={12}
        maxLength={12}
        value={line.singleDose?.text ?? ''}
        onChange={(event) => {
          const text = event.target.value.normalize('NFKC');
          set({ singleDose: text === '' ? null : { text, timesPerDay: times } });
        }}
      />
    </OrderQuestion>
  );
}

/** Whole product, active substance (力価), or a unit of the doctor's with what one of it is. */
function UnitQuestion({ line, facts, set }: AmountDetailsProps) {
  const titre = facts ? titreFactor(facts.strength) : null;
  const priceUnit = facts?.unit ?? line.conversion?.priceUnit ?? line.unit;
  const [unit, setUnit] = useState(line.conversion && !line.isTitre ? line.unit : '');
  const way = line.isTitre ? 'titre' : line.conversion ? 'other' : 'product';
  const [other, setOther] = useState(way === 'other');
  const plain = { unit: priceUnit, unitCode: facts?.unitCode ?? null, isTitre: false, conversion: null };
  const toPriceUnit = (dose: string | null) => convertDose(dose, Number(line.conversion?.factor ?? 1));
  const choose = (next: string) => {
    setOther(next === 'other');
    const dose = toPriceUnit(line.dose);
    if (next === 'product') set({ ...plain, dose, unevenDoses: null });
    if (next === 'titre' && titre)
      set({
        dose: convertDose(dose, 1 / Number(titre.factor)),
        // as the table of units writes them
        ...(titre.unit === 'mg' ? { unit: 'ｍｇ', unitCode: 'MG' } : { unit: 'μｇ', unitCode: 'MCG' }),
        isTitre: true,
        conversion: { factor: titre.factor, priceUnit },
        unevenDoses: null,
      });
  };
  return (
    <>
      <OrderQuestion
        title="量の数えかた"
        hint={
          line.conversion
            ? `いま ${line.dose ?? '—'}${displayDrugName(line.unit)} ＝ ${toPriceUnit(line.dose) ?? '—'}${displayDrugName(line.conversion.priceUnit)}`
            : undefined
        }
      >
        <SegmentedControl
          label={`${displayDrugName(line.name)} の量の数えかた`}
          segments={[
            { value: 'product', label: `製剤の量（${displayDrugName(priceUnit)}）` },
            ...(titre ? [{ value: 'titre', label: `成分の量（力価 ${titre.unit}）` }] : []),
            { value: 'other', label: 'ほかの単位' },
          ]}
          value={other ? 'other' : way}
          onChange={choose}
        />
      </OrderQuestion>
      {other ? (
        <OrderQuestion
          title="ほかの単位"
          hint={`1単位が ${displayDrugName(priceUnit)} でいくつにあたるかを入れます。`}
        >
          <TextField
            label="単位の名前"
            characters={6}
            maxLength={6}
            value={unit}
            onChange={(event) => setUnit(event.target.value)}
          />
          <NumberStepper
            label={`1${unit || '単位'}あたり`}
            unit={displayDrugName(priceUnit)}
            value={line.conversion && !line.isTitre ? Number(line.conversion.factor) : null}
            min={0.00001}
            max={9999}
            step={1}
            grain={0.00001}
            onChange={(factor) => {
              const name = unit.trim();
              if (factor !== null && name !== '')
                set({
                  unit: name,
                  unitCode: null,
                  isTitre: false,
                  conversion: { factor: String(factor), priceUnit },
                  unevenDoses: null,
                });
            }}
          />
        </OrderQuestion>
      ) : null}
    </>
  );
}
