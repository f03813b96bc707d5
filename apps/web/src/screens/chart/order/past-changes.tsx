'use client';

import type { DraftMedication } from '@shirube/core/prescribing/draft';
import { displayDrugName } from '@shirube/terminology';
import { Button, StatusBadge } from '@shirube/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { monthDay } from '../../format.ts';
import { type ChangeOrder, replaceDrug } from '../order-actions.ts';
import type { SinceLastTime } from './since.ts';

/** 前回から変わったこと: what was different, and what the drug master says today that it did not say then. */
export function PastChanges(props: { since: SinceLastTime; line: DraftMedication; change: ChangeOrder }) {
  const { since, line, change } = props;
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [problem, setProblem] = useState<string | null>(null);
  const takeSuccessor = async (yjCode: string) => {
    try {
      const hit = await queryClient.fetchQuery(trpc.masters.drug.queryOptions({ yjCode }));
      change((current) => replaceDrug(current, line.clientId, hit));
    } catch (error) {
      setProblem(sentenceOf(error));
    }
  };
  return (
    <>
      {since.on !== null && since.differences.length > 0 ? (
        <p className="text-ink-2">
          {`前回（${monthDay(since.on)}）は `}
          <span className="text-ink">{since.differences.join('、')}</span>
        </p>
      ) : null}
      {since.changes.map((each) => (
        <p key={each.kind} className="flex flex-wrap items-center gap-2">
          <StatusBadge
            size="sm"
            tone={each.kind === 'drug_renamed' || each.kind === 'usage_renamed' ? 'neutral' : 'warning'}
          >
            前回から変わりました
          </StatusBadge>
          <span>{each.message}</span>
          {each.successor ? (
            <Button size="sm" onClick={() => takeSuccessor(each.successor?.yjCode ?? '')}>
              {`${displayDrugName(each.successor.name)} に替える`}
            </Button>
          ) : null}
        </p>
      ))}
      {problem ? (
        <p role="alert" className="font-bold text-danger">
          {problem}
        </p>
      ) : null}
    </>
  );
}
