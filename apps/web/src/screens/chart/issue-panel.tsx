'use client';

import { Button, Card, Chip, Disclosure, LinkButton, Notice, StatusBadge } from '@shirube/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { IfMay, useMay } from '~/client/may.tsx';
import { type Answers, sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { dayAndClock, eraDate } from '../format.ts';
import { CancelDialog } from '../prescriptions/cancel-dialog.tsx';
import { DispensingCard } from '../prescriptions/dispensing-card.tsx';
import { eventWords, issueWords } from '../prescriptions/life-words.ts';
import { PrintLinks } from '../prescriptions/print-links.tsx';
import { SignatureReportPanel } from '../prescriptions/signature-report.tsx';

type View = Answers['prescribing']['view'];

const pollMilliseconds = 1_000;
/** A pharmacy's doings come with the worker's round: asked for now and then while the chart is open. */
const restMilliseconds = 60_000;
export const signingReturnKey = 'shirube.signing.return';
export const signingContinueKey = 'shirube.signing.continue';

interface IssuePanelProps {
  clinic: string;
  patientId: string;
  prescriptionId: string;
  /** sign at once when the doctor has authenticated today */
  signNow: boolean;
}

/** Something is under way that ends in seconds. */
const isMoving = (view: View): boolean =>
  ['signed', 'register_unknown', 'cancel_unknown'].includes(view.status) ||
  (view.status === 'confirmed' && view.issueType !== 'electronic') ||
  (view.status === 'registered' && view.issueType === 'electronic' && !view.hasCopy);

/** One version of a prescription from 確定 on: where it stands, what somebody does now, and what may be done. */
export function IssuePanel({ clinic, patientId, prescriptionId, signNow }: IssuePanelProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const view = useQuery({
    ...trpc.prescribing.view.queryOptions({ patientId, prescriptionId }),
    refetchInterval: (query) => {
      const data = query.state.data;
      return !data || isMoving(data) ? pollMilliseconds : restMilliseconds;
    },
  });
  const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.prescribing.view.queryKey() });
  // one version's step is another's end: all of them, and what the patient takes, are read again
  const status = view.data?.status;
  const before = useRef(status);
  useEffect(() => {
    const changed = before.current !== undefined && before.current !== status;
    before.current = status;
    if (!changed || !status) return;
    void queryClient.invalidateQueries(trpc.prescribing.view.queryFilter());
    if (['registered', 'cancelled', 'superseded'].includes(status))
      void queryClient.invalidateQueries(trpc.charting.open.queryFilter({ patientId }));
  }, [status, queryClient, trpc, patientId]);

  if (!view.data)
    return <Card title="処方箋">{view.isError ? sentenceOf(view.error) : '確かめています'}</Card>;
  const { situation, versionNo, issueType } = view.data;
  const ended = ['cancelled', 'superseded'].includes(view.data.status);
  const body = <PanelBody clinic={clinic} view={view.data} signNow={signNow} onChanged={refresh} />;
  return (
    <Card
      title={versionNo > 1 ? `処方箋（第${versionNo}版）` : '処方箋'}
      note={issueWords[issueType]}
      actions={<StatusBadge tone={situation.tone}>{situation.label}</StatusBadge>}
    >
      {ended && situation.todo === null ? <Disclosure summary="この版の経過を見る">{body}</Disclosure> : body}
    </Card>
  );
}

function PanelBody({
  clinic,
  view,
  signNow,
  onChanged,
}: {
  clinic: string;
  view: View;
  signNow: boolean;
  onChanged: () => Promise<unknown>;
}) {
  const { situation, status, accessCode, refill } = view;
  const isSigning = view.issueType === 'electronic' && ['confirmed', 'sign_failed'].includes(status);
  return (
    <div className="grid gap-4">
      {isSigning ? <Signing view={view} signNow={signNow} onChanged={onChanged} /> : null}
      {!isSigning && situation.todo && situation.need !== 'message' ? (
        <Notice
          tone={noticeTones[situation.tone]}
          title={status === 'paper_only' ? '引換番号のないまま、紙の処方箋を渡してください' : situation.label}
          live
          actions={
            status === 'register_failed' ? (
              <IfMay permission="outbox.view">
                <LinkButton href={`/c/${clinic}/outbox`}>送信の状況を見る</LinkButton>
              </IfMay>
            ) : null
          }
        >
          {situation.todo}
        </Notice>
      ) : null}
      {!isSigning && !situation.todo && isMoving(view) && !accessCode ? (
        <Notice
          tone="info"
          title={status === 'cancel_unknown' ? '取り消しています' : '電子処方箋管理サービスに登録しています'}
          live
        >
          ふつうは数秒で終わります。この画面を離れても続きます。
        </Notice>
      ) : null}
      {accessCode && !['cancelled', 'superseded'].includes(status) ? (
        <div className="grid gap-1 rounded-control border border-success-line bg-success-tint px-5 py-4">
          <span className="font-bold">引換番号</span>
          <output className="tabular text-[2rem] font-bold leading-tight tracking-wide">
            {accessCode.replace(/(\d{4})(?=\d)/g, '$1 ')}
          </output>
          <span className="text-sub text-ink-2">{`使用期間 ${eraDate(view.validUntil)} まで`}</span>
        </div>
      ) : null}
      <PrintLinks
        clinic={clinic}
        patientId={view.patientId}
        prescriptionId={view.id}
        issueType={view.issueType}
        status={status}
      />
      {view.pharmacyName ? <p>{`薬局：${view.pharmacyName}`}</p> : null}
      {refill ? (
        <p>
          {`リフィル ${refill.total}回のうち ${refill.dispensed}回 調剤済み`}
          {refill.next
            ? `　次の調剤は ${eraDate(refill.next.on)} ごろ（${eraDate(refill.next.from)}〜${eraDate(refill.next.to)}）`
            : ''}
        </p>
      ) : null}
      {view.dispensings.map((dispensing) => (
        <DispensingCard key={dispensing.id} patientId={view.patientId} dispensing={dispensing} />
      ))}
      <Acts clinic={clinic} view={view} onChanged={onChanged} />
      {view.signer && view.signedAt ? (
        <p className="text-sub text-ink-2">{`電子署名 ${view.signer} ${dayAndClock(view.signedAt)}`}</p>
      ) : null}
      {view.signature ? <SignatureReportPanel report={view.signature} /> : null}
      <Disclosure summary="この処方箋の経過">
        <ol className="grid gap-1">
          {view.events.map((event) => (
            <li key={`${event.at}${event.type}`}>
              {`${dayAndClock(event.at)}　${eventWords[event.type] ?? event.type}${event.actor ? `（${event.actor}）` : ''}`}
            </li>
          ))}
        </ol>
      </Disclosure>
    </div>
  );
}

const noticeTones = {
  neutral: 'info',
  key: 'info',
  success: 'info',
  caution: 'warning',
  danger: 'error',
  unknown: 'unknown',
} as const;

/** 変更・取消. What is not open says why; what has been begun is gone on with. */
function Acts({
  clinic,
  view,
  onChanged,
}: {
  clinic: string;
  view: View;
  onChanged: () => Promise<unknown>;
}) {
  const mayChange = useMay('prescription.change');
  const [cancelling, setCancelling] = useState(false);
  if (!mayChange || ['superseded', 'dispensed', 'collected'].includes(view.status)) return null;
  const change = `/c/${clinic}/patients/${view.patientId}/prescriptions/${view.id}/change`;
  const changeWord = view.hasChangeDraft
    ? '変更の続きを書く'
    : view.status === 'cancelled'
      ? '内容を直して出し直す'
      : '変更する';
  const why = view.change.why ?? view.cancel.why;
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap gap-3">
        {view.change.open ? (
          <LinkButton href={change} size="lg">
            {changeWord}
          </LinkButton>
        ) : null}
        {view.cancel.open ? (
          <Button size="lg" onClick={() => setCancelling(true)}>
            取り消す
          </Button>
        ) : null}
        {view.hasChangeDraft && view.change.open ? (
          <Chip tone="caution">書きかけの変更があります</Chip>
        ) : null}
      </div>
      {!view.change.open && !view.cancel.open && why !== view.situation.todo ? (
        <p className="text-sub text-ink-2">{why}</p>
      ) : null}
      <CancelDialog
        patientId={view.patientId}
        prescriptionId={view.id}
        open={cancelling}
        onClose={() => setCancelling(false)}
        onAsked={onChanged}
      />
    </div>
  );
}

/** The doctor's part: one authentication a day, then one click. */
function Signing({
  view,
  signNow,
  onChanged,
}: {
  view: View;
  signNow: boolean;
  onChanged: () => Promise<unknown>;
}) {
  const trpc = useTRPC();
  const { patientId, id: prescriptionId, status, attention } = view;
  const maySign = useMay('prescription.sign');
  const signing = useQuery({ ...trpc.prescribing.signingStatus.queryOptions({}), enabled: maySign });
  const sign = useMutation(trpc.prescribing.sign.mutationOptions({ onSettled: onChanged }));
  const start = useMutation(
    trpc.prescribing.startSigning.mutationOptions({
      onSuccess: ({ authorizationUrl }) => {
        sessionStorage.setItem(signingReturnKey, window.location.pathname);
        sessionStorage.setItem(signingContinueKey, prescriptionId);
        window.location.assign(authorizationUrl);
      },
    }),
  );
  const tried = useRef(false);
  const authorized = signing.data?.authorized ?? false;

  // one click issues: confirmed in this screen (or back from the authentication for it), it is signed without another
  useEffect(() => {
    if (!signNow || tried.current || status !== 'confirmed' || !authorized) return;
    tried.current = true;
    sign.mutate({ patientId, prescriptionId });
  }, [signNow, status, authorized, sign, patientId, prescriptionId]);

  if (!maySign || !signing.data) return null;
  return (
    <>
      {authorized ? (
        <Notice
          tone={sign.isError || attention ? 'error' : 'info'}
          title={sign.isError || attention ? '署名できていません' : '署名できます'}
          live
          actions={
            <Button
              variant="primary"
              size="lg"
              busy={sign.isPending}
              busyLabel="署名しています"
              onClick={() => sign.mutate({ patientId, prescriptionId })}
            >
              電子署名して登録する
            </Button>
          }
        >
          {sign.isError ? sentenceOf(sign.error) : (attention ?? '')}
        </Notice>
      ) : (
        <Notice
          tone="info"
          title="電子署名の認証をしてください（1日1回）"
          actions={
            signing.data.available ? (
              <Button variant="primary" size="lg" busy={start.isPending} onClick={() => start.mutate({})}>
                HPKI で認証する
              </Button>
            ) : undefined
          }
        >
          {signing.data.available
            ? `${attention ? `${attention}　` : ''}認証がすむと、この処方箋に署名して登録します。`
            : 'HPKI の電子証明書が登録されていません。管理者に登録を頼んでください。'}
        </Notice>
      )}
      {start.isError ? <Notice tone="error" title={sentenceOf(start.error)} live /> : null}
    </>
  );
}
