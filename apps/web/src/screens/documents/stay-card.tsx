'use client';

import type { DischargeContent } from '@shirube/core/documents/schema';
import { admitSourceLabels, dischargeDispositionLabels } from '@shirube/core/documents/words';
import { Card, Select, TextField } from '@shirube/ui';
import { placeId } from './place.ts';

const optionsOf = (labels: Record<string, string>) =>
  Object.entries(labels).map(([value, label]) => ({ value, label }));

/** 入院と退院: from when to when, from where, and how it ended. */
export function StayCard({
  content,
  onChange,
}: {
  content: DischargeContent;
  onChange: (part: Partial<DischargeContent>) => void;
}) {
  const day = (value: string) => (value === '' ? null : value);
  return (
    <Card title="入院と退院" note="必ず載せます">
      <div id={placeId('stay')} tabIndex={-1} className="grid gap-4">
        <div className="flex flex-wrap gap-4">
          <TextField
            label="入院した日"
            type="date"
            characters={16}
            value={content.admittedOn ?? ''}
            onChange={(event) => onChange({ admittedOn: day(event.target.value) })}
          />
          <TextField
            label="退院した日"
            type="date"
            characters={16}
            value={content.dischargedOn ?? ''}
            onChange={(event) => onChange({ dischargedOn: day(event.target.value) })}
          />
        </div>
        <Select
          label="入院の経路"
          emptyLabel="選んでください"
          options={optionsOf(admitSourceLabels)}
          value={content.admitSource ?? ''}
          onChange={(event) =>
            onChange({ admitSource: (event.target.value || null) as DischargeContent['admitSource'] })
          }
        />
        <Select
          label="退院時の転帰"
          emptyLabel="選んでください"
          options={optionsOf(dischargeDispositionLabels)}
          value={content.dischargeDisposition ?? ''}
          onChange={(event) =>
            onChange({
              dischargeDisposition: (event.target.value || null) as DischargeContent['dischargeDisposition'],
            })
          }
        />
      </div>
    </Card>
  );
}
