'use client';

import { anomalyKinds, type StoredFinding } from '@shirube/core/audit/schema';
import { Card } from '@shirube/ui';
import { toTheSecond } from './words.ts';

interface PastReview {
  versionNo: number;
  reviewerName: string;
  reviewedAt: string;
  comment: string;
  findings: readonly StoredFinding[];
}

/** The sign-offs there are, the newest first. They can be added to, not changed. */
export function PastReviews({ reviews }: { reviews: readonly PastReview[] }) {
  if (reviews.length === 0) return null;
  return (
    <Card title="点検の記録">
      <ol className="grid gap-4">
        {reviews.toReversed().map((review) => {
          const followUps = review.findings.filter((finding) => finding.judgement === 'follow_up');
          return (
            <li key={review.versionNo} className="grid gap-1">
              <p className="font-bold">
                {`${review.versionNo === 1 ? '点検' : `追記 ${review.versionNo - 1}`}　${review.reviewerName}　${toTheSecond(review.reviewedAt)}`}
              </p>
              <p>{`${review.findings.length}件を確かめた（要確認 ${followUps.length}件）。${review.comment}`}</p>
              {followUps.length > 0 ? (
                <ul className="list-disc pl-6">
                  {followUps.map((finding) => (
                    <li key={finding.key}>
                      {`${anomalyKinds[finding.kind]}：${finding.what}　→ ${finding.note}`}
                    </li>
                  ))}
                </ul>
              ) : null}
            </li>
          );
        })}
      </ol>
    </Card>
  );
}
