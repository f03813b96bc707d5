'use client';

import type { DraftRp, OrderDraft } from '@shirube/core/prescribing/draft';
import { localUncheckedKey, nationalUncheckedKey } from '@shirube/core/prescribing/findings';
import type { OrderFinding } from '@shirube/core/prescribing/schema';
import { Button, Card } from '@shirube/ui';
import { useCallback, useMemo } from 'react';
import { alikeRps, canHold } from './order/arrange.ts';
import { CheckStrip } from './order/check-strip.tsx';
import { useDoseAdvice } from './order/dose-help.tsx';
import { useOrderFacts } from './order/facts.ts';
import { LeftOut } from './order/left-out.tsx';
import { PrescriptionOptionsPanel } from './order/prescription-options.tsx';
import { RpGroup } from './order/rp-group.tsx';
import { shortcuts } from './order/shortcuts.tsx';
import { lastTimes, sinceLastTime } from './order/since.ts';
import { elsewhere, type OrderSurroundings } from './order/surroundings.ts';
import { TakenOutStrip, useTakenOut } from './order/taken-out.tsx';
import { usageInWords } from './order/words.ts';
import { type ChangeOrder, decide, undecide } from './order-actions.ts';
import { UncheckedAlert } from './unchecked-alert.tsx';
import type { OrderChecks } from './use-order-checks.ts';

interface OrderEditorProps {
  /** the order of a visit, or of the change of a prescription that has been issued */
  draft: OrderDraft;
  checks: OrderChecks;
  /** has to stay the same function: RPs that have not changed are not drawn again */
  change: ChangeOrder;
  onAddDrug: () => void;
  /** null: the patient's consent is not asked for here */
  onOralConsent: (() => void) | null;
  /** the order is entered for a doctor, who answers the findings: here they are only shown */
  forDoctor?: boolean | undefined;
  /** the chart around the order; without it there is nothing to compare with or to pick from */
  surroundings?: OrderSurroundings | undefined;
}

/** The prescription being written: RP by RP, with what the checks found in the row that causes it. Everything opens in place. */
export function OrderEditor({
  draft,
  checks,
  change,
  onAddDrug,
  onOralConsent,
  forDoctor = false,
  surroundings = elsewhere,
}: OrderEditorProps) {
  const taken = useTakenOut(draft, change);
  const facts = useOrderFacts(draft.rps);
  const adviceOf = useDoseAdvice(forDoctor ? null : surroundings.visit, draft.rps);
  const decisionOf = (key: string) => draft.decisions.find((each) => each.findingKey === key);
  const { national, local } = checks;
  const localKey = localUncheckedKey(local?.uncheckable ?? []);
  const { pastOrders } = surroundings;
  const known = useMemo(() => lastTimes(pastOrders), [pastOrders]);
  const sinceOf = useCallback(
    (rp: DraftRp, line: DraftRp['medications'][number]) => sinceLastTime(rp, line, known.get(line.yjCode)),
    [known],
  );
  const findingsOf = useMemo(() => {
    const of = new Map<string, OrderFinding[]>();
    for (const finding of checks.findings)
      of.set(finding.subjectId, [...(of.get(finding.subjectId) ?? []), finding]);
    return of;
  }, [checks.findings]);
  const labels = new Map(draft.rps.map((rp, index) => [rp.clientId, `RP${index + 1}`]));
  const nationalFailed = national?.outcome === 'could_not_check';
  const onDecide = forDoctor
    ? null
    : (decision: Parameters<typeof decide>[1]) => change((current) => decide(current, decision));
  return (
    <Card
      title="処方"
      padding="none"
      actions={
        <Button onClick={onAddDrug} aria-keyshortcuts={shortcuts.addDrug.keys}>
          薬を足す
        </Button>
      }
    >
      {draft.rps.length === 0 ? (
        <p className="px-4 py-5 text-ink-2">
          {forDoctor
            ? '薬はまだありません。「薬を足す」で選びます。'
            : '薬はまだありません。「薬を足す」か、右の「よく使う薬」から選びます。'}
        </p>
      ) : null}
      <CheckStrip checks={checks} onOralConsent={onOralConsent} />
      {local && local.uncheckable.length > 0 ? (
        <div className="px-4 py-3">
          <UncheckedAlert
            findingKey={localKey}
            title="自院の薬歴と照合できない薬があります。"
            reason={local.uncheckable.map((each) => `${each.name}：${each.reason}`).join(' ')}
            decision={decisionOf(localKey)}
            onRetry={null}
            onDecide={onDecide}
            onUndecide={() => change((current) => undecide(current, localKey))}
            announced
          />
        </div>
      ) : null}
      {nationalFailed ? (
        <div className="px-4 py-3">
          <UncheckedAlert
            findingKey={nationalUncheckedKey}
            title="全国の重複投薬等チェックが、まだできていません。"
            reason={national.reason ?? ''}
            decision={decisionOf(nationalUncheckedKey)}
            onRetry={checks.checkNationallyAgain}
            onDecide={onDecide}
            onUndecide={() => change((current) => undecide(current, nationalUncheckedKey))}
            announced
          />
        </div>
      ) : null}
      {draft.rps.map((rp) => (
        <RpGroup
          key={rp.clientId}
          rp={rp}
          label={labels.get(rp.clientId) ?? ''}
          alike={alikeRps(draft, rp.clientId)
            .map((each) => labels.get(each.clientId))
            .join('・')}
          elsewhere={draft.rps
            .filter((each) => canHold(each, rp))
            .map(
              (each) =>
                `${each.clientId} ${labels.get(each.clientId)}（${each.usage ? usageInWords(each.usage.text) : '用法なし'}）`,
            )
            .join('\n')}
          splitTimes={draft.options.split?.times ?? null}
          othersHaveDays={draft.rps.length > 1}
          findingsOf={findingsOf}
          sinceOf={sinceOf}
          adviceOf={adviceOf}
          decisions={draft.decisions}
          unchecked={nationalFailed && decisionOf(nationalUncheckedKey) === undefined}
          subsidyCount={surroundings.publicSubsidies.length}
          onRemove={taken.remove}
          change={change}
          onOralConsent={onOralConsent}
          forDoctor={forDoctor}
        />
      ))}
      <TakenOutStrip taken={taken} />
      <LeftOut rps={draft.rps} newest={pastOrders[0]} change={change} />
      {draft.rps.length > 0 ? (
        <PrescriptionOptionsPanel
          order={draft}
          facts={facts}
          findings={checks.findings}
          surroundings={surroundings}
          change={change}
        />
      ) : null}
    </Card>
  );
}
