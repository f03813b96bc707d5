'use client';

import { Button, Chip, Disclosure, StatusBadge } from '@shirube/ui';
import { useEffect, useState } from 'react';
import { clock } from '../../format.ts';
import type { OrderChecks } from '../use-order-checks.ts';

/** Longer than this the doctor is told that the national service is slow; nothing has to wait for it but the confirmation. */
const slowMilliseconds = 4_000;

/**
 * What has been checked, in one line that keeps its place from the first drug on: an answer that comes changes its words and moves
 * nothing. Where names are hidden, the patient's word at the desk shows them.
 */
export function CheckStrip({
  checks,
  onOralConsent,
}: {
  checks: OrderChecks;
  onOralConsent: (() => void) | null;
}) {
  const { local, national } = checks;
  const slow = useSlow(checks.nationalState === 'waiting');
  if (checks.localState === 'none') return null;
  const hidden = national?.namesDisclosed === false && national.findings.length > 0;
  const gaps = (local?.coverage ?? []).filter((each) => each.state !== 'checked');
  return (
    <div className="grid gap-1 border-b border-line-2 px-4 py-2 text-sub">
      <p role="status" className="flex min-h-7 flex-wrap items-center gap-x-4 gap-y-1">
        <span>{localWords(checks)}</span>
        <span className="inline-flex flex-wrap items-center gap-2">
          <NationalWords checks={checks} slow={slow} />
        </span>
      </p>
      {hidden ? (
        <div className="flex flex-wrap items-center gap-3">
          <span>閲覧の同意がないため、ほかの医療機関の薬と施設の名前は表示していません。</span>
          {onOralConsent ? (
            <Button size="sm" onClick={onOralConsent}>
              口頭で同意を得て名前を見る（カルテに記録します）
            </Button>
          ) : null}
        </div>
      ) : null}
      {gaps.length > 0 ? (
        <Disclosure
          summary={<span className="font-normal">{`確かめられていないこと（${gaps.length}）`}</span>}
        >
          <ul className="grid gap-1">
            {gaps.map((each) => (
              <li key={`${each.kind}|${each.text}`} className="flex flex-wrap items-baseline gap-2">
                <StatusBadge size="sm" tone={each.state === 'could_not_check' ? 'unknown' : 'neutral'}>
                  {each.label}
                </StatusBadge>
                <span>{each.text}</span>
              </li>
            ))}
          </ul>
        </Disclosure>
      ) : null}
    </div>
  );
}

function useSlow(waiting: boolean): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    setSlow(false);
    if (!waiting) return;
    const timer = setTimeout(() => setSlow(true), slowMilliseconds);
    return () => clearTimeout(timer);
  }, [waiting]);
  return slow;
}

function localWords({ local, localState }: OrderChecks): string {
  if (localState === 'waiting' || local === null) return 'この医院の記録と照らしています';
  return local.outcome === 'could_not_check'
    ? 'この医院の記録とは照らしきれていません'
    : 'この医院の記録と照らしました';
}

function NationalWords({ checks, slow }: { checks: OrderChecks; slow: boolean }) {
  const { national } = checks;
  switch (checks.nationalState) {
    case 'none':
      return null;
    case 'incomplete':
      return <Chip tone="neutral">全国チェックは用法と量がそろってから</Chip>;
    case 'waiting':
      return (
        <>
          <Chip tone="key">全国チェック中</Chip>
          {slow ? <span>時間がかかっています。このまま書き続けられます。</span> : null}
        </>
      );
    case 'done':
      return national?.outcome === 'could_not_check' ? (
        <Chip tone="unknown">全国チェック 未実施</Chip>
      ) : (
        <>
          <Chip tone="success">{`全国チェック ${national ? clock(national.checkedAt) : ''} 済`}</Chip>
          {national?.outcome === 'clear' ? (
            <span>ほかの医療機関・薬局の薬とは、重なりも併用禁忌も見つかりませんでした。</span>
          ) : null}
        </>
      );
  }
}
