'use client';

import { LinkButton, Notice } from '@shirube/ui';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTRPC } from '~/client/trpc.tsx';
import { eraDateShort } from '../format.ts';

/** How far the trail is stamped and reviewed; says what waits for somebody. */
export function AuditStatus({ clinic }: { clinic: string }) {
  const trpc = useTRPC();
  const status = useQuery(trpc.audit.status.queryOptions({})).data;
  if (!status) return null;
  const { waiting, reviewsDue, reviewsOverdue } = status;
  const [oldest] = waiting;
  return (
    <div className="grid gap-3">
      {oldest ? (
        <Notice tone="unknown" title={`時刻認証 未完了（${waiting.length}日分）`}>
          {`${eraDateShort(oldest)} からの時刻認証を、時刻認証局から受けられていません。自動でやり直しています。続くときは、運用者に知らせてください。`}
        </Notice>
      ) : null}
      {reviewsDue > 0 ? (
        <Notice
          tone={reviewsOverdue > 0 ? 'warning' : 'info'}
          title={
            reviewsOverdue > 0
              ? `週の点検が ${reviewsOverdue}件、期限を過ぎています`
              : `週の点検が ${reviewsDue}件あります`
          }
          actions={
            <LinkButton as={Link} href={`/c/${clinic}/audit/reviews`} size="sm">
              点検する
            </LinkButton>
          }
        />
      ) : null}
      <p className="text-sub text-ink-2">
        {`記録 ${status.events}件。`}
        {status.stampedThrough
          ? `${eraDateShort(status.stampedThrough)} までの記録は、時刻認証で守られています。`
          : '最初の時刻認証は、一日が終わってから受けます。'}
        記録は診療録と同じ期間（5年以上）保存し、書き換えも削除もできません。
      </p>
    </div>
  );
}
