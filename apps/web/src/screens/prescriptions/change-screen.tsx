'use client';

import { type OrderDraft, orderDraftSchema } from '@shirube/core/prescribing/draft';
import { localUncheckedKey, nationalUncheckedKey } from '@shirube/core/prescribing/findings';
import type { ChangeView } from '@shirube/core/prescribing/life/schema';
import { needsDecision } from '@shirube/core/safety';
import {
  ActionBar,
  Button,
  Dialog,
  FindingSummary,
  LinkButton,
  Notice,
  SaveState,
  Skeleton,
  ThreeColumns,
} from '@shirube/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useAutosave } from '~/client/autosave.ts';
import { useMe } from '~/client/may.tsx';
import { sentenceOf, useTRPC, useTRPCClient } from '~/client/trpc.tsx';
import { DraftNotices } from '../chart/draft-notices.tsx';
import { signingContinueKey } from '../chart/issue-panel.tsx';
import { addDrug, addMaterial } from '../chart/order-actions.ts';
import { OrderEditor } from '../chart/order-editor.tsx';
import { MaterialForm } from '../chart/pickers/material-form.tsx';
import { DrugSearch } from '../chart/search-panels.tsx';
import { useOrderChecks } from '../chart/use-order-checks.ts';
import { clock } from '../format.ts';
import { IssuedOrder } from './issued-order.tsx';

interface ChangePlace {
  clinic: string;
  patientId: string;
  prescriptionId: string;
}

/** 処方箋変更: the issued prescription on the left, its successor beside it, checked like a new order. */
export function ChangeScreen(place: ChangePlace) {
  const trpc = useTRPC();
  const { clinic, patientId, prescriptionId } = place;
  const opened = useQuery({
    ...trpc.prescriptions.openChange.queryOptions({ patientId, prescriptionId }),
    // read once: while the doctor writes, nothing under the hands may change by itself
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  if (opened.isError)
    return (
      <main id="main" className="p-6">
        <Notice tone="error" title={sentenceOf(opened.error)} live />
      </main>
    );
  if (!opened.data)
    return (
      <main id="main" className="p-6">
        <Skeleton label="処方箋を開いています" />
      </main>
    );
  const chart = `/c/${clinic}/patients/${patientId}/encounters/${opened.data.encounterId}`;
  if (opened.data.refusal !== null)
    return (
      <main id="main" className="p-6">
        <Notice
          tone="warning"
          title="この処方箋は変更できません"
          actions={
            <LinkButton href={chart} variant="primary" size="lg">
              カルテにもどる
            </LinkButton>
          }
        >
          {opened.data.refusal}
        </Notice>
      </main>
    );
  return <ChangeForm place={place} chart={chart} opened={opened.data as ChangeView} />;
}

const parseOrder = (kept: unknown): OrderDraft | null => orderDraftSchema.safeParse(kept).data ?? null;

function ChangeForm({ place, chart, opened }: { place: ChangePlace; chart: string; opened: ChangeView }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const router = useRouter();
  const queryClient = useQueryClient();
  const me = useMe();
  const { patientId, prescriptionId } = place;
  const { encounterId } = opened;
  const target = { patientId, prescriptionId };
  const draft = useAutosave<OrderDraft>({
    storageKey: `shirube.change.${prescriptionId}`,
    owner: me.staffId,
    initial: opened.draft?.content ?? opened.initial,
    initialRevision: opened.draft?.revision ?? 0,
    initialSavedAt: opened.draft?.updatedAt ?? null,
    parse: parseOrder,
    save: (content, baseRevision) =>
      client.prescriptions.saveChange.mutate({ ...target, baseRevision, content }),
    newestRevision: async () => (await client.prescriptions.openChange.query(target)).draft?.revision ?? 0,
  });
  const order = draft.content;
  const checks = useOrderChecks({
    patientId,
    encounterId,
    rps: order.rps,
    oralConsent: order.oralConsent,
    enabled: true,
  });
  const [searching, setSearching] = useState(false);
  const [discarding, setDiscarding] = useState(false);
  const leave = async () => {
    draft.drop();
    await queryClient.invalidateQueries(trpc.charting.open.queryFilter({ patientId, encounterId }));
    router.push(chart);
  };
  const confirm = useMutation(trpc.prescriptions.confirmChange.mutationOptions());
  const discard = useMutation(trpc.prescriptions.discardChange.mutationOptions({ onSuccess: leave }));
  const consent = useMutation(
    trpc.prescribing.recordOralConsent.mutationOptions({
      onSuccess: () => draft.change((current) => ({ ...current, oralConsent: true })),
    }),
  );
  const finish = async () => {
    try {
      // saved once more as it stands: the change may be the prescription itself, made out again
      draft.change((current) => current);
      const baseRevision = await draft.flush();
      const confirmed = await confirm.mutateAsync({ ...target, baseRevision });
      if (confirmed.issueType === 'electronic')
        sessionStorage.setItem(signingContinueKey, confirmed.prescriptionId);
      await leave();
    } catch {
      // what went wrong stands in the notice: the mutation's error or the save state
    }
  };
  const decided = (key: string) => order.decisions.some((each) => each.findingKey === key);
  const open = checks.findings.filter((finding) => needsDecision(finding) && !decided(finding.key));
  const unchecked =
    (checks.national?.outcome === 'could_not_check' && !decided(nationalUncheckedKey) ? 1 : 0) +
    ((checks.local?.uncheckable.length ?? 0) > 0 &&
    !decided(localUncheckedKey(checks.local?.uncheckable ?? []))
      ? 1
      : 0);
  const waiting = checks.localState !== 'done' || checks.nationalState === 'waiting';
  const failed = confirm.error ?? discard.error ?? consent.error;
  return (
    <main id="main">
      <h1 className="px-5 pt-4 text-title font-bold">{`処方箋の変更　${opened.patientName}`}</h1>
      <ThreeColumns
        leftLabel="いまの処方箋"
        left={<IssuedOrder record={opened.record} issuedOn={opened.issuedOn} />}
        middleLabel="変更後の処方箋"
        middle={
          <>
            <DraftNotices what="変更" draft={draft} />
            {failed ? <Notice tone="error" title={sentenceOf(failed)} live /> : null}
            <OrderEditor
              draft={order}
              checks={checks}
              change={(update) => draft.change((current) => update(current))}
              onAddDrug={() => setSearching(true)}
              onOralConsent={() => consent.mutate({ patientId, encounterId })}
            />
          </>
        }
        rightLabel="変更のあと"
        right={
          <Notice tone="info" title="変更すると、引換番号が変わります">
            電子処方箋管理サービスが変更を受け付けると、新しい引換番号と控え（紙の処方箋）が出ます。患者に渡し直してください。それまでは、いまの処方箋が有効です。
          </Notice>
        }
      />
      <ActionBar
        label="変更の確定"
        status={
          <>
            <SaveState status={draft.status} savedAt={draft.savedAt ? clock(draft.savedAt) : undefined} />
            <FindingSummary
              counts={[
                { tone: 'block', open: open.filter((finding) => finding.kind !== 'duplicate').length },
                { tone: 'duplicate', open: open.filter((finding) => finding.kind === 'duplicate').length },
                { tone: 'unknown', label: 'チェック未実施', open: unchecked },
              ]}
            />
          </>
        }
        actions={
          <>
            <Button size="xl" variant="tertiary" onClick={() => setDiscarding(true)}>
              変更をやめる
            </Button>
            <Button
              variant="primary"
              size="xl"
              busy={confirm.isPending}
              busyLabel="確定しています"
              unavailableReason={
                order.rps.length === 0
                  ? '薬を全部やめるときは、変更をやめて、処方箋を取り消してください'
                  : open.length + unchecked > 0
                    ? '警告にどちらか選ぶと確定できます'
                    : waiting
                      ? '薬のチェックが終わると確定できます'
                      : undefined
              }
              onClick={finish}
            >
              {order.issueType === 'electronic' ? '変更を確定する（電子署名します）' : '変更を確定する'}
            </Button>
          </>
        }
      />
      <Dialog open={searching} onClose={() => setSearching(false)} title="薬を足す">
        <DrugSearch
          onPick={(hit) => {
            draft.change((current) => addDrug(current, hit));
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
      <Dialog
        open={discarding}
        onClose={() => setDiscarding(false)}
        kind="alert"
        title="変更をやめますか"
        actions={
          <>
            <Button size="lg" onClick={() => setDiscarding(false)}>
              変更を続ける
            </Button>
            <Button
              variant="danger"
              size="lg"
              busy={discard.isPending}
              onClick={() => discard.mutate(target)}
            >
              変更をやめて、カルテにもどる
            </Button>
          </>
        }
      >
        書きかけの変更は消えます。いまの処方箋はそのままです。
      </Dialog>
    </main>
  );
}
