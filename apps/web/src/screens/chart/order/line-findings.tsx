'use client';

import type { DraftDecision } from '@shirube/core/prescribing/draft';
import type { OrderFinding } from '@shirube/core/prescribing/schema';
import { needsDecision } from '@shirube/core/safety';
import { Disclosure, InfoIcon } from '@shirube/ui';
import { FindingAlert } from '../finding-alert.tsx';
import { type ChangeOrder, decide, undecide } from '../order-actions.ts';

interface LineFindingsProps {
  findings: readonly OrderFinding[];
  /** of every line: what is answered about two lines is answered for both */
  findingsOf: ReadonlyMap<string, readonly OrderFinding[]>;
  decisions: readonly DraftDecision[];
  change: ChangeOrder;
  onRemove: (lineId: string) => void;
  onOralConsent: (() => void) | null;
  forDoctor: boolean;
}

/** The keys of a finding about two lines of this order: it stands in both rows, and is one thing to decide. */
function sameFinding(finding: OrderFinding, of: LineFindingsProps['findingsOf']): string[] {
  const mirrored = (of.get(finding.otherId ?? '') ?? [])
    .filter((other) => other.kind === finding.kind && other.otherId === finding.subjectId)
    .map((other) => other.key);
  return [finding.key, ...mirrored];
}

/** What was found about one line: what asks for an answer stands open, what asks nothing is one small line. */
export function LineFindings(props: LineFindingsProps) {
  const { findings, change } = props;
  const asking = findings.filter(needsDecision);
  const quiet = findings.filter((finding) => !needsDecision(finding));
  return (
    <>
      {asking.map((finding) => (
        <FindingAlert
          key={finding.key}
          finding={finding}
          decision={props.decisions.find((each) => each.findingKey === finding.key)}
          onRemoveSubject={() => props.onRemove(finding.subjectId)}
          onRemoveOther={finding.otherId === null ? null : () => props.onRemove(finding.otherId as string)}
          onDecide={
            props.forDoctor
              ? null
              : (decision) =>
                  change((current) =>
                    sameFinding(finding, props.findingsOf).reduce(
                      (order, findingKey) => decide(order, { ...decision, findingKey }),
                      current,
                    ),
                  )
          }
          onUndecide={() =>
            change((current) => sameFinding(finding, props.findingsOf).reduce(undecide, current))
          }
          onOralConsent={finding.otherName === null ? props.onOralConsent : null}
        />
      ))}
      {quiet.length > 0 ? (
        <Disclosure
          summary={
            <span className="inline-flex flex-wrap items-center gap-1.5 font-normal text-ink">
              <InfoIcon className="text-key" />
              {quiet.length === 1
                ? `参考：${quiet[0]?.words.label} ${quiet[0]?.words.accepted ?? quiet[0]?.title}`
                : `参考になること ${quiet.length}件（${[...new Set(quiet.map((each) => each.words.label))].join('・')}）`}
            </span>
          }
        >
          <ul className="grid gap-2 text-sub">
            {quiet.map((finding) => (
              <li key={finding.key} className="border-l-4 border-key-line pl-3">
                <p>
                  <strong>{finding.words.label}</strong>
                  {`　${finding.title}`}
                </p>
                {finding.words.accepted ? <p>{finding.words.accepted}</p> : null}
                <p className="text-ink-2">
                  {[
                    finding.message,
                    finding.words.facility,
                    finding.words.period,
                    finding.basis,
                    finding.words.data,
                  ]
                    .filter(Boolean)
                    .join('　')}
                </p>
              </li>
            ))}
          </ul>
        </Disclosure>
      ) : null}
    </>
  );
}
