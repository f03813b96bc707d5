import type { Entry } from '@shirube/core/entries/schema';
import { StatusBadge } from '@shirube/ui';
import { dayAndClock } from '../format.ts';

/** Who entered it for whom and when, and until when it should be approved. */
export function EntryHeading({ entry }: { entry: Entry }) {
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <StatusBadge tone="caution" emphasis="filled">
        未承認
      </StatusBadge>
      {entry.overdue ? (
        <StatusBadge tone="danger" emphasis="filled">
          期限切れ
        </StatusBadge>
      ) : null}
      <span>
        <strong>{entry.enteredBy}</strong>
        {` さんが ${entry.onBehalfOf} 医師の代わりに入力`}
        {entry.versionNo > 1 ? `（第${entry.versionNo}版）` : ''}
      </span>
      <span className="text-sub text-ink-2">
        {`${dayAndClock(entry.submittedAt)} 提出　期限 ${dayAndClock(entry.dueAt)}`}
      </span>
    </p>
  );
}
