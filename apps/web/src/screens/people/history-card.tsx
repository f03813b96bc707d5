import type { Person } from '@shirube/core/people/schema';
import { Card, EmptyState } from '@shirube/ui';
import { dateAndClock } from '../format.ts';

/** Who changed what, when, from what to what and why: newest first, and never changed. */
export function HistoryCard({ changes }: { changes: Person['changes'] }) {
  return (
    <Card title="変更の記録" note={`${changes.length}件`} padding="none">
      {changes.length === 0 ? <EmptyState title="変更はまだありません" /> : null}
      <ol>
        {changes.map((change) => (
          <li key={change.id} className="grid gap-1 border-b border-line-2 px-4 py-3 last:border-b-0">
            <p className="flex flex-wrap gap-x-4">
              <strong>{change.what}</strong>
              <span className="text-sub text-ink-2">{`${dateAndClock(change.at)}　${change.actorName}`}</span>
            </p>
            {change.lines.map((line) => (
              <p key={line.field} className="text-sub">
                {`${line.field}　${line.from} → ${line.to}`}
              </p>
            ))}
            {change.reason ? <p className="text-sub text-ink-2">{`理由　${change.reason}`}</p> : null}
          </li>
        ))}
      </ol>
    </Card>
  );
}
