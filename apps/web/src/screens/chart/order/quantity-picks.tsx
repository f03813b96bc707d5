'use client';

import type { DraftRp } from '@shirube/core/prescribing/draft';
import { ToggleButton } from '@shirube/ui';
import { quantityUnit } from './words.ts';

const dayPicks = [3, 5, 7, 14, 28, 30, 60, 90];
const timesPicks = [3, 5, 10, 14, 20];

/** The usual days (内服) or times (頓服) by one press; with `onAll`, for every RP that counts days. */
export function QuantityPicks(props: {
  label: string;
  rp: Pick<DraftRp, 'formClass' | 'quantity'>;
  onPick: (quantity: number) => void;
}) {
  const { rp } = props;
  const unit = quantityUnit(rp.formClass);
  if (unit === '（総量）') return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: buttons that each say what they do, not fields of a form
    <div role="group" aria-label={props.label} className="flex flex-wrap gap-1.5">
      {(unit === '日分' ? dayPicks : timesPicks).map((quantity) => (
        <ToggleButton
          key={quantity}
          pressed={rp.quantity === quantity}
          label={`${quantity}${unit}にする`}
          onPress={() => props.onPick(quantity)}
        >
          <span className="tabular">{`${quantity}${unit.slice(0, 1)}`}</span>
        </ToggleButton>
      ))}
    </div>
  );
}
