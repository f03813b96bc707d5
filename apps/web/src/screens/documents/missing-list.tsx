'use client';

import type { MissingPart } from '@shirube/core/documents/schema';
import { Card, SuccessIcon } from '@shirube/ui';
import { placeId } from './place.ts';

/** What is still missing, in the order of the form; a press goes to its place. */
export function MissingList({ missing }: { missing: readonly MissingPart[] }) {
  const musts = missing.filter((each) => each.severity === 'must');
  const notes = missing.filter((each) => each.severity === 'note');
  return (
    <Card title="足りないもの" note={musts.length > 0 ? `${musts.length}件` : undefined}>
      <div role="status" className="grid gap-3">
        {musts.length === 0 ? (
          <p className="flex items-center gap-2 font-bold text-success">
            <SuccessIcon />
            足りないものはありません
          </p>
        ) : (
          <ul className="grid gap-2">
            {musts.map((each) => (
              <Part key={`${each.at} ${each.message}`} part={each} />
            ))}
          </ul>
        )}
        {notes.length > 0 ? (
          <>
            <p className="text-sub font-bold text-ink-2">確かめてください（このままでも確定できます）</p>
            <ul className="grid gap-2">
              {notes.map((each) => (
                <Part key={`${each.at} ${each.message}`} part={each} />
              ))}
            </ul>
          </>
        ) : null}
      </div>
    </Card>
  );
}

function Part({ part }: { part: MissingPart }) {
  const id = placeId(part.at);
  return (
    <li>
      <a
        href={`#${id}`}
        className="flex min-h-11 items-center rounded-control px-2 text-key underline hover:bg-key-tint"
        onClick={(event) => {
          const place = document.getElementById(id);
          if (!place) return;
          event.preventDefault();
          place.scrollIntoView({ block: 'center' });
          place.focus({ preventScroll: true });
        }}
      >
        {part.message}
      </a>
    </li>
  );
}
