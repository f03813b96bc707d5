'use client';

import type { Chart } from '@shirube/core/charting/schema';
import { Button, Card, Notice, StatusBadge } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { useMay } from '~/client/may.tsx';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { eraDateShort } from '../format.ts';

interface LabLongTermProps {
  patientId: string;
  labs: Chart['labs'];
  onChanged: () => unknown;
}

/** 感染症の検査結果の長期保存: the physician decides for each result. */
export function LabLongTerm({ patientId, labs, onChanged }: LabLongTermProps) {
  const trpc = useTRPC();
  const mayDecide = useMay('chart.confirm');
  const keep = useMutation(trpc.charting.keepLabLongTerm.mutationOptions({ onSuccess: onChanged }));
  const results = labs
    .filter((lab) => lab.isInfection)
    .flatMap((lab) => lab.values.map((value) => ({ ...value, name: lab.name })));
  if (results.length === 0) return null;
  return (
    <Card title="感染症の検査結果" note="長期保存にすると、共有サービスに5年を過ぎても残ります">
      {keep.isError ? <Notice tone="error" title={sentenceOf(keep.error)} live /> : null}
      <ul className="grid gap-2">
        {results.map((result) => (
          <li key={result.observationId} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span>{`${eraDateShort(result.effectiveOn)}　${result.name}　${result.text}`}</span>
            {result.longTerm ? (
              <StatusBadge size="sm" tone="neutral">
                長期保存
              </StatusBadge>
            ) : null}
            {mayDecide && result.origin === null ? (
              <Button
                size="sm"
                variant="tertiary"
                aria-label={`${eraDateShort(result.effectiveOn)} ${result.name}${result.longTerm ? 'の長期保存をやめる' : 'を長期保存にする'}`}
                onClick={() =>
                  keep.mutate({ patientId, observationId: result.observationId, longTerm: !result.longTerm })
                }
              >
                {result.longTerm ? '長期保存をやめる' : '長期保存にする'}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}
