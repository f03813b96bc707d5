'use client';

import type { Approval } from '@shirube/core/entries/schema';
import { Button, Card, Checkbox, EmptyState, LinkButton, Notice, Skeleton } from '@shirube/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { fullKana, fullName, monthDay } from '../format.ts';
import { EntryChanges } from './entry-changes.tsx';
import { EntryHeading } from './entry-heading.tsx';
import { ReturnDialog } from './return-dialog.tsx';

const refreshMilliseconds = 30_000;

/** Why it can not be approved from here; null when it can. */
const obstacleTo = (approval: Approval): string | null =>
  approval.restricted
    ? '閲覧が制限されたカルテです。カルテを開いて確かめてください。'
    : approval.encounterId === null
      ? '診察がまだ始まっていません。カルテを開くと承認できます。'
      : null;

/** 代行入力の承認: what was entered for this doctor, the one that is due first on top; one by one or several at once. */
export function ApprovalsScreen({ clinic }: { clinic: string }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const approvals = useQuery({
    ...trpc.entries.approvals.queryOptions({}),
    refetchInterval: refreshMilliseconds,
  });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [returning, setReturning] = useState<Approval | null>(null);
  const approve = useMutation(trpc.entries.approve.mutationOptions());
  const all = (approvals.data ?? []) as Approval[];
  const ready = all.filter((each) => obstacleTo(each) === null);
  const picked = ready.filter((each) => chosen.has(each.entry.proposalId));
  const overdue = all.filter((each) => each.entry.overdue).length;
  const refresh = () =>
    Promise.all([
      queryClient.invalidateQueries(trpc.entries.approvals.queryFilter()),
      queryClient.invalidateQueries(trpc.entries.counts.queryFilter()),
    ]);
  const approveAll = async (lines: readonly Approval[]) => {
    const byPatient = Map.groupBy(lines, (each) => each.patient.id);
    try {
      for (const [patientId, of] of byPatient)
        await approve.mutateAsync({
          patientId,
          proposalIds: of.map((each) => each.entry.proposalId),
          baseRevision: null,
        });
      setChosen(new Set());
    } catch {
      // what could not be approved stays in the list, and the notice says why
    } finally {
      await refresh();
    }
  };
  const toggle = (id: string, on: boolean) =>
    setChosen((before) => {
      const next = new Set(before);
      if (on) next.add(id);
      else next.delete(id);
      return next;
    });
  return (
    <main id="main" className="grid gap-4 px-5 py-4">
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="text-head font-bold">{`代行入力の承認　承認待ち ${all.length}件`}</h1>
        <span className="flex-1" />
        {ready.length > 1 ? (
          <Button
            size="lg"
            variant="tertiary"
            onClick={() =>
              setChosen(
                picked.length === ready.length
                  ? new Set()
                  : new Set(ready.map((each) => each.entry.proposalId)),
              )
            }
          >
            {picked.length === ready.length ? '選択をはずす' : 'すべて選ぶ'}
          </Button>
        ) : null}
        {ready.length > 0 ? (
          <Button
            size="lg"
            variant="primary"
            busy={approve.isPending}
            busyLabel="承認しています"
            unavailableReason={picked.length === 0 ? '承認するものを選んでください' : undefined}
            onClick={() => approveAll(picked)}
          >
            {`選んだ ${picked.length}件 を承認する`}
          </Button>
        ) : null}
      </div>
      <p>
        承認すると、診察の記載に加わります。確定・署名・送信は、これまでどおりカルテで行います。承認するまで、記録にも処方箋にも入りません。
      </p>
      {overdue > 0 ? (
        <Notice tone="warning" title={`承認の期限を過ぎたものが ${overdue}件 あります`} />
      ) : null}
      {approve.isError ? <Notice tone="error" title={sentenceOf(approve.error)} live /> : null}
      {approvals.isError ? <Notice tone="error" title={sentenceOf(approvals.error)} live /> : null}
      {approvals.isPending ? <Skeleton label="承認待ちを開いています" /> : null}
      {approvals.data && all.length === 0 ? <EmptyState title="承認を待つ代行入力はありません" /> : null}
      {all.map((approval) => (
        <ApprovalCard
          key={approval.entry.proposalId}
          clinic={clinic}
          approval={approval}
          chosen={chosen.has(approval.entry.proposalId)}
          busy={approve.isPending}
          onChoose={(on) => toggle(approval.entry.proposalId, on)}
          onApprove={() => approveAll([approval])}
          onReturn={() => setReturning(approval)}
        />
      ))}
      <ReturnDialog
        entry={returning?.entry ?? null}
        patientId={returning?.patient.id ?? ''}
        onClose={() => setReturning(null)}
        onReturned={refresh}
      />
    </main>
  );
}

interface ApprovalCardProps {
  clinic: string;
  approval: Approval;
  chosen: boolean;
  busy: boolean;
  onChoose: (on: boolean) => void;
  onApprove: () => void;
  onReturn: () => void;
}

function ApprovalCard(props: ApprovalCardProps) {
  const { approval, clinic } = props;
  const { patient, entry } = approval;
  const obstacle = obstacleTo(approval);
  const name = fullName(patient);
  return (
    <Card
      title={`${name} さん`}
      note={`${fullKana(patient)}　患者番号 ${patient.patientNumber}　${monthDay(approval.serviceDate)} 受診　${approval.purpose}`}
      actions={
        approval.encounterId === null ? (
          <LinkButton href={`/c/${clinic}/board`}>受付一覧へ</LinkButton>
        ) : (
          <LinkButton
            href={`/c/${clinic}/patients/${patient.id}/encounters/${approval.encounterId}`}
            aria-label={`${name} さんのカルテを開く`}
          >
            カルテを開く
          </LinkButton>
        )
      }
    >
      <div className="grid gap-4">
        <EntryHeading entry={entry} />
        {obstacle ? <Notice tone="info" title={obstacle} /> : null}
        {approval.restricted ? null : <EntryChanges draft={approval.draft} content={entry.content} />}
        {approval.restricted ? null : (
          <div className="flex flex-wrap items-center gap-3">
            {obstacle === null ? (
              <>
                <Checkbox
                  label={`${entry.enteredBy} さんの入力を選ぶ（${name} さん）`}
                  checked={props.chosen}
                  onChange={(event) => props.onChoose(event.target.checked)}
                />
                <Button variant="primary" size="lg" busy={props.busy} onClick={props.onApprove}>
                  承認する
                </Button>
              </>
            ) : null}
            <Button size="lg" onClick={props.onReturn}>
              差し戻す
            </Button>
          </div>
        )}
      </div>
    </Card>
  );
}
