'use client';

import type { OrderDraft } from '@shirube/core/prescribing/draft';
import { Button, Card, Chip, NumberStepper, OrderGroup, OrderRow } from '@shirube/ui';
import { useState } from 'react';
import { clock } from '../format.ts';
import { FindingAlert } from './finding-alert.tsx';
import { quantityUnit } from './order/words.ts';
import { type ChangeOrder, changeDose, changeRp, decide, removeDrug, undecide } from './order-actions.ts';
import { UncheckedAlert } from './unchecked-alert.tsx';
import { UsageDialog } from './usage-dialog.tsx';
import type { OrderChecks } from './use-order-checks.ts';

/** The keys under which going on without a check is decided; the same words as the use case's. */
export const uncheckedKey = { local: 'could_not_check|local', national: 'could_not_check|national' } as const;

interface OrderEditorProps {
  /** the order of a visit, or of the change of a prescription that has been issued */
  draft: OrderDraft;
  checks: OrderChecks;
  change: ChangeOrder;
  onAddDrug: () => void;
  /** null: the patient's consent is not asked for here */
  onOralConsent: (() => void) | null;
  /** the order is entered for a doctor, who answers the findings: here they are only shown */
  forDoctor?: boolean | undefined;
}

/** The prescription being written: RP by RP, with what the checks found in the row that causes it. */
export function OrderEditor({
  draft,
  checks,
  change,
  onAddDrug,
  onOralConsent,
  forDoctor = false,
}: OrderEditorProps) {
  const [usageFor, setUsageFor] = useState<string | null>(null);
  const usageRp = draft.rps.find((rp) => rp.clientId === usageFor);
  const decisionOf = (key: string) => draft.decisions.find((each) => each.findingKey === key);
  const national = checks.national;
  const local = checks.local;
  return (
    <Card
      title="処方"
      note="院外・電子処方箋"
      padding="none"
      actions={
        <>
          <NationalState checks={checks} />
          <Button onClick={onAddDrug}>薬を足す</Button>
        </>
      }
    >
      {draft.rps.length === 0 ? (
        <p className="px-4 py-5 text-ink-2">
          {forDoctor
            ? '薬はまだありません。「薬を足す」で選びます。'
            : '薬はまだありません。「薬を足す」か、右の「よく使う薬」から選びます。'}
        </p>
      ) : null}
      {local && local.uncheckable.length > 0 ? (
        <div className="px-4 pt-3">
          <UncheckedAlert
            findingKey={uncheckedKey.local}
            title="自院の薬歴と照合できない薬があります。"
            reason={local.uncheckable.map((each) => `${each.name}：${each.reason}`).join(' ')}
            decision={decisionOf(uncheckedKey.local)}
            onRetry={null}
            onDecide={forDoctor ? null : (decision) => change((current) => decide(current, decision))}
            onUndecide={() => change((current) => undecide(current, uncheckedKey.local))}
            announced
          />
        </div>
      ) : null}
      {draft.rps.map((rp, index) => (
        <OrderGroup
          key={rp.clientId}
          title={`RP${index + 1}`}
          usage={rp.usage ? rp.usage.text : <strong className="text-danger">用法を選んでください</strong>}
          duration={
            <NumberStepper
              label={`RP${index + 1} の${quantityUnit(rp.formClass)}`}
              unit={quantityUnit(rp.formClass)}
              value={rp.quantity}
              min={1}
              max={180}
              onChange={(quantity) => change((current) => changeRp(current, rp.clientId, { quantity }))}
            />
          }
          actions={
            <Button size="sm" variant="tertiary" onClick={() => setUsageFor(rp.clientId)}>
              {`用法を変える`}
            </Button>
          }
        >
          {rp.medications.map((medication) => {
            const findings = checks.findings.filter((finding) => finding.subjectId === medication.clientId);
            return (
              <OrderRow
                key={medication.clientId}
                name={medication.name}
                subName={medication.ingredientName}
                amount={
                  <NumberStepper
                    label={`${medication.name} の量`}
                    unit={medication.unit}
                    value={medication.dose === null ? null : Number(medication.dose)}
                    min={0.01}
                    max={9999}
                    step={1}
                    onChange={(dose) =>
                      change((current) =>
                        changeDose(current, medication.clientId, dose === null ? null : String(dose)),
                      )
                    }
                  />
                }
                onRemove={() => change((current) => removeDrug(current, medication.clientId))}
                alerts={
                  <>
                    {findings.map((finding) => (
                      <FindingAlert
                        key={finding.key}
                        finding={finding}
                        decision={decisionOf(finding.key)}
                        onRemoveSubject={() => change((current) => removeDrug(current, medication.clientId))}
                        onRemoveOther={
                          finding.otherId === null
                            ? null
                            : () => change((current) => removeDrug(current, finding.otherId as string))
                        }
                        onDecide={
                          forDoctor ? null : (decision) => change((current) => decide(current, decision))
                        }
                        onUndecide={() => change((current) => undecide(current, finding.key))}
                        onOralConsent={finding.otherName === null ? onOralConsent : null}
                      />
                    ))}
                    {national?.outcome === 'could_not_check' ? (
                      <UncheckedAlert
                        findingKey={uncheckedKey.national}
                        title="全国の重複投薬等チェックが、まだできていません。"
                        reason={national.reason ?? ''}
                        decision={decisionOf(uncheckedKey.national)}
                        onRetry={checks.checkNationallyAgain}
                        onDecide={(decision) => change((current) => decide(current, decision))}
                        onUndecide={() => change((current) => undecide(current, uncheckedKey.national))}
                        announced={index === 0}
                      />
                    ) : null}
                  </>
                }
              />
            );
          })}
        </OrderGroup>
      ))}
      <UsageDialog
        open={usageRp !== undefined}
        formClass={usageRp?.formClass ?? '1'}
        onClose={() => setUsageFor(null)}
        onPick={(usage) => {
          if (usageFor)
            change((current) =>
              changeRp(current, usageFor, {
                usage: { code: usage.code, text: usage.text, timesPerDay: usage.timesPerDay },
              }),
            );
          setUsageFor(null);
        }}
      />
    </Card>
  );
}

function NationalState({ checks }: { checks: OrderChecks }) {
  switch (checks.nationalState) {
    case 'none':
      return null;
    case 'incomplete':
      return <Chip tone="neutral">全国チェックは用法と量がそろってから</Chip>;
    case 'waiting':
      return <Chip tone="key">全国チェック中</Chip>;
    case 'done':
      return checks.national?.outcome === 'could_not_check' ? (
        <Chip tone="unknown">全国チェック 未実施</Chip>
      ) : (
        <Chip tone="success">{`全国チェック ${checks.national ? clock(checks.national.checkedAt) : ''} 済`}</Chip>
      );
  }
}
