'use client';

import { type Anomaly, type AnomalyKind, anomalyKinds } from '@shirube/core/audit/schema';
import { Button, Card, SegmentedControl, TextField } from '@shirube/ui';
import { WhoSawLink } from './who-saw-link.tsx';
import { toTheSecond } from './words.ts';

export interface Finding {
  judgement: 'ok' | 'follow_up';
  note: string;
}

interface AnomalyListProps {
  clinic: string;
  kind: AnomalyKind;
  anomalies: readonly Anomaly[];
  findingOf: (key: string) => Finding | undefined;
  onJudge: (keys: readonly string[], part: Partial<Finding>) => void;
}

/** The anomalies of one kind, each with its judgement beside it. */
export function AnomalyList({ clinic, kind, anomalies, findingOf, onJudge }: AnomalyListProps) {
  if (anomalies.length === 0) return null;
  const open = anomalies.filter((anomaly) => !findingOf(anomaly.key)).map((anomaly) => anomaly.key);
  return (
    <Card
      title={anomalyKinds[kind]}
      note={`${anomalies.length}件${open.length > 0 ? `　未判断 ${open.length}件` : ''}`}
      padding="none"
      actions={
        open.length > 1 ? (
          <Button size="sm" onClick={() => onJudge(open, { judgement: 'ok' })}>
            {`${anomalyKinds[kind]}の残り${open.length}件は問題なし`}
          </Button>
        ) : null
      }
    >
      <ul>
        {anomalies.map((anomaly) => (
          <li key={anomaly.key} className="border-b border-line-2 last:border-b-0">
            <AnomalyRow
              clinic={clinic}
              anomaly={anomaly}
              finding={findingOf(anomaly.key)}
              onJudge={(part) => onJudge([anomaly.key], part)}
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}

interface AnomalyRowProps {
  clinic: string;
  anomaly: Anomaly;
  finding: Finding | undefined;
  onJudge: (part: Partial<Finding>) => void;
}

function AnomalyRow({ clinic, anomaly, finding, onJudge }: AnomalyRowProps) {
  const about = `${anomaly.actorName}${anomaly.patientNumber ? `と患者${anomaly.patientNumber}` : ''} ${toTheSecond(anomaly.first)}`;
  return (
    <div className="grid gap-2 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p className="min-w-0 flex-[1_1_24rem]">
          <strong>{anomaly.actorName}</strong>
          {`　${anomaly.what}`}
          {anomaly.patientId && anomaly.patientNumber ? (
            <>
              {'　'}
              <WhoSawLink clinic={clinic} patientId={anomaly.patientId}>
                {`${anomaly.patientNumber} ${anomaly.patientName ?? ''}`}
              </WhoSawLink>
            </>
          ) : null}
          <span className="block text-sub text-ink-2">
            {anomaly.first === anomaly.last
              ? toTheSecond(anomaly.first)
              : `${toTheSecond(anomaly.first)} 〜 ${toTheSecond(anomaly.last)}　${anomaly.count}回`}
          </span>
        </p>
        <SegmentedControl<'none' | 'ok' | 'follow_up'>
          label={`判断：${about}`}
          segments={[
            ...(finding ? [] : [{ value: 'none' as const, label: '未判断' }]),
            { value: 'ok', label: '問題なし' },
            { value: 'follow_up', label: '要確認' },
          ]}
          value={finding?.judgement ?? 'none'}
          onChange={(value) => {
            if (value !== 'none') onJudge({ judgement: value });
          }}
        />
      </div>
      {finding?.judgement === 'follow_up' ? (
        <TextField
          label={`確かめること：${about}`}
          required
          maxLength={500}
          value={finding.note}
          onChange={(event) => onJudge({ note: event.target.value })}
        />
      ) : null}
    </div>
  );
}
