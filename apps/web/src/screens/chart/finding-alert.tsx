'use client';

import type { DraftDecision } from '@shirube/core/prescribing/draft';
import type { OrderFinding } from '@shirube/core/prescribing/schema';
import { overrideReasons } from '@shirube/core/safety';
import { Button, OrderAlert } from '@shirube/ui';
import { useState } from 'react';
import { monthDay } from '../format.ts';

interface FindingAlertProps {
  finding: OrderFinding;
  decision: DraftDecision | undefined;
  onRemoveSubject: () => void;
  onRemoveOther: (() => void) | null;
  /** null: somebody else decides, the doctor for whom it is entered */
  onDecide: ((decision: DraftDecision) => void) | null;
  onUndecide: () => void;
  /** where names are hidden: the patient agrees at the desk */
  onOralConsent: (() => void) | null;
}

const tones = { block: 'block', inline: 'duplicate', quiet: 'info' } as const;

function sourceOf(finding: OrderFinding): string {
  if (finding.facilityName === null) return 'ほかの医療機関・薬局';
  return finding.facilityName;
}

/** One finding in the row that causes it, with the good answers as buttons. */
export function FindingAlert(props: FindingAlertProps) {
  const { finding, decision } = props;
  const [choosing, setChoosing] = useState(false);
  const period =
    finding.periodFrom && finding.periodTo
      ? [{ term: '重なる期間', detail: `${monthDay(finding.periodFrom)}〜${monthDay(finding.periodTo)}` }]
      : [];
  const facts = [
    ...period,
    ...(finding.condition ? [{ term: '条件', detail: finding.condition }] : []),
    { term: '根拠', detail: finding.source === 'both' ? `${finding.basis}・全国チェック` : finding.basis },
  ];
  return (
    <OrderAlert
      tone={tones[finding.tier]}
      label={finding.words.label}
      source={sourceOf(finding)}
      title={finding.title}
      message={finding.message}
      facts={facts}
      resolution={
        decision ? (
          <span className="inline-flex flex-wrap items-center gap-2">
            理由「{decision.reasonText ?? decision.reasonCode}」で続けます
            <Button size="sm" variant="tertiary" onClick={props.onUndecide}>
              選び直す
            </Button>
          </span>
        ) : undefined
      }
      actions={
        decision ? undefined : choosing ? (
          <>
            {overrideReasons(finding.kind).map((reason) => (
              <Button
                key={reason.code}
                size="sm"
                onClick={() => {
                  setChoosing(false);
                  props.onDecide?.({
                    findingKey: finding.key,
                    decision: 'override',
                    reasonCode: reason.code,
                    reasonText: reason.text,
                  });
                }}
              >
                {reason.text}
              </Button>
            ))}
            <Button size="sm" variant="tertiary" onClick={() => setChoosing(false)}>
              もどる
            </Button>
          </>
        ) : (
          <>
            <Button size="sm" variant="primary" onClick={props.onRemoveSubject}>
              {`${finding.subjectName}をやめる`}
            </Button>
            {props.onRemoveOther ? (
              <Button size="sm" onClick={props.onRemoveOther}>
                {`${finding.otherName ?? 'もう一方'}をやめる`}
              </Button>
            ) : null}
            {props.onOralConsent ? (
              <Button size="sm" onClick={props.onOralConsent}>
                口頭で同意を得て薬の名前を見る
              </Button>
            ) : null}
            {props.onDecide ? (
              <Button size="sm" variant="tertiary" onClick={() => setChoosing(true)}>
                理由を選んで続ける
              </Button>
            ) : (
              <span className="text-sub">続けるかどうかは、確定するときに医師が決めます。</span>
            )}
          </>
        )
      }
    />
  );
}
