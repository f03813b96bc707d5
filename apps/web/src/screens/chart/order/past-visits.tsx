'use client';

import type { Chart, PastOrder } from '@shirube/core/charting/schema';
import { Button, Card, Disclosure, VisitCard } from '@shirube/ui';
import { eraDateWithWeekday } from '../../format.ts';
import type { Repeated } from './repeat.ts';
import { lineInWords } from './words.ts';

type PastVisit = Chart['pastVisits'][number];
type OnRepeat = (order: PastOrder, what: Repeated) => void;

const visitsOpen = 3;

/** これまでの受診, newest first, each with its 前回DO: all of it, one RP or one line. */
export function PastVisits(props: {
  visits: readonly PastVisit[];
  total: number;
  onRepeat: OnRepeat | null;
}) {
  const [first, rest] = [props.visits.slice(0, visitsOpen), props.visits.slice(visitsOpen)];
  const newest = props.visits.find((visit) => visit.order !== null);
  const card = (visit: PastVisit) => (
    <VisitCard
      key={visit.encounterId}
      date={eraDateWithWeekday(visit.serviceDate)}
      kind={visit.visitType === 'first' ? '初診' : '再診'}
      by={`${visit.departmentName} ${visit.doctorName}`}
      summary={
        visit.note ? (
          <span className="whitespace-pre-wrap">
            {[visit.note.subjective, visit.note.assessment, visit.note.plan].filter(Boolean).join('\n')}
            {visit.versionCount > 1 ? `（訂正あり 第${visit.note.versionNo}版）` : ''}
          </span>
        ) : (
          '記載は確定していません'
        )
      }
      orders={visit.order?.rps.flatMap((rp) => rp.medications.map((line) => lineInWords(rp, line))) ?? []}
      actions={
        props.onRepeat && visit.order ? (
          <RepeatButtons order={visit.order} isNewest={visit === newest} onRepeat={props.onRepeat} />
        ) : undefined
      }
    />
  );
  return (
    <Card title="これまでの受診" note={`${props.total}件`} padding="none">
      {first.length === 0 ? (
        <p className="p-4 text-ink-2">この医院での受診は初めてです。</p>
      ) : (
        first.map(card)
      )}
      {rest.length > 0 ? (
        <div className="p-3">
          <Disclosure summary={`もっと前の受診（${rest.length}）`}>{rest.map(card)}</Disclosure>
        </div>
      ) : null}
    </Card>
  );
}

function RepeatButtons(props: { order: PastOrder; isNewest: boolean; onRepeat: OnRepeat }) {
  const { order, onRepeat } = props;
  const count = order.rps.reduce((sum, rp) => sum + rp.medications.length, 0);
  return (
    <div className="grid w-full gap-2">
      <Button
        fullWidth
        variant={props.isNewest ? 'secondary' : 'tertiary'}
        onClick={() => onRepeat(order, { part: 'all' })}
      >
        {props.isNewest ? '前回と同じ処方' : 'この日と同じ処方'}
      </Button>
      {count > 1 ? (
        <Disclosure summary="一部だけ使う">
          <ul className="grid gap-3">
            {order.rps.map((rp, index) => (
              <li key={rp.clientId} className="grid gap-1.5">
                {rp.medications.length > 1 ? (
                  <Button
                    size="sm"
                    fullWidth
                    onClick={() => onRepeat(order, { part: 'rp', clientId: rp.clientId })}
                  >
                    {`RP${index + 1} の ${rp.medications.length}つとも足す`}
                  </Button>
                ) : null}
                {rp.medications.map((line) => (
                  <Button
                    key={line.clientId}
                    size="sm"
                    fullWidth
                    variant="tertiary"
                    onClick={() => onRepeat(order, { part: 'line', clientId: line.clientId })}
                  >
                    {`${lineInWords(rp, line)} を足す`}
                  </Button>
                ))}
              </li>
            ))}
          </ul>
        </Disclosure>
      ) : null}
    </div>
  );
}
