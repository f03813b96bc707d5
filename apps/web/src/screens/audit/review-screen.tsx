'use client';

import { type AnomalyKind, anomalyKinds } from '@shirube/core/audit/schema';
import { Button, Card, Notice, Skeleton, StatusBadge, TextArea } from '@shirube/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { AnomalyList, type Finding } from './anomaly-list.tsx';
import { AuditNav } from './audit-nav.tsx';
import { PastReviews } from './past-reviews.tsx';
import { weekStates } from './review-list-screen.tsx';
import { weekInWords } from './words.ts';

/** One week: each conspicuous thing gets a judgement, then the whole is signed. */
export function ReviewScreen({ clinic, weekStart }: { clinic: string; weekStart: string }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [findings, setFindings] = useState<Record<string, Finding>>({});
  const [comment, setComment] = useState('');
  const options = trpc.audit.review.queryOptions({ weekStart });
  const review = useQuery({ ...options, refetchOnWindowFocus: false });
  const signOff = useMutation(
    trpc.audit.signOff.mutationOptions({
      onSuccess: async () => {
        setFindings({});
        setComment('');
        await queryClient.invalidateQueries({ queryKey: options.queryKey });
        await queryClient.invalidateQueries({ queryKey: trpc.audit.reviews.queryKey() });
        await queryClient.invalidateQueries({ queryKey: trpc.audit.status.queryKey() });
      },
    }),
  );
  if (review.isError || !review.data)
    return (
      <main id="main" className="grid gap-4 px-5 py-4">
        <AuditNav clinic={clinic} current="reviews" />
        {review.isError ? (
          <Notice tone="error" title={sentenceOf(review.error)} live />
        ) : (
          <Skeleton label="一週間の記録をしらべています" />
        )}
      </main>
    );
  const { anomalies, reviews, state, weekEnd, truncated } = review.data;
  const before = new Map(reviews.at(-1)?.findings.map((finding) => [finding.key, finding]));
  const findingOf = (key: string): Finding | undefined => findings[key] ?? before.get(key);
  const judge = (keys: readonly string[], part: Partial<Finding>) =>
    setFindings((all) => ({
      ...all,
      ...Object.fromEntries(
        keys.map((key) => [key, { judgement: 'ok' as const, note: '', ...findingOf(key), ...part }]),
      ),
    }));
  const left = anomalies.filter((anomaly) => !findingOf(anomaly.key)).length;
  const unclear = anomalies.filter((anomaly) => {
    const finding = findingOf(anomaly.key);
    return finding?.judgement === 'follow_up' && finding.note.trim() === '';
  }).length;
  const blocked = blockedBecause({ state, left, unclear, addition: reviews.length > 0, comment });
  return (
    <main id="main" className="grid gap-4 px-5 py-4">
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="text-head font-bold">{weekInWords(weekStart, weekEnd)}</h1>
        <StatusBadge tone={weekStates[state].tone}>{weekStates[state].label}</StatusBadge>
      </div>
      <AuditNav clinic={clinic} current="reviews" />
      {truncated ? (
        <Notice tone="warning" title="件数が多いため、種類ごとに300件までを表示しています">
          残りは「証跡をさがす」で確かめてください。
        </Notice>
      ) : null}
      {anomalies.length === 0 ? (
        <Notice tone="success" title="この週に、目立つ記録はありません" />
      ) : (
        (Object.keys(anomalyKinds) as AnomalyKind[]).map((kind) => (
          <AnomalyList
            key={kind}
            clinic={clinic}
            kind={kind}
            anomalies={anomalies.filter((anomaly) => anomaly.kind === kind)}
            findingOf={findingOf}
            onJudge={judge}
          />
        ))
      )}
      <PastReviews reviews={reviews} />
      <Card title={reviews.length > 0 ? '点検に追記する' : '点検の署名'}>
        <div className="grid gap-4">
          <TextArea
            label="所見"
            hint={
              reviews.length > 0
                ? '追記の理由を書いてください'
                : '気づいたこと、したこと（なくてもかまいません）'
            }
            maxLength={2000}
            value={comment}
            onChange={(event) => setComment(event.target.value)}
          />
          {signOff.isError ? <Notice tone="error" title={sentenceOf(signOff.error)} live /> : null}
          {signOff.isSuccess ? <Notice tone="success" title="点検を記録しました" live /> : null}
          <div>
            <Button
              variant="primary"
              size="lg"
              busy={signOff.isPending}
              unavailableReason={blocked}
              onClick={() =>
                signOff.mutate({
                  weekStart,
                  comment,
                  findings: anomalies.flatMap(({ key }) => {
                    const finding = findingOf(key);
                    return finding ? [{ key, judgement: finding.judgement, note: finding.note }] : [];
                  }),
                })
              }
            >
              {reviews.length > 0 ? '追記して署名する' : '確かめたので署名する'}
            </Button>
          </div>
        </div>
      </Card>
    </main>
  );
}

/** Why the week can not be signed yet, as a sentence; undefined when it can. */
function blockedBecause(week: {
  state: string;
  left: number;
  unclear: number;
  addition: boolean;
  comment: string;
}): string | undefined {
  if (week.state === 'open') return 'この週が終わると署名できます';
  if (week.left > 0) return `あと ${week.left}件に「問題なし」か「要確認」を選ぶと署名できます`;
  if (week.unclear > 0) return '「要確認」の項目に、何を確かめるかを書くと署名できます';
  if (week.addition && week.comment.trim() === '') return '所見に追記の理由を書くと署名できます';
  return undefined;
}
