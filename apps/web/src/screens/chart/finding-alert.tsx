'use client';

import type { DraftDecision } from '@shirube/core/prescribing/draft';
import type { OrderFinding } from '@shirube/core/prescribing/schema';
import { overrideReasons } from '@shirube/core/safety';
import { Button, OrderAlert } from '@shirube/ui';
import { useId, useState } from 'react';
import { focusSoon } from './order/focus.ts';
import { Reasons } from './order/reasons.tsx';

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

/** Reasons that stand open in an inline finding; the rest come with one press more. */
const reasonsOpen = 3;

/**
 * One finding in the row that causes it, in the words it came with, and the good answers as buttons. What blocks shows its reasons
 * when asked for, what is inline has them at hand.
 */
export function FindingAlert(props: FindingAlertProps) {
  const { finding, decision } = props;
  const [choosing, setChoosing] = useState(false);
  const id = useId();
  const { words } = finding;
  const facts = [
    ...(finding.condition ? [{ term: '条件', detail: finding.condition }] : []),
    { term: '根拠', detail: finding.basis },
  ];
  const where = [words.period, words.source, words.data].filter((each) => each !== null).join('　');
  return (
    <OrderAlert
      id={id}
      tone={tones[finding.tier]}
      label={words.label}
      source={words.facility ?? (finding.otherOrigin === 'external' ? 'ほかの医療機関・薬局' : undefined)}
      title={finding.title}
      message={
        <>
          {finding.message}
          {decision ? null : <span className="block text-sub text-ink-2">{where}</span>}
        </>
      }
      facts={decision ? [] : facts}
      resolution={
        decision ? (
          <span className="inline-flex flex-wrap items-center gap-2">
            理由「{decision.reasonText ?? decision.reasonCode}」で続けます
            <Button
              size="sm"
              variant="tertiary"
              onClick={() => {
                props.onUndecide();
                focusSoon(id);
              }}
            >
              選び直す
            </Button>
          </span>
        ) : undefined
      }
      actions={
        decision ? undefined : (
          <Answers
            {...props}
            choosing={choosing}
            onChoose={setChoosing}
            onDecide={
              props.onDecide &&
              ((answer) => {
                props.onDecide?.(answer);
                focusSoon(id);
              })
            }
          />
        )
      }
    />
  );
}

function Answers(props: FindingAlertProps & { choosing: boolean; onChoose: (choosing: boolean) => void }) {
  const { finding, choosing, onDecide } = props;
  const reasons = overrideReasons(finding.kind);
  const pick = (reason: { code: string; text: string }) => {
    props.onChoose(false);
    onDecide?.({
      findingKey: finding.key,
      decision: 'override',
      reasonCode: reason.code,
      reasonText: reason.text,
    });
  };
  const back = (
    <Button variant="tertiary" onClick={() => props.onChoose(false)}>
      もどる
    </Button>
  );
  const inline = finding.tier === 'inline' && onDecide !== null;
  if (choosing)
    return (
      <Reasons reasons={reasons} onPick={pick} focused>
        {back}
      </Reasons>
    );
  return (
    <>
      {inline ? (
        <Reasons reasons={reasons.filter((reason) => !reason.needsText).slice(0, reasonsOpen)} onPick={pick}>
          <Button variant="tertiary" onClick={() => props.onChoose(true)}>
            ほかの理由
          </Button>
        </Reasons>
      ) : null}
      <Button variant={inline ? 'tertiary' : 'primary'} onClick={props.onRemoveSubject}>
        {`${finding.subjectName}をやめる`}
      </Button>
      {props.onRemoveOther ? (
        <Button variant={inline ? 'tertiary' : 'secondary'} onClick={props.onRemoveOther}>
          {`${finding.otherName ?? 'もう一方'}をやめる`}
        </Button>
      ) : null}
      {props.onOralConsent ? (
        <Button onClick={props.onOralConsent}>口頭で同意を得て薬の名前を見る</Button>
      ) : null}
      {onDecide === null ? (
        <span className="text-sub">続けるかどうかは、確定するときに医師が決めます。</span>
      ) : inline ? null : (
        <Button variant="tertiary" onClick={() => props.onChoose(true)}>
          理由を選んで続ける
        </Button>
      )}
    </>
  );
}
