'use client';

import type { OrderDraft } from '@shirube/core/prescribing/draft';
import { displayDrugName } from '@shirube/terminology';
import { Button, useAnnouncement } from '@shirube/ui';
import { useCallback, useRef, useState } from 'react';
import type { ChangeOrder } from '../order-actions.ts';
import { placeOf, putBack, removeDrug, type TakenOut } from './arrange.ts';
import { focusSoon, lineElementId, undoElementId } from './focus.ts';

/** Lines taken out of the order since it was opened; each can be put back where it stood. */
export interface TakenOutLines {
  lines: readonly TakenOut[];
  remove: (lineId: string) => void;
  restore: (taken: TakenOut) => void;
}

export function useTakenOut(order: OrderDraft, change: ChangeOrder): TakenOutLines {
  const [lines, setLines] = useState<readonly TakenOut[]>([]);
  const newest = useRef(order);
  newest.current = order;
  const remove = useCallback(
    (lineId: string) => {
      const place = placeOf(newest.current, lineId);
      if (!place) return;
      newest.current = removeDrug(newest.current, lineId);
      setLines((current) => [...current, place]);
      change((current) => removeDrug(current, lineId));
      focusSoon(undoElementId(lineId));
    },
    [change],
  );
  const restore = useCallback(
    (taken: TakenOut) => {
      setLines((current) => current.filter((each) => each !== taken));
      change((current) => putBack(current, taken));
      focusSoon(lineElementId(taken.line.clientId));
    },
    [change],
  );
  return { lines, remove, restore };
}

/** 消した薬: they stay in sight until the order is confirmed, with the way back. */
export function TakenOutStrip({ taken }: { taken: TakenOutLines }) {
  const last = taken.lines.at(-1);
  useAnnouncement(last ? `${displayDrugName(last.line.name)} を消しました。もとに戻せます。` : null);
  if (taken.lines.length === 0) return null;
  return (
    <ul aria-label="消した薬" className="grid gap-1 border-t border-line-2 bg-surface px-4 py-2">
      {taken.lines.map((each) => (
        <li key={each.line.clientId} className="flex flex-wrap items-center gap-3">
          <span className="text-ink-2">
            <s>{displayDrugName(each.line.name)}</s>
            {' を消しました'}
          </span>
          <Button size="sm" id={undoElementId(each.line.clientId)} onClick={() => taken.restore(each)}>
            <span className="sr-only">{`${displayDrugName(each.line.name)} を`}</span>
            もとに戻す
          </Button>
        </li>
      ))}
    </ul>
  );
}
