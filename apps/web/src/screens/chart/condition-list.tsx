import type { Chart } from '@shirube/core/charting/schema';
import { Card } from '@shirube/ui';

/** 傷病名, to be read. */
export function ConditionList({ conditions }: { conditions: Chart['conditions'] }) {
  return (
    <Card title="傷病名">
      {conditions.length === 0 ? <p className="text-ink-2">病名はまだありません。</p> : null}
      <ul className="flex flex-wrap gap-2">
        {conditions.map((condition) => (
          <li key={condition.conditionId} className="rounded-control border border-line px-3 py-1.5">
            {condition.displayName}
            {condition.isMain ? '（主病）' : ''}
          </li>
        ))}
      </ul>
    </Card>
  );
}
