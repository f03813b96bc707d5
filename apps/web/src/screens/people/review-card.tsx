'use client';

import type { AccountReviewState } from '@shirube/core/people/schema';
import { Button, Card, Dialog, Notice, TextArea } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useWhyNot } from '~/client/may.tsx';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { eraDate } from '../format.ts';

interface ReviewCardProps {
  review: AccountReviewState;
  /** how many can sign in now */
  active: number;
  onRecorded: () => Promise<unknown>;
}

/** 棚卸し: an administrator has looked at every account; due every three months. */
export function ReviewCard({ review, active, onRecorded }: ReviewCardProps) {
  const trpc = useTRPC();
  const [asking, setAsking] = useState(false);
  const [note, setNote] = useState('');
  const record = useMutation(
    trpc.people.recordReview.mutationOptions({
      onSuccess: () => {
        setAsking(false);
        setNote('');
        return onRecorded();
      },
    }),
  );
  const button = (
    <Button
      variant={review.overdue ? 'primary' : 'secondary'}
      size="lg"
      unavailableReason={useWhyNot('people.review')}
      onClick={() => setAsking(true)}
    >
      棚卸しを記録する
    </Button>
  );
  const last = review.last
    ? `前回は ${eraDate(review.last.reviewedOn)}、${review.last.reviewedByName} さん（在職 ${review.last.activeCount}人、離職 ${review.last.leftCount}人）。${review.last.note}`
    : 'まだ記録がありません。';
  return (
    <Card title="利用者の棚卸し" note="3か月に1度">
      {review.overdue ? (
        <Notice
          tone="warning"
          title={`棚卸しの期限（${eraDate(review.dueOn)}）を過ぎています`}
          actions={button}
        >
          {`一覧を見て、いまも必要な人だけが在職になっているか、役割と資格が合っているかを確かめてください。${last}`}
        </Notice>
      ) : (
        <div className="flex flex-wrap items-center gap-4">
          <p className="flex-1">{`${last}次は ${eraDate(review.dueOn)} までに。`}</p>
          {button}
        </div>
      )}
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title="棚卸しを記録する"
        actions={
          <Button variant="primary" size="lg" busy={record.isPending} onClick={() => record.mutate({ note })}>
            {`${active}人を確かめたことを記録する`}
          </Button>
        }
      >
        <div className="grid gap-4">
          {record.isError ? <Notice tone="error" title={sentenceOf(record.error)} live /> : null}
          <p>
            {`在職の${active}人について、いまも働いているか、役割と資格が合っているかを確かめたことを、あなたの名前と今日の日付で記録します。`}
          </p>
          <TextArea label="気づいたこと" value={note} onChange={(event) => setNote(event.target.value)} />
        </div>
      </Dialog>
    </Card>
  );
}
