'use client';

import { type EmergencyReport, type Judgement, judgements } from '@shirube/core/restrictions/schema';
import { Button, Card, EmptyState, Notice, RadioCards, Skeleton, StatusBadge, TextField } from '@shirube/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { dayAndClock } from '../format.ts';

/** 緊急の閲覧の確認: what nobody has confirmed stands first. */
export function EmergencyReviewScreen() {
  const trpc = useTRPC();
  const reports = useQuery(trpc.restrictions.emergencies.queryOptions({}));
  const all = (reports.data ?? []) as EmergencyReport[];
  const open = all.filter((report) => report.review === null);
  return (
    <main id="main" className="grid gap-5 px-5 py-4">
      <h1 className="text-head font-bold">緊急の閲覧の確認</h1>
      <p>
        制限されたカルテを理由を残して開いた記録です。開いた本人に事情を確かめて、翌日までに判断を残してください。診療の内容は表示しません。
      </p>
      {reports.isError ? <Notice tone="error" title={sentenceOf(reports.error)} live /> : null}
      {reports.isPending ? <Skeleton label="記録を開いています" /> : null}
      {reports.data && all.length === 0 ? <EmptyState title="緊急の閲覧はありません" /> : null}
      {open.some((report) => report.overdue) ? (
        <Notice tone="warning" title="確認が遅れている閲覧があります">
          開いてから24時間を過ぎたものがあります。
        </Notice>
      ) : null}
      {all.map((report) => (
        <ReportCard key={report.id} report={report} />
      ))}
    </main>
  );
}

function ReportCard({ report }: { report: EmergencyReport }) {
  return (
    <Card
      title={`${dayAndClock(report.openedAt)}　${report.staffName}`}
      note={`患者番号 ${report.patientNumber}　${report.patientName} さん`}
      headingLevel={2}
    >
      <div className="grid gap-4">
        <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5">
          <dt className="text-ink-2">理由</dt>
          <dd>{`${report.reason}：${report.reasonText}`}</dd>
          <dt className="text-ink-2">時間</dt>
          <dd>
            {`${dayAndClock(report.openedAt)} から ${dayAndClock(report.endedAt)} まで`}
            {report.live ? '（まだ開いています）' : ''}
          </dd>
          <dt className="text-ink-2">したこと</dt>
          <dd>
            {report.parts.length === 0
              ? '記録を開いていません'
              : report.parts.map((part) => `${part.label} ${part.count}回`).join('、')}
          </dd>
        </dl>
        {report.review ? (
          <p>
            <StatusBadge tone="success">確認済み</StatusBadge>
            <span className="ml-3">
              {`${report.review.judgement}　${report.review.comment}（${report.review.reviewedBy} ${dayAndClock(report.review.reviewedAt)}）`}
            </span>
          </p>
        ) : report.own ? (
          <Notice tone="info" title="自分の閲覧は、ほかの管理者が確かめます" />
        ) : (
          <ReviewForm report={report} />
        )}
      </div>
    </Card>
  );
}

function ReviewForm({ report }: { report: EmergencyReport }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [judgement, setJudgement] = useState<Judgement | null>(null);
  const [comment, setComment] = useState('');
  const review = useMutation(
    trpc.restrictions.reviewEmergency.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.restrictions.emergencies.queryFilter()),
    }),
  );
  return (
    <div className="grid gap-4 border-t border-line-2 pt-4">
      {report.overdue ? <StatusBadge tone="warning">確認が遅れています</StatusBadge> : null}
      <RadioCards<Judgement>
        label="判断"
        options={(Object.keys(judgements) as Judgement[]).map((value) => ({
          value,
          label: judgements[value],
        }))}
        value={judgement}
        onChange={setJudgement}
        columns={3}
      />
      <TextField
        label="確かめた内容"
        required
        maxLength={200}
        value={comment}
        onChange={(event) => setComment(event.target.value)}
      />
      {review.isError ? <Notice tone="error" title={sentenceOf(review.error)} live /> : null}
      <div>
        <Button
          variant="primary"
          size="lg"
          busy={review.isPending}
          unavailableReason={
            judgement === null || comment.trim() === '' ? '判断と内容を入れると残せます' : undefined
          }
          onClick={() =>
            judgement && review.mutate({ accessId: report.id, judgement, comment: comment.trim() })
          }
        >
          確認を残す
        </Button>
      </div>
    </div>
  );
}
