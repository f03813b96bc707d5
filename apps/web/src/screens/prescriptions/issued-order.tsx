'use client';

import type { ChangeView } from '@shirube/core/prescribing/life/schema';
import { displayDrugName } from '@shirube/terminology';
import { Card } from '@shirube/ui';
import { eraDate } from '../format.ts';
import { issueWords } from './life-words.ts';

/** The prescription as it was issued, to be looked at beside its change. */
export function IssuedOrder({ record, issuedOn }: Pick<ChangeView, 'record' | 'issuedOn'>) {
  return (
    <Card title="いまの処方箋" note={`${eraDate(issuedOn)}　${issueWords[record.issueType]}`}>
      <ol className="grid gap-4">
        {record.rps.map((rp) => (
          <li key={rp.rpNumber} className="grid gap-1">
            <span className="text-sub font-bold text-ink-2">{`RP${rp.rpNumber}`}</span>
            {rp.medications.map((line) => (
              <span key={line.itemNumber} className="font-bold">
                {`${displayDrugName(line.generic?.name ?? line.name)} ${displayDrugName(line.dose)}${displayDrugName(line.unit)}`}
              </span>
            ))}
            <span>{`${rp.usage.text}　${quantity(rp)}`}</span>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function quantity({ formClass, quantity: count }: ChangeView['record']['rps'][number]): string {
  if (formClass === '2') return `${count}回分`;
  return formClass === '1' || formClass === '4' ? `${count}日分` : '';
}
