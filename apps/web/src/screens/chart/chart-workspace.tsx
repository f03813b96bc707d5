'use client';

import { initialDraft } from '@shirube/core/charting/initial-draft';
import type { Chart } from '@shirube/core/charting/schema';
import { localUncheckedKey, nationalUncheckedKey } from '@shirube/core/prescribing/findings';
import type { OrderFinding } from '@shirube/core/prescribing/schema';
import { needsDecision } from '@shirube/core/safety';
import {
  ActionBar,
  Button,
  Dialog,
  type FindingCount,
  FindingSummary,
  LinkButton,
  Notice,
  SaveState,
  ThreeColumns,
} from '@shirube/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useMay, useMe } from '~/client/may.tsx';
import { reasonOf, sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { DocumentList } from '../documents/document-list.tsx';
import { clock } from '../format.ts';
import { ConditionEditor } from './condition-editor.tsx';
import { ConditionList } from './condition-list.tsx';
import { ConfirmedWorkspace } from './confirmed-workspace.tsx';
import { DraftNotices } from './draft-notices.tsx';
import { FromOutside } from './from-outside.tsx';
import { signingContinueKey } from './issue-panel.tsx';
import { KnownFacts } from './known-facts.tsx';
import { LabLongTerm } from './lab-long-term.tsx';
import { OralConsents } from './oral-consents.tsx';
import { useRememberDrug } from './order/facts.ts';
import { PastVisits } from './order/past-visits.tsx';
import { repeatOrder } from './order/repeat.ts';
import { goToNextAlert, KeyboardHelp, shortcuts, useShortcuts } from './order/shortcuts.tsx';
import { SoapCard } from './order/soap-card.tsx';
import { surroundingsOf } from './order/surroundings.ts';
import { addDrug, addMaterial } from './order-actions.ts';
import { OrderEditor } from './order-editor.tsx';
import { PendingEntries } from './pending-entries.tsx';
import { MaterialForm } from './pickers/material-form.tsx';
import { OrderSetsCard } from './pickers/order-sets-card.tsx';
import type { DrugPick } from './pickers/picks.ts';
import { addRps } from './pickers/use-set.ts';
import { ReadOnlyWorkspace } from './read-only-workspace.tsx';
import { DrugSearch } from './search-panels.tsx';
import { ActiveMedications, Favourites, Labs } from './side-panels.tsx';
import { useEncounterDraft } from './use-encounter-draft.ts';
import { useOrderChecks } from './use-order-checks.ts';

export interface ChartWorkspaceProps {
  clinic: string;
  chart: Chart;
  encounter: NonNullable<Chart['encounter']>;
  today: string;
  externalState: { outcome: string; reason: string | null } | null;
  onChanged: () => Promise<unknown>;
}

/** What 確定 does with the order. */
const issueWords = {
  electronic: '確定して処方箋を発行する（電子署名します）',
  paper: '確定して紙の処方箋を発行する',
  in_house: '確定して院内処方にする',
} as const;

/** How many findings of each kind wait, what blocks first; each kind under its own word. */
function countsOf(open: readonly OrderFinding[]): FindingCount[] {
  return (['block', 'inline'] as const).flatMap((tier) => {
    const words = [...new Set(open.filter((each) => each.tier === tier).map((each) => each.words.label))];
    return words.map((label) => ({
      tone: tier === 'block' ? ('block' as const) : ('duplicate' as const),
      label,
      open: open.filter((each) => each.tier === tier && each.words.label === label).length,
    }));
  });
}

export function ChartWorkspace(props: ChartWorkspaceProps) {
  const mayWrite = useMay('chart.write');
  if (!mayWrite) return <ReadOnlyWorkspace {...props} />;
  return props.encounter.notes.length > 0 ? <ConfirmedWorkspace {...props} /> : <DraftWorkspace {...props} />;
}

function DraftWorkspace({ clinic, chart, encounter, today, externalState, onChanged }: ChartWorkspaceProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const me = useMe();
  const patientId = chart.patient.id;
  // those of a former chart stay where they were written: they are shown, and continue there
  const ownConditions = useMemo(() => chart.conditions.filter((each) => each.origin === null), [chart]);
  const formerConditions = chart.conditions.filter((each) => each.origin !== null);
  const initial = useMemo(
    () => encounter.draft?.content ?? initialDraft(ownConditions, encounter.orderChoices.issueType),
    [encounter, ownConditions],
  );
  const draft = useEncounterDraft({
    owner: me.staffId,
    patientId,
    encounterId: encounter.id,
    initial,
    initialRevision: encounter.draft?.revision ?? 0,
    initialSavedAt: encounter.draft?.updatedAt ?? null,
  });
  const [recorded, setRecorded] = useState(0);
  const checkAgain = useCallback(() => setRecorded((count) => count + 1), []);
  const checks = useOrderChecks({
    patientId,
    encounterId: encounter.id,
    rps: draft.content.rps,
    oralConsent: draft.content.oralConsent,
    enabled: true,
    recorded,
  });
  const [searching, setSearching] = useState(false);
  const confirm = useMutation(trpc.charting.confirm.mutationOptions());
  const consent = useMutation(
    trpc.prescribing.recordOralConsent.mutationOptions({
      onSuccess: () => draft.change((current) => ({ ...current, oralConsent: true })),
    }),
  );
  const { mutate: askConsent } = consent;
  const onOralConsent = useCallback(
    () => askConsent({ patientId, encounterId: encounter.id }),
    [askConsent, patientId, encounter.id],
  );
  const surroundings = useMemo(() => surroundingsOf(chart, today), [chart, today]);
  const rememberDrug = useRememberDrug();
  const add = (hit: DrugPick) => {
    rememberDrug(hit);
    draft.change((current) => addDrug(current, hit));
  };
  const confirmButton = useRef<HTMLButtonElement>(null);
  useShortcuts({
    addDrug: () => setSearching(true),
    nextAlert: goToNextAlert,
    confirm: () => confirmButton.current?.focus(),
  });
  const hasOrder = draft.content.rps.length > 0;
  const decided = (key: string) => draft.content.decisions.some((each) => each.findingKey === key);
  const open = checks.findings.filter((finding) => needsDecision(finding) && !decided(finding.key));
  const unchecked =
    (checks.national?.outcome === 'could_not_check' && !decided(nationalUncheckedKey) ? 1 : 0) +
    ((checks.local?.uncheckable.length ?? 0) > 0 &&
    !decided(localUncheckedKey(checks.local?.uncheckable ?? []))
      ? 1
      : 0);
  const stillChecking = hasOrder && (checks.localState !== 'done' || checks.nationalState === 'waiting');

  const approve = useMutation(trpc.entries.approve.mutationOptions());
  const visitEntries = chart.pendingEntries.filter((entry) => entry.receptionId === encounter.receptionId);
  const refreshEntries = () =>
    Promise.all([onChanged(), queryClient.invalidateQueries(trpc.entries.counts.queryFilter())]);
  const approveEntries = async (proposalIds: string[]) => {
    try {
      const baseRevision = await draft.flush();
      const [approved] = await approve.mutateAsync({ patientId, proposalIds, baseRevision });
      if (approved) draft.adopt(approved);
    } catch {
      // what went wrong stands in the card: the mutation's error or the save state
    }
    await refreshEntries();
  };

  const finish = async () => {
    try {
      const revision = await draft.flush();
      const result = await confirm.mutateAsync({
        patientId,
        encounterId: encounter.id,
        baseRevision: revision,
      });
      if (result.prescriptionId) sessionStorage.setItem(signingContinueKey, result.prescriptionId);
      await onChanged();
    } catch (error) {
      // what went wrong stands in the notice; an entry that came meanwhile is shown
      if (reasonOf(error) === 'needs_decision') await refreshEntries();
    }
  };

  return (
    <main id="main">
      <ThreeColumns
        leftLabel="これまで"
        left={
          <>
            <PastVisits
              visits={chart.pastVisits}
              total={chart.totalVisits}
              onRepeat={(order, what) => draft.change((current) => repeatOrder(current, order, what))}
            />
            <ActiveMedications medications={chart.medications} />
            <FromOutside {...{ clinic, chart, externalState }} onChanged={checkAgain} />
          </>
        }
        middleLabel="今日の診察"
        middle={
          <>
            <DraftNotices what="診察" draft={draft} />
            {consent.isError ? <Notice tone="error" title={sentenceOf(consent.error)} live /> : null}
            <PendingEntries
              patientId={patientId}
              entries={visitEntries}
              draft={draft.content}
              doctorId={encounter.doctorId === me.staffId ? me.staffId : null}
              approving={approve.isPending}
              problem={approve.isError ? sentenceOf(approve.error) : null}
              onApprove={approveEntries}
              onReturned={refreshEntries}
            />
            <SoapCard
              note={`${clock(encounter.startedAt)} 開始　${encounter.departmentName}　${encounter.visitType === 'first' ? '初診' : '再診'}`}
              soap={draft.content.soap}
              change={draft.change}
            />
            <ConditionEditor
              conditions={draft.content.conditions}
              recorded={chart.conditions}
              today={today}
              change={draft.change}
            />
            {formerConditions.length > 0 ? (
              <ConditionList
                {...{ patientId, onChanged }}
                title="統合前のカルテの傷病名"
                conditions={formerConditions}
              />
            ) : null}
            <OrderEditor
              draft={draft.content}
              checks={checks}
              change={draft.change}
              onAddDrug={() => setSearching(true)}
              onOralConsent={onOralConsent}
              surroundings={surroundings}
            />
            <OralConsents consents={encounter.oralConsents} />
          </>
        }
        rightLabel="道具"
        right={
          <>
            <Favourites onAdd={add} onSearch={() => setSearching(true)} />
            <OrderSetsCard
              clinic={clinic}
              order={draft.content}
              onAdd={(rps) => draft.change((current) => addRps(current, rps))}
            />
            <DocumentList clinic={clinic} patientId={patientId} encounterId={encounter.id} />
            <Labs labs={chart.labs} />
            <LabLongTerm {...{ patientId, onChanged }} labs={chart.labs} />
            <KnownFacts
              {...{ chart, today }}
              onChanged={() => {
                checkAgain();
                return onChanged();
              }}
            />
            <KeyboardHelp />
          </>
        }
      />
      <ActionBar
        label="診察の確定"
        status={
          <>
            {confirm.isError ? <Notice tone="error" title={sentenceOf(confirm.error)} live /> : null}
            <SaveState status={draft.status} savedAt={draft.savedAt ? clock(draft.savedAt) : undefined} />
            {hasOrder ? (
              <FindingSummary
                counts={[...countsOf(open), { tone: 'unknown', label: 'チェック未実施', open: unchecked }]}
                onShowNext={goToNextAlert}
              />
            ) : null}
          </>
        }
        actions={
          <>
            <LinkButton href={`/c/${clinic}/board`} size="xl" variant="tertiary">
              途中で離れる
            </LinkButton>
            <Button
              variant="primary"
              size="xl"
              busy={confirm.isPending}
              busyLabel="確定しています"
              unavailableReason={
                visitEntries.length > 0
                  ? '代行入力を承認するか差し戻すと確定できます'
                  : open.length + unchecked > 0
                    ? '警告にどちらか選ぶと確定できます'
                    : stillChecking
                      ? '薬のチェックが終わると確定できます'
                      : undefined
              }
              onClick={finish}
              ref={confirmButton}
              aria-keyshortcuts={shortcuts.confirm.keys}
            >
              {hasOrder ? issueWords[draft.content.issueType] : '診察の記載を確定する'}
            </Button>
          </>
        }
      />
      <Dialog open={searching} onClose={() => setSearching(false)} title="薬を足す" wide>
        <DrugSearch
          onPick={(hit) => {
            add(hit);
            setSearching(false);
          }}
        />
        <div className="mt-4">
          <MaterialForm
            onPick={(material) => {
              draft.change((current) => addMaterial(current, material));
              setSearching(false);
            }}
          />
        </div>
      </Dialog>
    </main>
  );
}
