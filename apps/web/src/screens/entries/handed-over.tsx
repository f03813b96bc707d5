import type { Entry } from '@shirube/core/entries/schema';
import { Card, StatusBadge } from '@shirube/ui';
import { dayAndClock } from '../format.ts';
import { EntryChanges } from './entry-changes.tsx';
import { entryStateLook } from './state-words.ts';

/** この受付で提出したもの: the person's own versions, newest first. */
export function HandedOver({ entries }: { entries: readonly Entry[] }) {
  if (entries.length === 0) return null;
  return (
    <Card title="この受付で提出したもの" padding="none">
      <ul className="divide-y divide-line-2">
        {entries.map((entry) => (
          <li key={entry.proposalId} className="grid gap-2 px-4 py-3">
            <p className="flex flex-wrap items-center gap-x-3">
              <StatusBadge tone={entryStateLook[entry.state].tone}>
                {entryStateLook[entry.state].label}
              </StatusBadge>
              <span>{`${entry.onBehalfOf} 医師あて　第${entry.versionNo}版　${dayAndClock(entry.submittedAt)} 提出`}</span>
            </p>
            {entry.comment ? (
              <p className="whitespace-pre-wrap">{`差し戻しの理由：${entry.comment}`}</p>
            ) : null}
            <EntryChanges draft={null} content={entry.content} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
