'use client';

import type { DocumentVersion, DocumentView } from '@shirube/core/documents/schema';
import { Button, Card, Dialog, LinkButton, Notice, StatusBadge, TextField } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useKeptState } from '~/client/kept-state.ts';
import { IfMay } from '~/client/may.tsx';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { dateAndClock, eraDate } from '../format.ts';
import type { DocumentPlace } from './document-screen.tsx';
import { SignVersion } from './sign-version.tsx';
import { sendStates } from './words.ts';

/** A confirmed document: where it is, its versions, its paper; what can be done with it. */
export function VersionsScreen({
  place,
  view,
  onChanged,
}: {
  place: DocumentPlace;
  view: DocumentView;
  onChanged: () => Promise<void>;
}) {
  const { clinic, patientId, documentId } = place;
  const [latest] = view.versions;
  const state = sendStates[view.send.state];
  const address = `/c/${clinic}/patients/${patientId}/documents/${documentId}`;
  return (
    <main id="main" className="mx-auto grid max-w-4xl gap-4 p-5">
      <h1 className="text-title font-bold">{view.title}</h1>
      {view.draft ? <Notice tone="info" title="この文書は、医師が書いている途中です" /> : null}
      {latest?.enteredInError ? (
        <Notice tone="warning" title="この文書は、誤記として取り消されています">
          {latest.reason}
        </Notice>
      ) : null}
      {latest && view.kind !== 'discharge_summary' ? (
        <Card title="送信の状況">
          <div className="grid gap-3">
            <p>
              <StatusBadge tone={state.tone} size="lg">
                {state.label}
              </StatusBadge>
            </p>
            {view.send.issues.map((issue) => (
              <Notice key={issue} tone="error" title={issue} />
            ))}
            {view.send.state === 'not_sent' ? (
              <p className="text-ink-2">
                サービスでは送っていません。印刷して渡すか、新しい版を「確定して送る」で送れます。
              </p>
            ) : null}
          </div>
        </Card>
      ) : null}
      {view.versions.map((version, index) => (
        <VersionCard key={version.versionId} version={version} address={address} isLatest={index === 0}>
          {index === 0 && !version.enteredInError && version.signatures.length === 0 ? (
            <IfMay permission="document.write">
              <SignVersion place={place} versionId={version.versionId} onSigned={onChanged} />
            </IfMay>
          ) : null}
        </VersionCard>
      ))}
      {view.attachments.length > 0 ? (
        <Card title="添付ファイル">
          <ul className="grid gap-2">
            {view.attachments.map((file) => (
              <li key={file.id}>
                <LinkButton
                  href={`${address}/attachments/${file.id}`}
                  target="_blank"
                  rel="noreferrer"
                  aria-label={`${file.title}を見る`}
                >
                  {file.title}
                </LinkButton>
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
      {latest && !latest.enteredInError ? (
        <IfMay permission="document.write">
          <Acts place={place} latest={latest} onChanged={onChanged} />
        </IfMay>
      ) : null}
      <p>
        <LinkButton variant="tertiary" size="lg" href={`/c/${clinic}/patients/${patientId}/documents`}>
          この患者の文書の一覧へ
        </LinkButton>
      </p>
    </main>
  );
}

function VersionCard({
  version,
  address,
  isLatest,
  children,
}: {
  version: DocumentVersion;
  address: string;
  isLatest: boolean;
  children: ReactNode;
}) {
  return (
    <Card
      title={`第${version.versionNo}版${isLatest ? '（いまの版）' : ''}`}
      note={`${eraDate(version.issuedOn)}　${version.confirmedBy}　${dateAndClock(version.confirmedAt)} 確定`}
    >
      <div className="grid gap-3">
        {version.receiverName ? <p>{`${version.receiverName} 宛`}</p> : null}
        {version.reason ? (
          <p>{`${version.enteredInError ? '取り消した' : '新しい版にした'}理由：${version.reason}`}</p>
        ) : null}
        {version.enteredInError ? null : (
          <p>
            <LinkButton
              variant={isLatest ? 'primary' : 'secondary'}
              size="lg"
              href={`${address}/print/${version.versionId}`}
              target="_blank"
              rel="noreferrer"
            >
              {isLatest ? '印刷する' : `第${version.versionNo}版を印刷する`}
            </LinkButton>
          </p>
        )}
        {version.signatures.map((signature) => (
          <p key={signature.signedAt} className="flex flex-wrap items-center gap-2">
            <StatusBadge tone={signature.valid ? 'success' : 'danger'}>
              {signature.valid ? '電子署名あり' : '電子署名を確かめられません'}
            </StatusBadge>
            {`${signature.signerName}　${dateAndClock(signature.signedAt)}`}
          </p>
        ))}
        {children}
      </div>
    </Card>
  );
}

function Acts({
  place,
  latest,
  onChanged,
}: {
  place: DocumentPlace;
  latest: DocumentVersion;
  onChanged: () => Promise<void>;
}) {
  const trpc = useTRPC();
  const { patientId, documentId } = place;
  const [withdrawing, setWithdrawing] = useState(false);
  const [reason, setReason] = useKeptState(`document-withdraw:${documentId}`, '');
  const revise = useMutation(trpc.documents.revise.mutationOptions({ onSuccess: onChanged }));
  const withdraw = useMutation(
    trpc.documents.withdraw.mutationOptions({
      onSuccess: () => {
        setWithdrawing(false);
        return onChanged();
      },
    }),
  );
  return (
    <Card title="直す・取り消す">
      <div className="grid gap-3">
        {revise.isError ? <Notice tone="error" title={sentenceOf(revise.error)} live /> : null}
        <p className="text-ink-2">
          確定した版は変わりません。直すときは、理由を付けて新しい版を書きます。送った文書は、新しい版に置きかわります。
        </p>
        <p className="flex flex-wrap gap-3">
          <Button size="lg" busy={revise.isPending} onClick={() => revise.mutate({ patientId, documentId })}>
            新しい版を書く
          </Button>
          <Button size="lg" variant="tertiary" onClick={() => setWithdrawing(true)}>
            誤記として取り消す
          </Button>
        </p>
      </div>
      <Dialog
        open={withdrawing}
        onClose={() => setWithdrawing(false)}
        kind="alert"
        title="この文書を取り消しますか"
        actions={
          <>
            <Button size="lg" onClick={() => setWithdrawing(false)}>
              取り消さない
            </Button>
            <Button
              size="lg"
              variant="danger"
              busy={withdraw.isPending}
              unavailableReason={reason.trim() === '' ? '理由を書いてください' : undefined}
              onClick={() =>
                withdraw.mutate({
                  patientId,
                  documentId,
                  baseVersion: latest.versionNo,
                  reason: reason.trim(),
                })
              }
            >
              誤記として取り消す
            </Button>
          </>
        }
      >
        <div className="grid gap-4">
          <p>別の患者の内容を書いたときなどに使います。送った文書は、サービスからも取り消します。</p>
          {withdraw.isError ? <Notice tone="error" title={sentenceOf(withdraw.error)} live /> : null}
          <TextField
            label="理由"
            required
            maxLength={200}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </div>
      </Dialog>
    </Card>
  );
}
