'use client';

import type { Chart } from '@shirube/core/charting/schema';
import { Button, Card, StatusBadge } from '@shirube/ui';
import { useState } from 'react';
import { useMay } from '~/client/may.tsx';
import { AmendCondition } from './amend-condition.tsx';
import { FlagBadges } from './condition-flags.tsx';
import { ImportedFrom } from './imported-from.tsx';

type Condition = Chart['conditions'][number];

interface ConditionListProps {
  patientId: string;
  conditions: readonly Condition[];
  onChanged: () => unknown;
  title?: string;
}

/** 傷病名 of the record. A confirmed one is corrected as a new version, by whoever may. */
export function ConditionList({ patientId, conditions, onChanged, title = '傷病名' }: ConditionListProps) {
  const mayAmend = useMay('chart.confirm');
  const [opened, setOpened] = useState<Condition | null>(null);
  return (
    <Card title={title}>
      {conditions.length === 0 ? <p className="text-ink-2">病名はまだありません。</p> : null}
      <ul className="grid gap-2">
        {conditions.map((condition) => (
          <li
            key={condition.conditionId}
            className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-control border border-line px-3 py-1.5"
          >
            <span className="font-bold">{condition.displayName}</span>
            {condition.isMain ? (
              <StatusBadge size="sm" tone="key">
                主病
              </StatusBadge>
            ) : null}
            <FlagBadges {...condition} />
            <ImportedFrom facilityName={condition.importedFrom} />
            {condition.origin === null ? null : (
              <span className="text-sub text-ink-2">{`統合前の患者番号 ${condition.origin} のカルテから`}</span>
            )}
            {mayAmend ? (
              <Button
                size="sm"
                variant="tertiary"
                className="ml-auto"
                aria-label={`${condition.displayName}を直す`}
                onClick={() => setOpened(condition)}
              >
                直す
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {opened ? (
        <AmendCondition
          patientId={patientId}
          condition={opened}
          onClose={() => setOpened(null)}
          onDone={async () => {
            // the list is new before the dialog goes: whoever opens it at once again corrects the newest version
            await onChanged();
            setOpened(null);
          }}
          onRefused={onChanged}
        />
      ) : null}
    </Card>
  );
}
