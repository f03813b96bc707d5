'use client';

import type { DraftDecision } from '@shirube/core/prescribing/draft';
import { proceedUncheckedReasons } from '@shirube/core/safety';
import { Button, OrderAlert } from '@shirube/ui';
import { useId, useState } from 'react';
import { focusSoon } from './order/focus.ts';
import { Reasons } from './order/reasons.tsx';

interface UncheckedAlertProps {
  findingKey: string;
  title: string;
  reason: string;
  decision: DraftDecision | undefined;
  onRetry: (() => void) | null;
  /** null: somebody else decides, the doctor for whom it is entered */
  onDecide: ((decision: DraftDecision) => void) | null;
  onUndecide: () => void;
  announced: boolean;
}

/** チェック未実施: the third outcome. It is shown like a finding and asks for a decision like one. */
export function UncheckedAlert(props: UncheckedAlertProps) {
  const [choosing, setChoosing] = useState(false);
  const id = useId();
  const { decision } = props;
  return (
    <OrderAlert
      id={id}
      tone="unknown"
      label="チェック未実施"
      title={props.title}
      message={props.reason}
      announced={props.announced}
      resolution={
        decision ? (
          <span className="inline-flex flex-wrap items-center gap-2">
            理由「{decision.reasonText ?? decision.reasonCode}」で、チェックしないまま続けます
            <Button size="sm" variant="tertiary" onClick={props.onUndecide}>
              選び直す
            </Button>
          </span>
        ) : undefined
      }
      actions={
        decision ? undefined : choosing ? (
          <Reasons
            reasons={proceedUncheckedReasons()}
            focused
            onPick={(reason) => {
              setChoosing(false);
              focusSoon(id);
              props.onDecide?.({
                findingKey: props.findingKey,
                decision: 'proceed_unchecked',
                reasonCode: reason.code,
                reasonText: reason.text,
              });
            }}
          >
            <Button variant="tertiary" onClick={() => setChoosing(false)}>
              もどる
            </Button>
          </Reasons>
        ) : (
          <>
            {props.onRetry ? (
              <Button variant="primary" onClick={props.onRetry}>
                もう一度チェックする
              </Button>
            ) : null}
            {props.onDecide ? (
              <Button variant="tertiary" onClick={() => setChoosing(true)}>
                理由を選んで、チェックしないまま続ける
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
