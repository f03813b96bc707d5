'use client';

import type { PastOrder } from '@shirube/core/charting/schema';
import type { DraftRp } from '@shirube/core/prescribing/draft';
import { Button } from '@shirube/ui';
import { monthDay } from '../../format.ts';
import type { ChangeOrder } from '../order-actions.ts';
import { repeatOrder } from './repeat.ts';
import { leftOut } from './since.ts';

/** 前回あって今回ない薬: left out on purpose, or forgotten; one press brings one back. */
export function LeftOut(props: {
  rps: readonly DraftRp[];
  newest: PastOrder | undefined;
  change: ChangeOrder;
}) {
  const { newest } = props;
  const lines = leftOut(props.rps, newest);
  if (newest === undefined || lines.length === 0) return null;
  return (
    <section aria-label="前回あって今回ない薬" className="grid gap-1.5 border-t border-line-2 px-4 py-2.5">
      <p className="text-sub text-ink-2">{`前回（${monthDay(newest.issuedOn)}）にあって、今回はない薬`}</p>
      <ul className="grid gap-1">
        {lines.map((line) => (
          <li key={line.clientId} className="flex flex-wrap items-center gap-3">
            <span>{line.words}</span>
            <Button
              size="sm"
              variant="tertiary"
              onClick={() =>
                props.change((current) =>
                  repeatOrder(current, newest, { part: 'line', clientId: line.clientId }),
                )
              }
            >
              <span className="sr-only">{`${line.words} を`}</span>
              足す
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
