'use client';

import { Button, Card, LinkButton, Notice, StatusBadge } from '@shirube/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { IfMay, useMay } from '~/client/may.tsx';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { dayAndClock, eraDate, prescriptionStatusInWords } from '../format.ts';

const waiting = ['signed', 'register_unknown'];
const pollMilliseconds = 1_000;
export const signingReturnKey = 'shirube.signing.return';
export const signingContinueKey = 'shirube.signing.continue';

interface IssuePanelProps {
  clinic: string;
  patientId: string;
  prescriptionId: string;
  /** sign at once when the doctor has authenticated today */
  signNow: boolean;
}

/** From 確定 to 引換番号: where the prescription stands, what is going on, and what the doctor does if something is not. */
export function IssuePanel({ clinic, patientId, prescriptionId, signNow }: IssuePanelProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const view = useQuery({
    ...trpc.prescribing.view.queryOptions({ patientId, prescriptionId }),
    refetchInterval: (query) => {
      const data = query.state.data;
      if (!data) return pollMilliseconds;
      return waiting.includes(data.status) || (data.status === 'registered' && !data.hasCopy)
        ? pollMilliseconds
        : false;
    },
  });
  const maySign = useMay('prescription.sign');
  const signing = useQuery({ ...trpc.prescribing.signingStatus.queryOptions({}), enabled: maySign });
  const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.prescribing.view.queryKey() });
  const sign = useMutation(trpc.prescribing.sign.mutationOptions({ onSettled: refresh }));
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
  const status = view.data?.status;
  const authorized = signing.data?.authorized ?? false;
  const mustSign = maySign && (status === 'confirmed' || status === 'sign_failed');

  // one click issues: confirmed in this screen (or back from the authentication for it), it is signed without another
  useEffect(() => {
    if (!signNow || tried.current || status !== 'confirmed' || !authorized) return;
    tried.current = true;
    sign.mutate({ patientId, prescriptionId });
  }, [signNow, status, authorized, sign, patientId, prescriptionId]);

  if (!view.data)
    return <Card title="処方箋">{view.isError ? sentenceOf(view.error) : '確かめています'}</Card>;
  const { accessCode, attention, hasCopy, signer, signedAt, validUntil } = view.data;
  return (
    <Card
      title="処方箋"
      actions={
        <StatusBadge
          tone={status === 'registered' || status === 'dispensed' ? 'success' : mustSign ? 'caution' : 'key'}
        >
          {prescriptionStatusInWords[view.data.status] ?? view.data.status}
        </StatusBadge>
      }
    >
      <div className="grid gap-4">
        {mustSign && signing.data && !authorized ? (
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
              ? '認証がすむと、この処方箋に署名して登録します。'
              : 'HPKI の電子証明書が登録されていません。管理者に登録を頼んでください。'}
          </Notice>
        ) : null}
        {mustSign && authorized ? (
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
        ) : null}
        {start.isError ? <Notice tone="error" title={sentenceOf(start.error)} live /> : null}
        {status === 'signed' ? (
          <Notice tone="info" title="電子処方箋管理サービスに登録しています" live>
            ふつうは数秒で終わります。この画面を離れても続きます。
          </Notice>
        ) : null}
        {status === 'register_unknown' ? (
          <Notice tone="warning" title="登録できたか確かめています" live>
            {attention}　同じ処方箋が二重に登録されることはありません。
          </Notice>
        ) : null}
        {status === 'register_failed' ? (
          <Notice
            tone="error"
            title="登録が受け付けられませんでした"
            live
            actions={
              <IfMay permission="outbox.view">
                <LinkButton href={`/c/${clinic}/outbox`}>送信の状況を見る</LinkButton>
              </IfMay>
            }
          >
            {attention}
          </Notice>
        ) : null}
        {accessCode ? (
          <div className="grid gap-1 rounded-control border border-success-line bg-success-tint px-5 py-4">
            <span className="font-bold">引換番号</span>
            <output className="tabular text-[2rem] font-bold leading-tight tracking-wide">
              {accessCode.replace(/(\d{4})(?=\d)/g, '$1 ')}
            </output>
            <span className="text-sub text-ink-2">{`使用期間 ${eraDate(validUntil)} まで`}</span>
          </div>
        ) : null}
        {hasCopy ? (
          <LinkButton
            variant="primary"
            size="lg"
            href={`/c/${clinic}/patients/${patientId}/prescriptions/${prescriptionId}/copy`}
            target="_blank"
            rel="noreferrer"
          >
            処方内容の控えを印刷する
          </LinkButton>
        ) : null}
        {signer && signedAt ? (
          <p className="text-sub text-ink-2">{`電子署名 ${signer} ${dayAndClock(signedAt)}`}</p>
        ) : null}
      </div>
    </Card>
  );
}
